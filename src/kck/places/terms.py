"""The words of places: what a point is in, what a search suggests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from kck.foundation.text import _, localized

AreaKind = Literal["city", "district", "owner", "estate", "neighbour"]
AREA_KINDS: tuple[AreaKind, ...] = ("city", "district", "owner", "estate", "neighbour")
SuggestionKind = Literal["address", "street", "stop", "landmark", "district"]
OWNERS = ("road-lane", "green", "park", "council-building", "private", "state", "railway", "water")
"""Of land: what routing rules speak of."""
Bounds = tuple[float, float, float, float]
"""South, west, north, east."""

Register = Literal["streets", "addresses", "stops", "areas"]
REGISTERS: tuple[Register, ...] = ("streets", "addresses", "stops", "areas")


REGISTERS_TOPIC = "registers"
"""What pages of registers listen to."""


class Every(StrEnum):
    """How often a register is fetched."""

    NEVER = "never"  # only by hand
    DAY = "day"
    WEEK = "week"


class RunState(StrEnum):
    """How one import of a register ended."""

    RUNNING = "running"
    CHECKED = "checked"  # only compared: nothing was changed
    SAME = "same"
    APPLIED = "applied"
    STOPPED = "stopped"  # more would vanish than may without being asked
    FAILED = "failed"
    UNDONE = "undone"

    @property
    def label(self) -> Any:
        return _RUN_STATES[self]


_RUN_STATES = {
    RunState.RUNNING: _("trwa"),
    RunState.CHECKED: _("tylko porównano"),
    RunState.SAME: _("bez zmian w pliku"),
    RunState.APPLIED: _("wczytano"),
    RunState.STOPPED: _("zatrzymano"),
    RunState.FAILED: _("nie udało się"),
    RunState.UNDONE: _("cofnięto"),
}


@dataclass(frozen=True, kw_only=True)
class AreaInfo:
    """A named piece of the city; lat and lon are a point that surely lies in it."""

    kind: str
    code: str
    names: Mapping[str, str]
    lat: float
    lon: float
    props: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return localized(self.names)


@dataclass(frozen=True, kw_only=True)
class Located:
    """What a point lies in; `areas` are all of them, the smallest first."""

    inside: bool
    district: AreaInfo | None = None
    areas: tuple[AreaInfo, ...] = ()
    owner: str = ""
    owner_unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One line of the address search; `value` is what to write into the field when it is chosen."""

    label: str
    detail: str
    kind: SuggestionKind
    value: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceName:
    """An entry of a register as a name: `base` as the register writes it, prefix included."""

    kind: Literal["street", "stop", "landmark", "district"]
    id: int
    base: str
    name: str  # without the prefix
    prefix: str = ""
    aliases: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, kw_only=True)
class Query:
    """A search split into what it names and which house; `typed` are all its words, number too."""

    words: tuple[str, ...] = ()
    prefix: str = ""
    number: str = ""
    flat: str = ""
    typed: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(self.words)
