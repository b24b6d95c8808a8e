"""The words of handing over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from kck.directory.terms import WayOfWorking
from kck.foundation.reasons import Reason
from kck.foundation.text import _

# ways that need something to be sent, or somebody to call
SENT_WAYS = frozenset({WayOfWorking.LINK, WayOfWorking.OPEN311, WayOfWorking.PHONE})


class SendingState(StrEnum):
    WAITING = "waiting"  # to be sent, or to be called
    SENDING = "sending"  # a sender holds it until its lease ends
    SENT = "sent"  # handed over; the unit has not confirmed
    ACCEPTED = "accepted"  # the far end has it under a number of its own
    FAILED = "failed"  # did not work; is tried again
    STUCK = "stuck"  # given up; a person decides
    DONE = "done"  # the task is over
    CANCELLED = "cancelled"  # the task was over before it was sent

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS = {
    SendingState.WAITING: _("czeka na wysłanie"),
    SendingState.SENDING: _("wysyłana"),
    SendingState.SENT: _("wysłana"),
    SendingState.ACCEPTED: _("przyjęta przez system jednostki"),
    SendingState.FAILED: _("nie wysłano, próbujemy dalej"),
    SendingState.STUCK: _("utknęła: trzeba pomóc"),
    SendingState.DONE: _("zakończona"),
    SendingState.CANCELLED: _("nieaktualna"),
}
OVER = frozenset({SendingState.DONE, SendingState.CANCELLED})
TO_BE_TRIED = frozenset({SendingState.WAITING, SendingState.FAILED})

# after which failure how long to wait; after the last one a person has to look
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=3),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
)
# a far end that cannot be reached at all is asked again this often, and no attempt is counted
AWAY_FOR = timedelta(minutes=2)
# trying for so long without success is as good as stuck
LONG = timedelta(hours=4)


@dataclass(frozen=True, kw_only=True)
class SendingInfo:
    """How one task reached its unit, for screens."""

    id: int
    task_id: int
    case_id: int
    case_number: str
    unit_id: int
    way: WayOfWorking
    state: SendingState
    attempts: int
    reason: Reason | None
    far_number: str
    far_state: str
    trouble: Reason | None
    made_at: datetime
    next_at: datetime | None
    sent_at: datetime | None
    accepted_at: datetime | None

    @property
    def label(self) -> Any:
        """Its state; of a telephone it is somebody's turn to call."""
        if self.way == WayOfWorking.PHONE and self.state == SendingState.WAITING:
            return _("trzeba zadzwonić")
        return self.state.label

    @property
    def may_retry(self) -> bool:
        """By hand, at once."""
        return self.way != WayOfWorking.PHONE and self.failing

    @property
    def failing(self) -> bool:
        return self.state in {SendingState.FAILED, SendingState.STUCK}

    @property
    def wrong(self) -> bool:
        """Whether somebody should look."""
        return bool(self.trouble) or self.failing
