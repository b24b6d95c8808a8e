"""The words of saved views and of runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from kck.foundation.text import _

MOST_VIEWS = 30
MOST_CASES = 5000
UNDO_FOR = timedelta(seconds=60)
# so long may a thousandth of a large run take; messages of its first cases wait for its last
AN_ITEM = timedelta(milliseconds=40)


class NotSaved(ValueError):
    """A view cannot be kept so; the message says why."""


class NotRun(ValueError):
    """A run cannot be made, begun or taken back; the message says why."""


class RunState(StrEnum):
    DRAFT = "draft"  # previewed, nothing happened
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"

    @property
    def label(self) -> Any:
        return RUN_LABELS[self]


RUN_LABELS = {
    RunState.DRAFT: _("podgląd"),
    RunState.RUNNING: _("trwa"),
    RunState.DONE: _("gotowe"),
    RunState.UNDOING: _("cofanie trwa"),
    RunState.UNDONE: _("cofnięte"),
    RunState.DROPPED: _("porzucone"),
}


class ItemState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"  # the preview or the deed itself said no
    UNDONE = "undone"
    KEPT = "kept"  # too late to take it back


@dataclass(frozen=True, kw_only=True)
class SavedInfo:
    """A saved view as its user sees it. `filters` is what `cases.queries.filters.read` takes."""

    id: int
    name: str
    base: str
    filters: Mapping[str, str]
    person_id: int | None
    unit_id: int | None
    own: bool
    position: int


@dataclass(frozen=True, kw_only=True)
class RunInfo:
    """A run with how far it has come."""

    id: int
    action: str
    data: Mapping[str, Any]
    state: RunState
    view: str  # the address it was started from
    created_at: datetime
    finished_at: datetime | None
    undo_until: datetime | None
    counts: Mapping[ItemState, int] = field(default_factory=dict)

    def number(self, *states: ItemState) -> int:
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def settled(self) -> int:
        """Of those that the preview let through."""
        return self.number(ItemState.DONE, ItemState.UNDONE, ItemState.KEPT)
