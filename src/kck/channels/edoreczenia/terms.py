"""The words of electronic deliveries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from kck.foundation.reasons import Reason
from kck.foundation.text import _

IN, TAKEN, ASIDE, OUT, PROOFS = "in", "taken", "aside", "out", "proofs"
METADATA = "metadata.json"

MOST_FILES = 100
MOST_BYTES = 50_000_000  # one file
MOST_IN_ALL = 300_000_000
MOST_METADATA = 1_000_000
SETTLED = timedelta(seconds=60)  # what is younger and incomplete may still be written to
MOST_IN_FUTURE = timedelta(minutes=10)
OLDEST = timedelta(days=366)


class LetterState(StrEnum):
    WAITING = "waiting"
    LAID_OUT = "laid-out"  # in the folder; the operator has not confirmed it
    SENT = "sent"  # proof of sending
    RECEIVED = "received"  # proof of receipt
    REJECTED = "rejected"  # the operator could not deliver it
    STUCK = "stuck"

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS = {
    LetterState.WAITING: _("czeka na wyłożenie"),
    LetterState.LAID_OUT: _("wyłożony w folderze"),
    LetterState.SENT: _("wysłany, jest dowód nadania"),
    LetterState.RECEIVED: _("doręczony, jest dowód otrzymania"),
    LetterState.REJECTED: _("niedoręczony"),
    LetterState.STUCK: _("nie udało się wyłożyć"),
}
# a proof moves a letter on, never back
ORDER = (
    LetterState.WAITING,
    LetterState.STUCK,
    LetterState.LAID_OUT,
    LetterState.SENT,
    LetterState.REJECTED,
    LetterState.RECEIVED,
)


class Broken(ValueError):
    """What lies in the folder cannot be taken as a delivery; `str()` is a sentence for people."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.why = why


class NotYet(Exception):
    """It may still be written to."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file of a delivery. `refused` says why it is not kept here."""

    name: str
    media_type: str
    data: bytes
    proof: bool = False
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """One delivery as it was understood. `received_at` is what its proof of receipt says."""

    far_id: str
    digest: str
    sender: str  # address for deliveries
    sender_name: str
    recipient: str
    subject: str
    text: str
    received_at: datetime
    kind: str = ""
    about: str = ""  # number of a case
    parts: tuple[Part, ...] = ()
