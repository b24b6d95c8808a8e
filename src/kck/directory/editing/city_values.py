"""`city.toml` and the city's own pages as flat values, and back to what their readers take."""

from collections.abc import Mapping
from typing import Any

from kck.directory.editing.flat import Values, by_language, gathered
from kck.directory.loading.city import DAYS, WORDS_OF_CITY
from kck.directory.loading.fields import Record
from kck.directory.models import City, CityText
from kck.directory.terms import CaseKind
from kck.foundation.text import _

_FILING = ("filing_edoreczenia", "filing_epuap")


def of_city(row: City) -> Values:
    facts = row.facts
    categories = facts.get("kind_categories", {})
    return {
        **{name: facts.get(name, "") for name in WORDS_OF_CITY},
        "languages": list(facts["languages"]),
        "center": _degrees(facts["center"]),
        "bounds": _degrees(facts["bounds"]),
        **{name: str(facts[name]) for name in DAYS},
        "unknown_category": facts["unknown_category"],
        **{name: facts.get(name, "") for name in _FILING},
        **by_language("filing_paper", facts.get("filing_paper") or {}),
        **by_language("name", facts["name"]),
        **{f"kind_{kind}": categories.get(kind, "") for kind in CaseKind.values},
    }


def _degrees(found: list[float]) -> str:
    return ", ".join(repr(one) for one in found)


def as_city(flat: Mapping[str, Any]) -> Values:
    """Texts that are no numbers stay texts, so that the reader says what is wrong with them."""
    kinds = {kind: flat[f"kind_{kind}"] for kind in CaseKind.values if flat.get(f"kind_{kind}")}
    return {
        **{name: flat[name] for name in (*WORDS_OF_CITY, "languages", "unknown_category")},
        **{name: [_number(one) for one in flat[name].split(",")] for name in ("center", "bounds")},
        **{name: int(raw) if (raw := flat[name]).isdecimal() else raw for name in DAYS},
        **{name: flat[name] for name in _FILING},
        "filing_paper": gathered("filing_paper", flat),
        "name": gathered("name", flat),
        "kind_categories": kinds,
    }


def _number(raw: str) -> float | str:
    try:
        return float(raw)
    except ValueError:
        return raw


def of_page(row: CityText) -> Values:
    return {"key": row.key, "language": row.language, "title": row.title, "body": row.body}


def page_row(record: Record) -> CityText:
    title = record.text("title", required=True, longest=200)
    if "\n" in title:
        record.wrong("title", _("{field}: to musi być jeden wiersz."))
    return CityText(
        key=record.code("key"),
        language=record.choice("language", record.languages),
        title=title,
        body=_lines_as_in_files(record.text("body", longest=60_000)),
    )


def _lines_as_in_files(text: str) -> str:
    """A form sends both signs at the end of a line, a file one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
