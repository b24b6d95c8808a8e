"""What files say about one another: every code must exist, every heir must come to an end."""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path
from typing import Any

from kck.directory.loading.fields import Draft, Record
from kck.directory.loading.files import Files
from kck.directory.loading.problems import suggestion
from kck.directory.models import Category, Unit
from kck.directory.terms import GroupKind
from kck.foundation.text import _


def check_links(files: Files, folder: Path) -> None:
    """Notes its findings in the problems that each record carries."""
    units = _codes(files.units)
    _check_doubles(files)
    _check_city(files, units)
    _check_units(files, units)
    _check_categories(files, units)
    _check_belongings(files)
    _check_rules(files, units, folder)
    _check_dangers(files, units)
    for table in (files.units, files.categories):
        _check_successors(table)


def _codes(drafts: Iterable[Draft[Any]]) -> frozenset[str]:
    return frozenset(draft.row.code for draft in drafts)


def _known(record: Record, field: str, code: str, known: Collection[str], where: str) -> None:
    if not code or code in known:
        return
    record.wrong(
        field,
        _("{field}: nieznany kod „{code}”."),
        suggestion(code, known) or _("Dodaj go w pliku {where}."),
        code=code,
        where=where,
    )


# -- the same thing twice ----------------------------------------------------------------------


_IDENTITY: dict[str, Callable[[Any], tuple[object, ...]]] = {
    "groups": lambda row: (row.kind, row.code),
    "questions": lambda row: (row.category, row.code),
    "stages": lambda row: (row.unit, row.channel, row.function),
    "words": lambda row: (row.category, row.language),
    "texts": lambda row: (row.key, row.language),
}


def _by_code(row: Any) -> tuple[object, ...]:
    return (row.code,)


def _check_doubles(files: Files) -> None:
    for name, drafts in files.tables():
        identity = _IDENTITY.get(name, _by_code)
        editions: dict[tuple[object, ...], list[Draft[Any]]] = {}
        for draft in drafts:
            editions.setdefault(identity(draft.row), []).append(draft)
        for same in editions.values():
            _check_editions(same)


def _check_editions(drafts: list[Draft[Any]]) -> None:
    """Editions of one code follow one another without an overlap."""
    ordered = sorted(drafts, key=lambda draft: _first_day(draft.row))
    for earlier, later in pairwise(ordered):
        if _last_day(earlier.row) < _first_day(later.row):
            continue
        later.at.wrong(
            "code",
            _("„{code}” obowiązuje dwa razy naraz (także wiersz {line})."),
            _("Usuń jeden wpis albo rozdziel je datami valid_from i valid_to."),
            code=later.row,
            line=earlier.at.line,
        )


def in_order(rows: Iterable[Any]) -> list[Any]:
    """Editions of one thing, the oldest first."""
    return sorted(rows, key=_first_day)


def _first_day(row: Any) -> date:
    return getattr(row, "valid_from", None) or date.min


def _last_day(row: Any) -> date:
    return getattr(row, "valid_to", None) or date.max


# -- codes that must exist ---------------------------------------------------------------------


def _check_city(files: Files, units: frozenset[str]) -> None:
    for draft in files.city:
        for field in ("centre_unit", "formal_unit"):
            _known(draft.at, field, str(draft.row.facts[field]), units, "units.csv")
        facts, categories = draft.row.facts, _codes(files.categories)
        _known(
            draft.at,
            "unknown_category",
            facts["unknown_category"],
            categories,
            "categories.csv",
        )
        for code in facts["kind_categories"].values():
            _known(draft.at, "kind_categories", code, categories, "categories.csv")


def _check_units(files: Files, units: frozenset[str]) -> None:
    calendars = _codes(files.calendars)
    for unit in files.units:
        _known(unit.at, "calendar", unit.row.calendar, calendars, "calendars.toml")
    for way in files.ways:
        _known(way.at, "unit", way.row.code, units, "units.csv")
    for helpline in files.helplines:
        _known(helpline.at, "unit", helpline.row.unit, units, "units.csv")
    for stage in files.stages:
        _known(stage.at, "unit", stage.row.unit, units | {"*"}, "units.csv")


