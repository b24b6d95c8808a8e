"""The words of mails that come in."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from kck.foundation.text import _

MOST_BYTES = 60_000_000  # a larger mail is refused by the listener, and named where it is fetched
MOST_FILE_BYTES = 25_000_000
MOST_IN_AN_HOUR = 60  # of one sender; what comes beyond is put aside, and no loop goes on
TRIES = 3
KEPT_FOR = timedelta(days=90)  # of a raw mail that was read


class ReadingState(StrEnum):
    WAITING = "waiting"
    READ = "read"
    IGNORED = "ignored"  # our own mail come back, or a delivery report that is noted elsewhere
    UNREADABLE = "unreadable"
    SETTLED = "settled"  # was unreadable; a person has dealt with it

    @property
    def label(self) -> Any:
        return _LABELS[self]


_LABELS = {
    ReadingState.WAITING: _("czeka na odczytanie"),
    ReadingState.READ: _("odczytana"),
    ReadingState.IGNORED: _("pominięta"),
    ReadingState.UNREADABLE: _("nie daje się odczytać"),
    ReadingState.SETTLED: _("obejrzana przez pracownika"),
}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A raw mail that is safe now. `again`: it was here already."""

    mail_id: int
    again: bool = False


class TooLarge(ValueError):
    """A mail beyond `MOST_BYTES`."""
