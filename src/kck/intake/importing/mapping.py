"""How the columns of another system become ours: small TOML files an administrator can write.

Shipped mappings lie in `mappings/`; `docs/runbooks/import.md` describes the format.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kck.cases.terms import Outcome
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
)


@dataclass(frozen=True, kw_only=True)
class CaseMapping:
    """`columns` names, for each of our fields, the columns whose texts make it up."""

    name: str
    source: str
    columns: Mapping[str, tuple[str, ...]]
    format: str = "csv"  # csv, or open311 (JSON or XML)
    delimiter: str = ","
    crs: str = "4326"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Warsaw"))
    dates: tuple[str, ...] = ()  # strptime forms; ISO 8601 is always understood
    category: str = ""  # ours, for what `categories` does not name; empty: the catch-all
    categories: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    closed_states: frozenset[str] = frozenset()
    outcomes: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ("opened",)


def find_mapping(name: str) -> CaseMapping:
    """A shipped mapping by its name, or one's own by its path."""
    path = Path(name) if name.endswith(".toml") else _SHIPPED / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(shipped.stem for shipped in _SHIPPED.glob("*.toml")))
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
    columns = {key: _several(value) for key, value in raw.get("columns", {}).items()}
    if unknown := set(columns) - set(FIELDS):
        raise CannotImport(
            f"{name}.toml: [columns] {', '.join(sorted(unknown))}? ({', '.join(FIELDS)})"
        )
    if unknown := set(raw.get("outcomes", {}).values()) - set(Outcome):
        raise CannotImport(
            f"{name}.toml: [outcomes] {', '.join(sorted(unknown))}? ({', '.join(Outcome)})"
        )
    if unknown := set(raw.get("kinds", {}).values()) - set(CaseKind.values):
        raise CannotImport(
            f"{name}.toml: [kinds] {', '.join(sorted(unknown))}? ({', '.join(CaseKind.values)})"
        )
    crs = str(raw.get("crs", "4326"))
    if crs not in SYSTEMS:
        raise CannotImport(f"{name}.toml: crs = {crs}? ({', '.join(SYSTEMS)})")
    return CaseMapping(
        name=name,
        source=str(raw.get("source", name)),
        columns=columns,
        format=str(raw.get("format", "csv")),
        delimiter=str(raw.get("delimiter", ",")),
        crs=crs,
        zone=ZoneInfo(raw.get("zone", "Europe/Warsaw")),
        dates=_several(raw.get("dates", ())),
        category=str(raw.get("category", "")),
        categories=dict(raw.get("categories", {})),
        kinds=dict(raw.get("kinds", {})),
        closed_states=frozenset(state.lower() for state in _several(raw.get("closed", ()))),
        outcomes={key.lower(): value for key, value in raw.get("outcomes", {}).items()},
        required=_several(raw.get("required", ("opened",))),
    )


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)
