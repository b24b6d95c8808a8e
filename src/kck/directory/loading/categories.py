"""`groups.csv`, `categories.csv`, `words.csv`."""

from collections.abc import Iterable
from pathlib import Path

from kck.directory.loading.fields import Draft, Record
from kck.directory.loading.problems import Problems
from kck.directory.loading.tables import read_table
from kck.directory.loading.units import named
from kck.directory.models import Category, CategoryGroup, CategoryWords
from kck.directory.terms import (
    CATEGORY_KINDS,
    REDIRECT,
    Evidence,
    GroupKind,
    Priority,
    Publicity,
    TargetResult,
    TargetUnit,
)
from kck.foundation.text import _

GROUPS_FILE = "groups.csv"
CATEGORIES_FILE = "categories.csv"
WORDS_FILE = "words.csv"
_WHOLE_UNITS = {TargetUnit.WORKING_DAYS, TargetUnit.DAYS, TargetUnit.MONTHS}


def read_groups(
    folder: Path, problems: Problems, languages: tuple[str, ...]
) -> list[Draft[CategoryGroup]]:
    columns = ("kind", "code", *named("name", languages), "order")
    records = read_table(
        folder,
        GROUPS_FILE,
        columns,
        problems,
        languages,
        required=True,
        optional=("valid_from", "valid_to"),
    )
    return [Draft(row=group_row(record), at=record) for record in records]


def group_row(record: Record) -> CategoryGroup:
    return CategoryGroup(
        kind=record.choice("kind", GroupKind.values),
        code=record.code(),
        names=record.names("name"),
        order=record.whole("order") or 0,
        **record.validity(),
    )


def read_categories(
    folder: Path, problems: Problems, languages: tuple[str, ...]
) -> list[Draft[Category]]:
    columns = (
        *("code", "group", *named("name", languages), "kind", "public_group"),
        *("unit", "second_unit", "night_unit", "priority", "takeover_wh"),
        *("target_amount", "target_unit", "target_result"),
        *("then_amount", "then_unit", "then_result"),
        *("public", "redirect", "season", "duplicate_radius_m", "evidence", "note"),
        *("valid_from", "valid_to", "successor", "basis"),
    )
    records = read_table(
        folder,
        CATEGORIES_FILE,
        columns,
        problems,
        languages,
        required=True,
        optional=("duplicate_days",),
    )
    return [Draft(row=category_row(record), at=record) for record in records]


def category_row(record: Record) -> Category:
    category = Category(
        code=record.code(),
        group=record.text("group", required=True, longest=60),
        names=record.names("name"),
        kind=record.choice("kind", CATEGORY_KINDS),
        public_group=record.text("public_group", required=True, longest=60),
        unit=record.text("unit", longest=60),
        second_unit=record.text("second_unit", longest=60),
        night_unit=record.text("night_unit", longest=60),
        priority=record.choice("priority", Priority.values),
        takeover_wh=record.number("takeover_wh"),
        public=record.choice("public", Publicity.values),
        redirect=record.listed("redirect"),
        season=record.season("season"),
        duplicate_radius_m=record.whole("duplicate_radius_m"),
        duplicate_days=record.whole("duplicate_days"),
        evidence=record.choice("evidence", Evidence.values, default=Evidence.NONE),
        note=record.text("note", longest=500),
        successor=record.text("successor", longest=60),
        basis=record.text("basis"),
        **record.validity(),
    )
    category.target_amount, category.target_unit, category.target_result = _target(record, "target")
    category.then_amount, category.then_unit, category.then_result = _target(record, "then")
    _check_category(category, record)
    return category


def _target(record: Record, prefix: str) -> tuple[float | None, str, str]:
    fields = (f"{prefix}_amount", f"{prefix}_unit", f"{prefix}_result")
    filled = [field for field in fields if record.text(field)]
    if not filled:
        return None, "", ""
    for field in fields:
        if field not in filled:
            record.wrong(
                field,
                _("Brakuje pola {field}."),
                _("Termin to zawsze ilość, jednostka i wynik: uzupełnij je albo usuń wszystkie."),
            )
    amount = record.number(fields[0])
    unit = record.choice(fields[1], TargetUnit.values, required=False)
    result = record.choice(fields[2], TargetResult.values, required=False)
    _check_amount(record, fields[0], amount, unit)
    return (amount, unit, result) if amount is not None and unit and result else (None, "", "")


def _check_amount(record: Record, field: str, amount: float | None, unit: str) -> None:
    if amount == 0:
        record.wrong(
            field, _("{field}: termin zero nie ma sensu."), _("Napisz liczbę większą od 0.")
        )
    if amount and amount != int(amount) and unit in _WHOLE_UNITS:
        record.wrong(
            field,
            _("{field}: dni i miesiące liczy się w całości."),
            _("Napisz {n} albo użyj godzin (h, wh)."),
            n=round(amount) or 1,
        )


def _check_category(category: Category, record: Record) -> None:
    if category.kind == REDIRECT and not category.redirect:
        record.wrong(
            "redirect",
            _("Kategoria „{code}” przekierowuje, ale nie mówi dokąd."),
            _("Wpisz kody z helplines.csv rozdzielone znakiem |, na przykład 112|998."),
            code=category.code,
        )
    if category.kind and category.kind != REDIRECT and not category.unit:
        record.wrong(
            "unit",
            _("Kategoria „{code}” nie ma jednostki."),
            _("Wpisz kod z units.csv."),
            code=category.code,
        )
    if category.then_amount is not None and category.target_amount is None:
        record.wrong(
            "then_amount",
            _("Drugi termin bez pierwszego."),
            _("Przenieś go do target_amount, target_unit i target_result."),
        )


def read_words(
    folder: Path, problems: Problems, languages: tuple[str, ...]
) -> list[Draft[CategoryWords]]:
    """One row for each category and language; several lines of a file add up."""
    columns = ("category", "language", "words", "examples")
    records = read_table(folder, WORDS_FILE, columns, problems, languages)
    return list(_gathered(records, languages))


def _gathered(
    records: Iterable[Record], languages: tuple[str, ...]
) -> Iterable[Draft[CategoryWords]]:
    found: dict[tuple[str, str], Draft[CategoryWords]] = {}
    for record in records:
        key = (
            record.text("category", required=True, longest=60),
            record.choice("language", languages),
        )
        row = CategoryWords(category=key[0], language=key[1])
        draft = found.setdefault(key, Draft(row=row, at=record))
        draft.row.words = _joined(draft.row.words, record.listed("words"))
        draft.row.examples = _joined(draft.row.examples, record.listed("examples"))
    return found.values()


def _joined(earlier: list[str], more: list[str]) -> list[str]:
    return list(dict.fromkeys([*earlier, *more]))
