"""What goes to a far end, and what comes back: known to those who do not speak HTTP."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kck.channels.webhooks.terms import Trouble

TIMEOUT = 10.0  # seconds for the whole call


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A delivery that was claimed, with all that it takes to send it."""

    delivery_id: int
    subscription_id: int
    attempts: int
    lease_until: datetime
    url: str
    keys: tuple[bytes, ...]
    own_id: str
    event: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of one attempt; `trouble` is empty when the far end has it."""

    letter: Letter
    tried_at: datetime
    took_ms: int
    status: int | None = None
    trouble: Trouble | None = None
    text: str = ""
    retry_after: timedelta | None = None

    @property
    def gone(self) -> bool:
        """The far end wants nothing any more."""
        return self.status == 410
