"""`formal.toml`: who examines a complaint of whom; in the file and on a screen."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kck.cases.city_escalations import words
from kck.cases.clock_models import ComplaintRoute
from kck.cases.clock_terms import ComplainedOf
from kck.directory.editing.fields import Field, Kind, in_languages
from kck.directory.editing.flat import by_language, gathered
from kck.directory.editing.tables import Table
from kck.directory.loading.city import all_languages
from kck.directory.loading.fields import Draft, Record
from kck.directory.loading.problems import Problems
from kck.directory.loading.tables import read_table
from kck.directory.loading.tomls import read_entries
from kck.foundation.text import _

FILE, ENTRY = "formal.toml", "route"
_FIELDS = (
    *("code", "order", "of", "units", "through", "decides", "basis", "valid_from", "valid_to"),
)
_STEP = 10  # between two entries that say no order, so that one fits in between


def read_routes(folder: Path, problems: Problems) -> list[Draft[ComplaintRoute]]:
    records = read_entries(folder, FILE, ENTRY, problems, all_languages())
    units = _unit_codes(folder)
    return [
        Draft(row=route_row(record, units, place * _STEP), at=record)
        for place, record in enumerate(records, 1)
    ]


def route_row(record: Record, units: list[str] | None = None, place: int = _STEP) -> ComplaintRoute:
    """Without `units` the form has offered only those there are."""
    record.only(_FIELDS)
    through = record.text("through", required=True, longest=40)
    if units is not None and through:
        record.choice("through", units)
    named = record.array("units") if units is None else words(record, "units", units)
    return ComplaintRoute(
        code=record.code(),
        order=_order(record, place),
        of=words(record, "of", [*ComplainedOf], required=True),
        units=named,
        through=through,
        decides=record.table_of_names("decides"),
        basis=record.text("basis"),
        **record.validity(),
    )


def _order(record: Record, place: int) -> int:
    value = record.values.get("order", "")
    if value in ("", None):
        return place
    if type(value) is int and 0 <= value <= 10_000:
        return value
    record.wrong("order", _("{field}: to musi być liczba całkowita."), _("Napisz na przykład 10."))
    return place


def _unit_codes(folder: Path) -> list[str]:
    """As the same folder has them; what is wrong with that file is said where it is read."""
    path = folder / "units.csv"
    if not path.is_file():
        return []
    head = path.read_text(encoding="utf-8-sig", errors="replace").partition("\n")[0]
    columns = [one.strip() for one in head.replace(";", ",").split(",")]
    records = read_table(folder, "units.csv", columns, Problems(), all_languages())
    return [str(record.values.get("code", "")).strip() for record in records]


# -- on the screen ---------------------------------------------------------------------------


def values_of(row: ComplaintRoute) -> dict[str, Any]:
    return {
        "code": row.code, "order": str(row.order), "of": list(row.of), "units": list(row.units),
        "through": row.through, **by_language("decides", row.decides), "basis": row.basis,
    }  # fmt: skip


def as_entry(values: Mapping[str, Any]) -> dict[str, Any]:
    raw = values["order"]
    units = {"units": values["units"]} if values["units"] else {}
    return {
        "code": values["code"], "order": int(raw) if raw.isdecimal() else raw, "of": values["of"],
        **units, "through": values["through"], "basis": values["basis"],
        "decides": gathered("decides", values),
    }  # fmt: skip


_FORM = (
    Field(name="code", label=_("Kod"), needed=True, width="sm"),
    Field(
        name="order", label=_("Kolejność"), needed=True, width="sm",
        help=_("Pierwsza reguła, która pasuje, rozstrzyga."),
    ),
    Field(
        name="of", label=_("Kogo dotyczy skarga"), kind=Kind.CODES, needed=True,
        options=tuple((str(one), one.label) for one in ComplainedOf),
    ),
    Field(
        name="units", label=_("Tylko te jednostki"), kind=Kind.CODES, source="units",
        help=_("Bez zaznaczenia: każda."),
    ),
    Field(
        name="through", label=_("Przez którą jednostkę"), kind=Kind.CHOICE, source="units",
        needed=True, help=_("Dostaje sprawę; nigdy nie jest nią ta, na którą ktoś się skarży."),
    ),
    *in_languages(Field(name="decides", label=_("Kto rozpatruje"), needed=True, group="names")),
    Field(name="basis", label=_("Podstawa"), group="notes"),
)  # fmt: skip

TABLE = Table(
    name="routes",
    label=_("Droga skargi"),
    labels=_("Drogi skarg"),
    model=ComplaintRoute,
    key=("code",),
    fields=_FORM,
    values=values_of,
    read=lambda record: route_row(record),
    record=as_entry,
)
