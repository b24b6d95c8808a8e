"""The configuration as the files of a city; what nobody changed comes out letter by letter.

A file that was loaded is kept. As long as it still says what the tables say it is handed out as it
was, with its comments; else it is written anew. Other modules write their own files.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models

from kck.directory.editing import flat, tomls
from kck.directory.editing.tables import TABLES
from kck.directory.loading.city import FACTS, all_languages
from kck.directory.loading.files import Files, read_files
from kck.directory.loading.links import in_order
from kck.directory.loading.more import more_tables
from kck.directory.loading.parts import last_loaded, parts
from kck.directory.loading.problems import Problems
from kck.directory.loading.units import named
from kck.directory.loading.ways import COLUMNS as WAY_COLUMNS
from kck.directory.loading.ways import OPTIONAL as WAY_OPTIONAL
from kck.directory.models import City, CityText, LoadedFile, WayPeriod
from kck.directory.terms import CaseKind, WayOfWorking

Rows = Mapping[str, Sequence[Any]]
Texts = dict[str, str]
_DATES = ("valid_from", "valid_to")


def exported() -> Texts:
    """Every file of the configuration by its name, of the database as it is."""
    languages = _languages()
    written = written_files(rows_of_database(), languages)
    kept = dict(LoadedFile.objects.values_list("name", "content"))
    with last_loaded() as folder:
        same = _unchanged(kept, written, languages, folder)
        own = {name: kept[name] if name in same else text for name, text in written.items()}
        others = _of_others(kept, folder)
    rest = {name: text for name, text in kept.items() if not _is_written(name)}
    return dict(sorted({**rest, **others, **own}.items()))


def _is_written(name: str) -> bool:
    others = {part.file for part in parts() if part.written}
    return name in _own() or name in others or name.startswith("texts/")


def _unchanged(kept: Texts, written: Texts, languages: Sequence[str], folder: Path) -> set[str]:
    """Names of kept files that, read and written, come out as the database does."""
    problems = Problems()
    files = read_files(folder, problems)
    if problems:
        return set()
    again = written_files(_rows_of_files(files), languages)
    return {name for name in kept if name in written and again.get(name) == written[name]}


def _of_others(kept: Texts, folder: Path) -> Texts:
    """Files of other modules; one that says nothing at all is kept for its comments."""
    found = {}
    for part in parts():
        if part.written is None:
            continue
        text = part.written(None)
        if part.file in kept and part.written(folder) == text:
            text = kept[part.file]
        if text:
            found[part.file] = text
    return found


def _languages() -> tuple[str, ...]:
    city = City.objects.order_by("pk").first()
    spoken = city.facts["languages"] if city else ()
    return tuple(one for one in all_languages() if one in spoken) or all_languages()


def rows_of_database() -> Rows:
    """Every table, the editions of one thing beside one another, things as they came."""
    found: dict[str, Sequence[Any]] = {
        name: _together(table.model._default_manager.order_by("pk"), table.key)
        for name, table in TABLES.items()
    }
    return {
        **found,
        "city": list(City.objects.order_by("pk")),
        "ways": _together(WayPeriod.objects.order_by("pk"), ("code",)),
        "texts": list(CityText.objects.order_by("key", "language")),
    }


def _rows_of_files(files: Files) -> Rows:
    return {
        name: _together((draft.row for draft in drafts), _keys().get(name, ()))
        for name, drafts in files.tables()
    }


def _keys() -> dict[str, tuple[str, ...]]:
    return {"ways": ("code",)} | {name: table.key for name, table in TABLES.items()}


def _together(rows: Iterable[Any], key: tuple[str, ...]) -> list[Any]:
    if not key:
        return list(rows)
    things: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        if not _never(row):
            things.setdefault(tuple(getattr(row, name) for name in key), []).append(row)
    return [row for editions in things.values() for row in in_order(editions)]


def _never(row: Any) -> bool:
    """Kept for a case, and in force on no day: files say nothing of it."""
    first, last = getattr(row, "valid_from", None), getattr(row, "valid_to", None)
    return first is not None and last is not None and last < first


# -- one writer a file -----------------------------------------------------------------------


def written_files(rows: Rows, languages: Sequence[str]) -> Texts:
    """Files of the tables; a table without rows has no file, unless one must be there."""
    found = {
        name: text for name, write in _own().items() if (text := write(rows, tuple(languages)))
    }
    for page in rows["texts"]:
        found[f"texts/{page.key}.{page.language}.md"] = _page(page)
    return found


def _page(page: CityText) -> str:
    return f"# {page.title}\n\n{page.body}\n"


def _csv(columns: Sequence[str], lines: Iterable[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for line in lines:
        writer.writerow([line.get(column, "") for column in columns])
    return out.getvalue()


def _table(
    name: str, columns: Callable[[tuple[str, ...]], tuple[str, ...]], *, always: bool = True
) -> Callable[[Rows, tuple[str, ...]], str]:
    """A table of TABLES as CSV; dates of one that seldom has them only where one row has."""

    def write(rows: Rows, languages: tuple[str, ...]) -> str:
        lines = [flat.as_cells(_values(name, row)) for row in rows[name]]
        wanted = columns(languages)
        dated = any(line.get(one) for line in lines for one in _DATES)
        return _csv((*wanted, *_DATES) if dated and not always else wanted, lines)

    return write


def _values(name: str, row: Any) -> flat.Values:
    table = TABLES[name]
    return {**table.values(row), **(_dates(row) if table.dated else {})}


def _dates(row: models.Model) -> dict[str, str]:
    return {name: _iso(getattr(row, name)) for name in _DATES}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _category_columns(languages: tuple[str, ...]) -> tuple[str, ...]:
    return (
        *("code", "group", *named("name", languages), "kind", "public_group"),
        *("unit", "second_unit", "night_unit", "priority", "takeover_wh"),
        *("target_amount", "target_unit", "target_result"),
        *("then_amount", "then_unit", "then_result"),
        *("public", "redirect", "season", "duplicate_radius_m", "duplicate_days"),
        *("evidence", "note"),
        *("valid_from", "valid_to", "successor", "basis"),
    )


def _unit_columns(languages: tuple[str, ...]) -> tuple[str, ...]:
    return (
        *("code", *named("name", languages), "kind", *named("responsible_for", languages)),
        *("phone", "contact", "dispatcher_24h", "way_of_working", "calendar", "base"),
        *("valid_from", "valid_to", "successor", "basis"),
    )


def _helpline_columns(languages: tuple[str, ...]) -> tuple[str, ...]:
    return (
        *("code", "number", *named("name", languages), "hours", "sms"),
        *(*named("deaf", languages), "unit", "basis"),
    )


def _question_columns(languages: tuple[str, ...]) -> tuple[str, ...]:
    return (
        *("category", "code", "order", "datatype", "required"),
        *(*named("text", languages), *named("hint", languages), "valid_from", "valid_to"),
    )


def _answers(rows: Rows, languages: tuple[str, ...]) -> str:
    """A list of answers is of all editions of its question, or of each where they differ."""
    columns = ("category", "question", "key", *named("name", languages), "order")
    lists: dict[tuple[str, str], list[Any]] = {}
    for row in rows["questions"]:
        lists.setdefault((row.category, row.code), []).append(row)
    lines = [line for editions in lists.values() for line in _answers_of(editions)]
    dated = any(line["valid_from"] for line in lines)
    return _csv((*columns, "valid_from") if dated else columns, lines) if lines else ""


def _answers_of(editions: Sequence[Any]) -> list[Mapping[str, Any]]:
    differ = any(row.values != editions[0].values for row in editions)
    return [
        {
            "category": row.category,
            "question": row.code,
            "order": order,
            "valid_from": _iso(row.valid_from) if differ else "",
            **answer,
        }
        for row in (editions if differ else editions[:1])
        for order, answer in enumerate(flat.of_question(row)["values"], 1)
    ]


def _city(rows: Rows, _languages: tuple[str, ...]) -> str:
    return "".join(tomls.record(_facts(row.facts)) for row in rows["city"])


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """In the order of the shipped file: the database keeps none."""
    order = (*FACTS, *sorted(set(facts) - set(FACTS)))
    return {name: _in_order(facts[name]) for name in order if name in facts}


def _in_order(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    order = (*all_languages(), *CaseKind.values)
    known = [name for name in order if name in value]
    return {name: value[name] for name in (*known, *sorted(set(value) - set(known)))}


def _toml(
    name: str, entry: str, back: Callable[[Mapping[str, Any]], flat.Values]
) -> Callable[[Rows, tuple[str, ...]], str]:
    def write(rows: Rows, _languages: tuple[str, ...]) -> str:
        return tomls.entries(entry, (_toml_entry(name, row, back) for row in rows[name]))

    return write


def _toml_entry(
    name: str, row: Any, back: Callable[[Mapping[str, Any]], flat.Values]
) -> flat.Values:
    """The dates stand where there are any; a basis that is empty is left out."""
    found = back(_values(name, row))
    dates = {name: day for name, day in _dates(row).items() if day}
    return {key: value for key, value in {**found, **dates}.items() if key != "basis" or value}


def _ways(rows: Rows, _languages: tuple[str, ...]) -> str:
    lines = [_way(row) for row in rows["ways"]]
    more = tuple(column for column in WAY_OPTIONAL if any(line[column] for line in lines))
    return _csv((*WAY_COLUMNS, *more), lines) if lines else ""


def _way(row: WayPeriod) -> dict[str, Any]:
    link, far = row.settings.get("link") or {}, row.settings.get("open311") or {}
    linked = bool(link.get("mails")) or row.way == WayOfWorking.LINK
    return {
        "unit": row.code,
        "way": row.way,
        **_dates(row),
        "link_mails": "|".join(link.get("mails", ())),
        "link_when": link.get("when", "") if linked else "",
        "link_hour": link.get("hour", "") if linked else "",
        "open311_endpoint": far.get("endpoint", ""),
        "open311_jurisdiction": far.get("jurisdiction", ""),
        "phone_number": (row.settings.get("phone") or {}).get("number", ""),
        **_more_of_open311(far if far.get("endpoint") else {}),
    }


def _more_of_open311(far: Mapping[str, Any]) -> dict[str, Any]:
    pairs = {
        f"open311_{part}": "|".join(f"{ours}={theirs}" for ours, theirs in found.items())
        for part in ("services", "states")
        if (found := far.get(part) or {}) is not None
    }
    return {
        "open311_photos": far.get("photos", ""),
        "open311_personal": "|".join(far.get("personal", ())),
        "open311_poll_minutes": far.get("poll_minutes", ""),
        **pairs,
    }


_OWN: Mapping[str, Callable[[Rows, tuple[str, ...]], str]] = {
    "city.toml": _city,
    "calendars.toml": _toml("calendars", "calendar", flat.as_calendar),
    "units.csv": _table("units", _unit_columns),
    "ways.csv": _ways,
    "helplines.csv": _table("helplines", _helpline_columns, always=False),
    "stages.csv": _table("stages", lambda _l: ("unit", "channel", "function", "duty", *_DATES)),
    "groups.csv": _table(
        "groups", lambda each: ("kind", "code", *named("name", each), "order"), always=False
    ),
    "categories.csv": _table("categories", _category_columns),
    "words.csv": _table("words", lambda _l: ("category", "language", "words", "examples")),
    "questions.csv": _table("questions", _question_columns),
    "question_values.csv": _answers,
    "rules.toml": _toml("rules", "rule", flat.as_rule),
    "danger.toml": _toml("dangers", "danger", flat.as_danger),
}


def _own() -> Mapping[str, Callable[[Rows, tuple[str, ...]], str]]:
    others = {
        one.file: _toml(one.name, one.entry, TABLES[one.name].record) for one in more_tables()
    }
    return {**_OWN, **others}
