"""`formal.toml` of a city's folder: who examines complaints; checked and loaded with the rest."""

from pathlib import Path

from kck.cases.city_escalations import words
from kck.cases.clock_models import ComplaintRoute
from kck.cases.clock_terms import ComplainedOf
from kck.directory.loading.city import all_languages
from kck.directory.loading.fields import Record
from kck.directory.loading.problems import Problems
from kck.directory.loading.tables import read_table
from kck.directory.loading.tomls import read_entries
from kck.foundation.text import _

FILE = "formal.toml"
_FACTS = ("of", "units", "through", "decides", "basis", "valid_to")


def check(folder: Path, problems: Problems) -> list[str]:
    """Note every mistake; answer what a load would do, a line for each change."""
    known = _stored()
    lines = []
    for row in read_routes(folder, problems):
        old = known.pop((row.code, row.valid_from), None)
        if old is None or _facts(old) != _facts(row):
            lines.append(f"{'~' if old else '+'} complaint route {row.code}: {row.through}")
    return [*lines, *(f"- complaint route {old.code}" for old in known.values())]


def load(folder: Path) -> None:
    """The table says what the file says, in its order. Again, it changes nothing."""
    rows = read_routes(folder, Problems())
    known = ComplaintRoute.objects.order_by("pk")
    if [_all(row) for row in known] == [_all(row) for row in rows]:
        return
    known.delete()
    ComplaintRoute.objects.bulk_create(rows)


def read_routes(folder: Path, problems: Problems) -> list[ComplaintRoute]:
    """What the file says, without the entries that make no sense."""
    records = read_entries(folder, FILE, "route", problems, all_languages())
    units = _unit_codes(folder)
    found = [(record, row) for record in records if (row := _row(record, units)) is not None]
    seen: set[tuple[object, object]] = set()
    for record, row in found:
        if (row.code, row.valid_from) in seen:
            record.wrong(
                "code",
                _("{field}: „{value}” jest już w tym pliku."),
                _("Zmień kod albo valid_from jednego z nich."),
                value=row.code,
            )
        seen.add((row.code, row.valid_from))
    return [row for _record, row in found]


def _row(record: Record, units: list[str]) -> ComplaintRoute | None:
    record.only(("code", *_FACTS, "valid_from"))
    before = len(record.problems.found)
    row = ComplaintRoute(
        code=record.code(),
        of=words(record, "of", [*ComplainedOf], required=True),
        units=words(record, "units", units),
        through=record.choice("through", units),
        decides=record.table_of_names("decides"),
        basis=record.text("basis"),
        **record.validity(),
    )
    return row if len(record.problems.found) == before else None


def _unit_codes(folder: Path) -> list[str]:
    """As the same folder has them; what is wrong with that file is said where it is read."""
    path = folder / "units.csv"
    if not path.is_file():
        return []
    head = path.read_text(encoding="utf-8-sig", errors="replace").partition("\n")[0]
    columns = [one.strip() for one in head.replace(";", ",").split(",")]
    records = read_table(folder, "units.csv", columns, Problems(), all_languages())
    return [str(record.values.get("code", "")).strip() for record in records]


def _facts(row: ComplaintRoute) -> dict[str, object]:
    return {name: getattr(row, name) for name in _FACTS}


def _all(row: ComplaintRoute) -> dict[str, object]:
    return {"code": row.code, "valid_from": row.valid_from, **_facts(row)}


def _stored() -> dict[tuple[object, object], ComplaintRoute]:
    return {(row.code, row.valid_from): row for row in ComplaintRoute.objects.order_by("pk")}
