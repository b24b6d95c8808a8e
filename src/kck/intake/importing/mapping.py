"""How the columns of another system become ours: small TOML files an administrator can write.

Shipped mappings lie in `mappings/`; `docs/runbooks/import.md` describes the format.
"""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kck.cases.terms import IMPORTED_STATES, CaseState, Outcome
from kck.directory.terms import CaseKind
from kck.foundation.text import _
from kck.places.importing.report import CannotImport
from kck.places.projections import SYSTEMS

_SHIPPED = Path(__file__).parent / "mappings"
FIELDS = (
    "id",
    "opened",
    "closed",
    "updated",
    "type",
    "text",
    "address",
    "lat",
    "lon",
    "agency",
    "state",
    "channel",
    "kind",
    "outcome",
    "private",
    "point",
    "words",
    "answers",
    "name",
    "email",
    "phone",
    "contact_address",
    "consents",
)
FORMATS = ("csv", "json", "lines", "open311")
_GIVEN = ("1", "true", "t", "yes", "y", "tak", "on", "x")
# columns whose texts are put together with a space, then one column or one such group after another
Columns = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class CaseMapping:
    """`columns` names, for each of our fields, the columns whose texts make it up."""

    name: str
    source: str
    columns: Mapping[str, Columns]
    formats: tuple[str, ...] = ("csv",)  # of csv and another, the file's first character decides
    delimiter: str = ","  # empty: the one that the header has most of
    crs: str = "4326"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Warsaw"))
    dates: tuple[str, ...] = ()  # strptime forms; ISO 8601 is always understood
    category: str = ""  # ours, for what `categories` does not name; empty: the catch-all
    categories: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    our_categories: bool = False  # what `type` says may be one of our codes
    closed_states: frozenset[str] = frozenset()
    open_states: frozenset[str] = frozenset()  # when given, a state in neither list is a bad row
    states: Mapping[str, CaseState] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ("opened",)
    unique_ids: bool = False  # an id that comes twice in a file is not a report's own
    disarmed: bool = False  # a table of ours: see `formulas`
    nobody: frozenset[str] = frozenset()  # names that stand for no name
    consents: Mapping[str, Columns] = field(default_factory=dict)  # purpose -> columns
    given: frozenset[str] = frozenset(_GIVEN)  # words that mean yes


def shipped_names() -> list[str]:
    return sorted(shipped.stem for shipped in _SHIPPED.glob("*.toml"))


def find_mapping(name: str) -> CaseMapping:
    """A shipped mapping by its name, or one's own by its path."""
    path = Path(name) if name.endswith(".toml") else _SHIPPED / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(shipped_names())
        raise CannotImport(
            str(_("Nie ma odwzorowania „{name}”. Są: {known}; albo podaj plik .toml.")).format(
                name=name, known=known
            )
        )
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CannotImport(f"{path.name}: {error}") from error
    return _mapping(path.stem, raw)


def _mapping(name: str, raw: Mapping[str, Any]) -> CaseMapping:
    columns = {key: _columns(value) for key, value in raw.get("columns", {}).items()}
    states = {key.lower(): value for key, value in raw.get("states", {}).items()}
    formats = _several(raw.get("format", "csv"))
    crs = str(raw.get("crs", "4326"))
    _check(name, "[columns]", columns, FIELDS)
    _check(name, "[outcomes]", raw.get("outcomes", {}).values(), list(Outcome))
    _check(name, "[kinds]", raw.get("kinds", {}).values(), CaseKind.values)
    _check(name, "[states]", states.values(), IMPORTED_STATES)
    _check(name, "format =", formats, FORMATS)
    _check(name, "crs =", [crs], tuple(SYSTEMS))
    return CaseMapping(
        name=name,
        source=str(raw.get("source", name)),
        columns=columns,
        formats=formats,
        delimiter=str(raw.get("delimiter", ",")),
        crs=crs,
        zone=ZoneInfo(raw.get("zone", "Europe/Warsaw")),
        dates=_several(raw.get("dates", ())),
        category=str(raw.get("category", "")),
        categories=dict(raw.get("categories", {})),
        kinds=dict(raw.get("kinds", {})),
        our_categories=bool(raw.get("our_categories", False)),
        closed_states=_words(raw.get("closed", ())),
        open_states=_words(raw.get("open", ())),
        states={key: CaseState(value) for key, value in states.items()},
        outcomes={key.lower(): value for key, value in raw.get("outcomes", {}).items()},
        required=_several(raw.get("required", ("opened",))),
        unique_ids=bool(raw.get("unique_ids", False)),
        disarmed=bool(raw.get("disarmed", False)),
        nobody=_words(raw.get("nobody", ())),
        consents={key: _columns(value) for key, value in raw.get("consents", {}).items()},
        given=_words(raw.get("given", _GIVEN)),
    )


def _check(name: str, where: str, words: Iterable[str], known: Collection[str]) -> None:
    if unknown := set(words) - set(known):
        raise CannotImport(
            f"{name}.toml: {where} {', '.join(sorted(unknown))}? ({', '.join(known)})"
        )


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)


def _columns(value: Any) -> Columns:
    return tuple(_several(one) for one in ([value] if isinstance(value, str) else value))


def _words(value: Any) -> frozenset[str]:
    return frozenset(word.lower() for word in _several(value))
