"""Rows as flat values, named like the columns of their files, and back to what a reader takes.

Values are texts, lists of texts, or (answers of a question) lists of small tables: what a form
holds, what a set of changes keeps as JSON, and what a file says.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from kck.directory.loading.city import WEEK, all_languages
from kck.directory.models import (
    Calendar,
    Category,
    CategoryGroup,
    CategoryWords,
    Danger,
    Helpline,
    Question,
    RoutingRule,
    Stage,
    Unit,
)

Values = dict[str, Any]
CONDITION_LISTS = ("districts", "areas", "owner", "priority")


def by_language(prefix: str, names: Mapping[str, Any]) -> Values:
    """`name_pl`, `name_en`, …"""
    return {f"{prefix}_{language}": names.get(language, "") for language in all_languages()}


def gathered(prefix: str, flat: Mapping[str, Any]) -> dict[str, Any]:
    """The other way; a language without words is left out."""
    found = {language: flat.get(f"{prefix}_{language}") for language in all_languages()}
    return {language: words for language, words in found.items() if words}


def number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def yes_no(value: bool) -> str:
    return "yes" if value else "no"


def of_unit(row: Unit) -> Values:
    return {
        "code": row.code,
        **by_language("name", row.names),
        "kind": row.kind,
        **by_language("responsible_for", row.responsible_for),
        "phone": row.phone,
        "contact": row.contact,
        "dispatcher_24h": yes_no(row.dispatcher_24h),
        "way_of_working": row.way_of_working,
        "calendar": row.calendar,
        "base": row.base,
        "successor": row.successor,
        "basis": row.basis,
    }


def of_helpline(row: Helpline) -> Values:
    return {
        "code": row.code,
        "number": row.number,
        **by_language("name", row.names),
        "hours": row.hours,
        "sms": row.sms,
        **by_language("deaf", row.deaf),
        "unit": row.unit,
        "basis": row.basis,
    }


def of_stage(row: Stage) -> Values:
    return {
        "unit": row.unit,
        "channel": row.channel,
        "function": row.function,
        "duty": list(row.duty),
    }


def of_group(row: CategoryGroup) -> Values:
    return {
        "kind": row.kind,
        "code": row.code,
        **by_language("name", row.names),
        "order": str(row.order),
    }


def of_category(row: Category) -> Values:
    return {
        "code": row.code,
        "group": row.group,
        **by_language("name", row.names),
        "kind": row.kind,
        "public_group": row.public_group,
        "unit": row.unit,
        "second_unit": row.second_unit,
        "night_unit": row.night_unit,
        "priority": row.priority,
        "takeover_wh": number(row.takeover_wh),
        "target_amount": number(row.target_amount),
        "target_unit": row.target_unit,
        "target_result": row.target_result,
        "then_amount": number(row.then_amount),
        "then_unit": row.then_unit,
        "then_result": row.then_result,
        "public": row.public,
        "redirect": list(row.redirect),
        "season": row.season,
        "duplicate_radius_m": number(row.duplicate_radius_m),
        "duplicate_days": number(row.duplicate_days),
        "evidence": row.evidence,
        "note": row.note,
        "successor": row.successor,
        "basis": row.basis,
    }


def of_words(row: CategoryWords) -> Values:
    return {
        "category": row.category,
        "language": row.language,
        "words": list(row.words),
        "examples": list(row.examples),
    }


def of_question(row: Question) -> Values:
    return {
        "category": row.category,
        "code": row.code,
        "order": str(row.order),
        "datatype": row.datatype,
        "required": yes_no(row.required),
        **by_language("text", row.texts),
        **by_language("hint", row.hints),
        "values": [
            {"key": value["key"], **by_language("name", value["names"])} for value in row.values
        ],
    }


def of_rule(row: RoutingRule) -> Values:
    when = row.when
    spoken_of = {True: "yes", False: "no", None: ""}
    return {
        "code": row.code,
        "order": str(row.order),
        "categories": list(row.categories),
        "unit": row.unit,
        **by_language("because", row.because),
        **{f"when_{name}": list(when.get(name, ())) for name in CONDITION_LISTS},
        "when_season": when.get("season", ""),
        "when_hours": when.get("hours", ""),
        "when_out_of_hours": spoken_of[when.get("out_of_hours")],
        "basis": row.basis,
    }


def of_calendar(row: Calendar) -> Values:
    return {
        "code": row.code,
        **by_language("name", row.names),
        "holidays": row.holidays,
        **{f"hours_{day}": row.hours.get(day, "") for day in WEEK},
        "closed": list(row.closed),
        "open": list(row.open),
    }


def of_danger(row: Danger) -> Values:
    return {
        "code": row.code,
        "number": list(row.helplines),
        "hours": [f"{code} {hours}" for code, hours in row.hours.items()],
        "category": row.category,
        "tell": list(row.tell),
        **{f"words_{one}": list(row.words.get(one, ())) for one in all_languages()},
        **{f"except_{one}": list(row.lookalikes.get(one, ())) for one in all_languages()},
        **by_language("calm", row.calm),
    }


# -- back: what a reader of the file takes ---------------------------------------------------


def as_cells(flat: Mapping[str, Any]) -> Values:
    """A line of a table: lists are joined, small tables are left to their own file."""
    return {
        name: "|".join(value) if isinstance(value, list) else value
        for name, value in flat.items()
        if name != "values"
    }


def as_rule(flat: Mapping[str, Any]) -> Values:
    return {
        "code": flat["code"],
        "order": _whole(flat["order"]),
        "categories": flat["categories"],
        "unit": flat["unit"],
        "because": gathered("because", flat),
        "when": dict(_conditions(flat)),
        "basis": flat["basis"],
    }


def _conditions(flat: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """In the order in which the files write them, and only those that are filled in."""
    for name in ("districts", "areas", "owner"):
        if flat[f"when_{name}"]:
            yield name, flat[f"when_{name}"]
    for name in ("season", "hours"):
        if flat[f"when_{name}"]:
            yield name, flat[f"when_{name}"]
    if flat["when_out_of_hours"]:
        yield "out_of_hours", flat["when_out_of_hours"] == "yes"
    if flat["when_priority"]:
        yield "priority", flat["when_priority"]


def _whole(raw: str) -> Any:
    return int(raw) if raw.isdecimal() else raw


def as_calendar(flat: Mapping[str, Any]) -> Values:
    return {
        "code": flat["code"],
        "holidays": flat["holidays"],
        "closed": flat["closed"],
        "open": flat["open"],
        "name": gathered("name", flat),
        "hours": {day: flat[f"hours_{day}"] for day in WEEK if flat[f"hours_{day}"]},
    }


def _hours_of(lines: Iterable[str]) -> Values:
    """A line is a number's code and its hours."""
    return {code: hours.strip() for code, _space, hours in (one.partition(" ") for one in lines)}


def as_danger(flat: Mapping[str, Any]) -> Values:
    return {
        "code": flat["code"],
        "number": flat["number"],
        **({"hours": _hours_of(flat["hours"])} if flat["hours"] else {}),
        "category": flat["category"],
        "tell": flat["tell"],
        "words": gathered("words", flat),
        "except": gathered("except", flat),
        "calm": gathered("calm", flat),
    }