def _check_categories(files: Files, units: frozenset[str]) -> None:
    groups = {kind: {g.row.code for g in files.groups if g.row.kind == kind} for kind in GroupKind}
    helplines = _codes(files.helplines)
    on_duty = {unit.row.code for unit in files.units if unit.row.dispatcher_24h}
    for draft in files.categories:
        row, at = draft.row, draft.at
        _known(at, "group", row.group, groups[GroupKind.GROUP], "groups.csv")
        _known(at, "public_group", row.public_group, groups[GroupKind.PUBLIC], "groups.csv")
        for field in ("unit", "second_unit", "night_unit"):
            _known(at, field, getattr(row, field), units, "units.csv")
        for code in row.redirect:
            _known(at, "redirect", code, helplines, "helplines.csv")
        if row.night_unit in units - on_duty:
            at.wrong(
                "night_unit",
                _("{field}: „{unit}” nie ma dyżuru całą dobę."),
                _("Wybierz jednostkę z dispatcher_24h = yes."),
                unit=row.night_unit,
            )


def _check_belongings(files: Files) -> None:
    categories = _codes(files.categories)
    for words in files.words:
        _known(words.at, "category", words.row.category, categories, "categories.csv")
    for question in files.questions:
        _known(question.at, "category", question.row.category, categories, "categories.csv")


def _check_rules(files: Files, units: frozenset[str], folder: Path) -> None:
    categories = _codes(files.categories)
    known = {
        "districts": _features(folder / "districts.geojson"),
        "areas": _features(folder / "areas.geojson"),
    }
    for rule in files.rules:
        _known(rule.at, "unit", rule.row.unit, units, "units.csv")
        for pattern in rule.row.categories:
            if not any(fnmatchcase(code, pattern) for code in categories):
                _known(rule.at, "categories", pattern, categories, "categories.csv")
        for field, codes in known.items():
            for code in rule.row.when.get(field, ()) if codes else ():
                _known(rule.at, f"when.{field}", str(code), codes, f"{field}.geojson")


def _features(path: Path) -> frozenset[str]:
    """Codes of a GeoJSON file; what is wrong with it is for `kck.places` to say."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        return frozenset(str(one["properties"]["code"]) for one in found)
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _check_dangers(files: Files, units: frozenset[str]) -> None:
    helplines, categories = _codes(files.helplines), _codes(files.categories)
    for danger in files.dangers:
        for code in danger.row.helplines:
            _known(danger.at, "number", code, helplines, "helplines.csv")
        for code in danger.row.tell:
            _known(danger.at, "tell", code, units, "units.csv")
        _known(danger.at, "category", danger.row.category, categories, "categories.csv")


# -- heirs -------------------------------------------------------------------------------------


def _check_successors(drafts: Sequence[Draft[Unit]] | Sequence[Draft[Category]]) -> None:
    codes = _codes(drafts)
    heirs = {draft.row.code: draft.row.successor for draft in drafts if draft.row.successor}
    for draft in drafts:
        if not draft.row.successor:
            continue
        _known(draft.at, "successor", draft.row.successor, codes, draft.at.file)
        if draft.row.valid_to is None:
            draft.at.wrong(
                "valid_to",
                _("„{code}” ma następcę, ale nie ma ostatniego dnia."),
                _("Wpisz valid_to: ostatni dzień, w którym obowiązuje."),
                code=draft.row.code,
            )
        if _comes_back(draft.row.code, heirs):
            draft.at.wrong(
                "successor",
                _("Następcy kodu „{code}” tworzą koło."),
                _("Usuń jednego z nich."),
                code=draft.row.code,
            )


def _comes_back(code: str, heirs: dict[str, str]) -> bool:
    seen: set[str] = set()
    here = heirs.get(code, "")
    while here and here != code and here not in seen:
        seen.add(here)
        here = heirs.get(here, "")
    return here == code
