"""`escalations.toml` of a city's folder: checked and loaded together with the rest of it."""

from pathlib import Path

from kck.cases.clock_models import EscalationRule
from kck.cases.clock_terms import Clock, Whom
from kck.cases.terms import WaitingOn
from kck.directory.loading.city import all_languages
from kck.directory.loading.fields import Record
from kck.directory.loading.problems import Problems, suggestion
from kck.directory.loading.tomls import read_entries
from kck.directory.offsets import Offset
from kck.directory.terms import CaseKind, Priority
from kck.foundation.text import _

FILE = "escalations.toml"
_FACTS = ("clock", "moment", "to", "priorities", "kinds", "waiting_on", "basis", "valid_to")
_FIELDS = ("code", "clock", "when", *_FACTS[2:], "valid_from")


def check(folder: Path, problems: Problems) -> list[str]:
    """Note every mistake; answer what a load would do, a line for each change."""
    known = _stored()
    lines = []
    for row in read_escalations(folder, problems):
        old = known.pop((row.code, row.valid_from), None)
        if old is None or _facts(old) != _facts(row):
            lines.append(f"{'~' if old else '+'} escalation {row.code}: {row.clock} {row.moment}")
    return [*lines, *(f"- escalation {old.code}" for old in known.values())]


def load(folder: Path) -> None:
    """The table says what the file says. Again, it changes nothing."""
    known = _stored()
    for row in read_escalations(folder, Problems()):
        old = known.pop((row.code, row.valid_from), None)
        if old is None:
            row.save()
        elif _facts(old) != _facts(row):
            row.pk = old.pk
            row.save(force_update=True)
    EscalationRule.objects.filter(pk__in=[old.pk for old in known.values()]).delete()


def read_escalations(folder: Path, problems: Problems) -> list[EscalationRule]:
    """What the file says, without the entries that make no sense."""
    records = read_entries(folder, FILE, "escalation", problems, all_languages())
    found = [row for record in records if (row := _row(record)) is not None]
    seen: set[tuple[object, object]] = set()
    for record, row in zip(records, found, strict=False):
        if (row.code, row.valid_from) in seen:
            record.wrong(
                "code",
                _("{field}: „{value}” jest już w tym pliku."),
                _("Zmień kod albo valid_from jednego z nich."),
                value=row.code,
            )
        seen.add((row.code, row.valid_from))
    return found


def _row(record: Record) -> EscalationRule | None:
    record.only(_FIELDS)
    before = len(record.problems.found)
    dates = record.validity()
    row = EscalationRule(
        code=record.code(),
        clock=record.choice("clock", [*Clock]),
        moment=_moment(record),
        to=words(record, "to", [*Whom], required=True),
        priorities=words(record, "priorities", Priority.values),
        kinds=words(record, "kinds", CaseKind.values),
        waiting_on=words(record, "waiting_on", [*WaitingOn]),
        basis=record.text("basis"),
        **dates,
    )
    if row.clock == Clock.WAITING and row.moment.startswith("-"):
        record.wrong(
            "when",
            _("{field}: przed początkiem czekania nic się nie dzieje."),
            _("Napisz na przykład „+5 wd”."),
        )
    return row if len(record.problems.found) == before else None


def _moment(record: Record) -> str:
    written = record.text("when", required=True)
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


def _facts(row: EscalationRule) -> dict[str, object]:
    return {name: getattr(row, name) for name in _FACTS}


def _stored() -> dict[tuple[object, object], EscalationRule]:
    return {(row.code, row.valid_from): row for row in EscalationRule.objects.order_by("pk")}
