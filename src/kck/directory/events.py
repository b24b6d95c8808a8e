"""Facts about the configuration."""

from dataclasses import dataclass
from typing import ClassVar

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class WayChanged(Event):
    """Somebody decided how a unit works from a day on; its code, the way, days as ISO or ""."""

    name: ClassVar[str] = "directory.way_changed"

    unit: str
    way: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, kw_only=True)
class DirectoryLoaded(Event):
    """Files were brought into the database; how many rows came, changed and ended."""

    name: ClassVar[str] = "directory.directory_loaded"

    version: int
    hash: str
    added: int
    changed: int
    ended: int


@dataclass(frozen=True, kw_only=True)
class ChangesEvent(Event):
    change_set_id: int


@dataclass(frozen=True, kw_only=True)
class ThingEdited(ChangesEvent):
    """In a draft; nothing is in force of it yet."""

    name: ClassVar[str] = "directory.thing_edited"

    table: str
    identity: str


@dataclass(frozen=True, kw_only=True)
class EditDropped(ChangesEvent):
    name: ClassVar[str] = "directory.edit_dropped"

    table: str
    identity: str


@dataclass(frozen=True, kw_only=True)
class ChangesPlanned(ChangesEvent):
    """Decided: from that day on it is so."""

    name: ClassVar[str] = "directory.changes_planned"

    valid_from: str
    edits: int


@dataclass(frozen=True, kw_only=True)
class ChangesTookEffect(ChangesEvent):
    """The day has come; whoever keeps what must follow (open cases) moves it now."""

    name: ClassVar[str] = "directory.changes_took_effect"

    valid_from: str
    moves_cases: bool


@dataclass(frozen=True, kw_only=True)
class ChangesEnded(ChangesEvent):
    """Their last day is over: what was before them is back, and open cases follow that."""

    name: ClassVar[str] = "directory.changes_ended"

    valid_to: str
    moves_cases: bool


@dataclass(frozen=True, kw_only=True)
class ChangesUndone(ChangesEvent):
    """Before their day: as if they had never been."""

    name: ClassVar[str] = "directory.changes_undone"


@dataclass(frozen=True, kw_only=True)
class ChangesDiscarded(ChangesEvent):
    name: ClassVar[str] = "directory.changes_discarded"


@dataclass(frozen=True, kw_only=True)
class ChangesReplaced(ChangesEvent):
    """Files loaded with `replace` say otherwise."""

    name: ClassVar[str] = "directory.changes_replaced"


def changes_stream(change_set_id: int) -> str:
    """The chain of what happened to a set of changes."""
    return f"changes:{change_set_id}"
