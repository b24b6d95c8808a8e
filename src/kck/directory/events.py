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
