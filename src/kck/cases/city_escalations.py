"""`escalations.toml`: who is told before and after a clock runs out; as file and on a screen."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kck.cases.clock_models import EscalationRule
from kck.cases.clock_terms import Clock, Whom
from kck.cases.terms import WaitingOn
from kck.directory.editing.fields import Field, Kind
from kck.directory.editing.tables import Table
from kck.directory.loading.city import all_languages
from kck.directory.loading.fields import Draft, Record
from kck.directory.loading.problems import Problems, suggestion
from kck.directory.loading.tomls import read_entries
from kck.directory.offsets import Offset
from kck.directory.terms import CaseKind, Priority
from kck.foundation.text import _

FILE, ENTRY = "escalations.toml", "escalation"
_LISTS = ("to", "priorities", "kinds", "waiting_on")
_FIELDS = ("code", "clock", "when", *_LISTS, "basis", "valid_from", "valid_to")


def read_escalations(folder: Path, problems: Problems) -> list[Draft[EscalationRule]]:
    records = read_entries(folder, FILE, ENTRY, problems, all_languages())
    return [Draft(row=escalation_row(record), at=record) for record in records]


def escalation_row(record: Record) -> EscalationRule:
    record.only(_FIELDS)
    row = EscalationRule(
        code=record.code(),
        clock=record.choice("clock", [*Clock]),
        moment=_moment(record),
        to=words(record, "to", [*Whom], required=True),
        priorities=words(record, "priorities", Priority.values),
        kinds=words(record, "kinds", CaseKind.values),
        waiting_on=words(record, "waiting_on", [*WaitingOn]),
        basis=record.text("basis"),
        **record.validity(),
    )
    if row.clock == Clock.WAITING and row.moment.startswith("-"):
        record.wrong(
            "when",
            _("{field}: przed początkiem czekania nic się nie dzieje."),
            _("Napisz na przykład „+5 wd”."),
        )
    return row


def _moment(record: Record) -> str:
    written = record.text("when", required=True, longest=12)
    try:
        Offset.parse(written or "+0")
    except ValueError:
        record.wrong(
            "when",
            _("{field}: „{value}” nie jest odstępem od terminu."),
            _("Napisz jak „-1 wd”, „-4 wh”, „+0” albo „+2 d”."),
            value=written,
        )
    return written


def words(record: Record, field: str, allowed: list[str], *, required: bool = False) -> list[str]:
    found = record.array(field)
    if required and not found:
        record.wrong(field, _("Brakuje pola {field}."), suggestion("", allowed))
    for word in found:
        if word not in allowed:
            record.wrong(
                field,
                _("{field}: nieznana wartość „{value}”."),
                suggestion(word, allowed),
                value=word,
            )
    return found


# -- on the screen ---------------------------------------------------------------------------


def values_of(row: EscalationRule) -> dict[str, Any]:
    lists = {name: list(getattr(row, name)) for name in _LISTS}
    return {
        "code": row.code, "clock": row.clock, "when_moment": row.moment, **lists,
        "basis": row.basis,
    }  # fmt: skip


def as_entry(values: Mapping[str, Any]) -> dict[str, Any]:
    """A list that narrows nothing is left out."""
    lists = {name: values[name] for name in _LISTS if values[name]}
    plain = {"code": values["code"], "clock": values["clock"], "when": values["when_moment"]}
    return {**plain, **lists, "basis": values["basis"]}


_FORM = (
    Field(name="code", label=_("Kod"), needed=True, width="sm"),
    Field(
        name="clock", label=_("Termin"), kind=Kind.CHOICE, needed=True,
        options=(
            (str(Clock.TAKEOVER), _("czas na przyjęcie")),
            (str(Clock.MADE_SAFE), _("termin zabezpieczenia")),
            (str(Clock.PROMISED), _("termin obiecany")),
            (str(Clock.LEGAL), _("termin ustawowy")),
            (str(Clock.WAITING), _("jak długo sprawa czeka")),
        ),
    ),
    Field(
        name="when_moment", label=_("Kiedy"), needed=True, width="sm",
        help=_("„-1 wd”: dzień roboczy przed, „-4 wh”: cztery godziny robocze przed, „+0”: gdy "
               "minie, „+2 wd”, „+12 h”, „+3 d”: po."),
    ),
    Field(
        name="to", label=_("Kto się dowie"), kind=Kind.CODES, needed=True,
        options=tuple((str(whom), whom.label) for whom in Whom),
    ),
    Field(
        name="priorities", label=_("Tylko pilności"), kind=Kind.CODES, group="rules",
        options=tuple(Priority.choices), help=_("Bez zaznaczenia: każda."),
    ),
    Field(
        name="kinds", label=_("Tylko rodzaje spraw"), kind=Kind.CODES, group="rules",
        options=tuple(CaseKind.choices),
    ),
    Field(
        name="waiting_on", label=_("Tylko gdy sprawa czeka na"), kind=Kind.CODES, group="rules",
        options=(
            (str(WaitingOn.UNIT), _("jednostkę")),
            (str(WaitingOn.CENTRE), _("centrum kontaktu")),
            (str(WaitingOn.REPORTER), _("zgłaszającego")),
            (str(WaitingOn.CONTRACTOR), _("wykonawcę")),
        ),
    ),
    Field(name="basis", label=_("Podstawa"), group="notes"),
)  # fmt: skip

TABLE = Table(
    name="escalations",
    label=_("Powiadomienie o terminie"),
    labels=_("Powiadomienia o terminach"),
    model=EscalationRule,
    key=("code",),
    fields=_FORM,
    values=values_of,
    read=escalation_row,
    record=as_entry,
)
