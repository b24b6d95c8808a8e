"""Facts about handing over. Ids and codes only."""

from dataclasses import dataclass
from typing import ClassVar

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class SendingEvent(Event):
    sending_id: int
    case_id: int
    unit_id: int
    way: str


@dataclass(frozen=True, kw_only=True)
class SendingAccepted(SendingEvent):
    """The far end has the case, under a number of its own."""

    name: ClassVar[str] = "handover.sending_accepted"


@dataclass(frozen=True, kw_only=True)
class SendingStuck(SendingEvent):
    """It was given up: a person has to look."""

    name: ClassVar[str] = "handover.sending_stuck"


@dataclass(frozen=True, kw_only=True)
class SendingRetried(SendingEvent):
    """Somebody asked to try again."""

    name: ClassVar[str] = "handover.sending_retried"


@dataclass(frozen=True, kw_only=True)
class SendingTroubled(SendingEvent):
    """The far end said something that we cannot follow; nothing was changed."""

    name: ClassVar[str] = "handover.sending_troubled"
