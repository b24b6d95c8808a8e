"""The words of sites and objects."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kck.foundation.text import _, fold


class ObjectKind(StrEnum):
    LAMP = "lamp"
    STOP = "stop"
    PLAYGROUND = "playground"
    BIN = "bin"
    BENCH = "bench"
    TREE = "tree"
    TOILET = "toilet"
    LIFT = "lift"
    OTHER = "other"

    @property
    def label(self) -> Any:
        return KIND_LABELS[self]


KIND_LABELS = {
    ObjectKind.LAMP: _("latarnia"),
    ObjectKind.STOP: _("przystanek"),
    ObjectKind.PLAYGROUND: _("plac zabaw"),
    ObjectKind.BIN: _("kosz na śmieci"),
    ObjectKind.BENCH: _("ławka"),
    ObjectKind.TREE: _("drzewo"),
    ObjectKind.TOILET: _("toaleta"),
    ObjectKind.LIFT: _("winda"),
    ObjectKind.OTHER: _("obiekt"),
}


@dataclass(frozen=True, kw_only=True)
class SiteInfo:
    id: int
    origin: str
    note: str
    added_at: datetime


@dataclass(frozen=True, kw_only=True)
class NewObject:
    """What is known of an object before it has a code; `valid_to` is its first day without."""

    kind: ObjectKind
    category: str
    lat: float
    lon: float
    street: str
    label: str = ""
    own_number: str = ""
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class ObjectInfo(NewObject):
    id: int
    code: str

    @property
    def title(self) -> str:
        """What it is and which one; a name that says what it is needs no more."""
        kind = str(self.kind.label)
        if fold(self.label).split()[:1] == fold(kind).split()[:1]:
            return self.label
        return f"{kind.capitalize()}: {self.label}" if self.label else kind.capitalize()

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class CodeState(StrEnum):
    """What a code that somebody scanned or typed turned out to be."""

    GOOD = "good"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Looked:
    """`meant`: the code that somebody most likely wanted to type, if there is one."""

    state: CodeState
    object: ObjectInfo | None = None
    meant: ObjectInfo | None = None


@dataclass(frozen=True, kw_only=True)
class Reject:
    line: int
    reason: str
    row: str


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What came of a table; the new codes lie from `first_id` to `last_id`."""

    made: int
    changed: int
    rejects: tuple[Reject, ...]
    first_id: int = 0
    last_id: int = 0
