"""The words of the records system."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from kck.foundation.reasons import Reason
from kck.foundation.text import _


class PackageState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    RECEIVED = "received"  # the records system gave it a number
    STUCK = "stuck"  # a person must look

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS = {
    PackageState.WAITING: _("czeka na wysłanie"),
    PackageState.SENDING: _("wysyłana"),
    PackageState.SENT: _("wysłana, czeka na potwierdzenie"),
    PackageState.RECEIVED: _("przyjęta w EZD"),
    PackageState.STUCK: _("nie udało się wysłać"),
}
# from these it may go out again, always under the same identifier
UNSENT = frozenset({PackageState.WAITING, PackageState.SENDING, PackageState.STUCK})


class Automatic(StrEnum):
    """When a package leaves without anybody asking (KCK_EZD_AUTOMATIC)."""

    NO = "no"
    FORMAL = "formal"  # as soon as a case is formal
    CLOSED = "closed"  # when a formal case is closed, with all its answers


# after which failure how long to wait; after the last one a person must look
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
    timedelta(hours=12),
    timedelta(hours=24),
)
LEASE = timedelta(minutes=10)


class NotSent(Exception):
    """The far end did not take it. `for_good`: no attempt makes sense before somebody acts."""

    def __init__(self, why: Reason, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.for_good = for_good


class WrongReceipt(ValueError):
    """What was typed or read is no receipt of this package; `str()` is a sentence for people."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.why = why


class NotFormal(ValueError):
    """Only formal cases go to the records system."""


class NotConfigured(ValueError):
    """No records system is named in the settings."""
