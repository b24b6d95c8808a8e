"""`rules.toml`."""

from pathlib import Path
from typing import Any

from kck.directory.loading.fields import Draft, Record
from kck.directory.loading.problems import Problems, suggestion
from kck.directory.loading.tomls import read_entries
from kck.directory.models import RoutingRule
from kck.directory.terms import DayHours, Priority
from kck.foundation.text import _
from kck.places.terms import OWNERS

RULES_FILE = "rules.toml"
CONDITIONS = ("districts", "areas", "owner", "season", "hours", "out_of_hours", "priority")
_LISTS = ("districts", "areas", "owner", "priority")
_FIELDS = ("code", "order", "categories", "unit", "because", "when")


def read_rules(
    folder: Path, problems: Problems, languages: tuple[str, ...]
) -> list[Draft[RoutingRule]]:
    records = read_entries(folder, RULES_FILE, "rule", problems, languages)
    return [Draft(row=rule_row(record), at=record) for record in records]


def rule_row(record: Record) -> RoutingRule:
    record.only((*_FIELDS, "valid_from", "valid_to", "basis"))
    rule = RoutingRule(
        code=record.code(),
        order=_order(record),
        categories=record.array("categories"),
        unit=record.text("unit", required=True, longest=60),
        because=record.table_of_names("because"),
        when=_when(record),
        basis=record.text("basis"),
        **record.validity(),
    )
    if not rule.categories:
        record.wrong(
            "categories",
            _("Reguła „{code}” nie mówi, których kategorii dotyczy."),
            _('Napisz na przykład categories = ["greenery-*"].'),
            code=rule.code,
        )
    return rule


def _order(record: Record) -> int:
    raw = record.values.get("order")
    if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0:
        return raw
    record.wrong(
        "order",
        _("{field}: potrzebna jest liczba; reguły pyta się od najmniejszej."),
        _("Napisz na przykład order = 10."),
    )
    return 0


def _when(record: Record) -> dict[str, Any]:
    raw = record.values.get("when", {})
    if not isinstance(raw, dict) or not raw:
        record.wrong(
            "when",
            _("Reguła nie ma żadnego warunku."),
            _("Dodaj [rule.when]; jednostkę dla wszystkich przypadków wpisz w categories.csv."),
        )
        return {}
    when = Record(
        record.file,
        record.lines.get("when", record.line),
        raw,
        record.problems,
        record.languages,
        {key.removeprefix("when."): line for key, line in record.lines.items() if "." in key},
    )
    when.only(CONDITIONS)
    _check_when(when)
    return {key: raw[key] for key in CONDITIONS if key in raw}


def _check_when(when: Record) -> None:
    for field in _LISTS:
        if field in when.values and not when.array(field):
            when.wrong(field, _("{field}: lista jest pusta."), _("Uzupełnij ją albo usuń."))
    for field, known in (("priority", Priority.values), ("owner", OWNERS)):
        for value in when.array(field):
            if value not in known:
                when.wrong(
                    field,
                    _("{field}: nieznana wartość „{value}”."),
                    suggestion(value, known),
                    value=value,
                )
    if "season" in when.values:
        when.season("season")
    if "hours" in when.values:
        _check_hours(when)
    if not isinstance(when.values.get("out_of_hours", True), bool):
        when.wrong("out_of_hours", _("{field}: to musi być true albo false."))


def _check_hours(when: Record) -> None:
    raw = when.text("hours")
    try:
        DayHours.parse(raw)
    except ValueError:
        when.wrong(
            "hours",
            _("{field}: „{value}” to nie są godziny."),
            _("Napisz jak 15:30-07:40."),
            value=raw,
        )
