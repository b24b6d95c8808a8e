"""What an answer of a far end makes of a delivery."""

from collections.abc import Sequence
from datetime import timedelta

from kck.foundation import clock
from kck.messaging.claiming import Held, Result, mark
from kck.messaging.commands.suppressing import suppress_gone
from kck.messaging.ports import NotDelivered
from kck.messaging.rules import retry_in
from kck.messaging.terms import DeliveryState, Reason

AWAY_FOR = timedelta(minutes=2)
MARK_AFTER_SECONDS = 1.0
HOLD_SECONDS = 120.0  # hand nothing over that late in a lease: one delivery may take a minute
_LONGEST_REASON = 300


def settle(results: Sequence[Result]) -> int:
    """Mark them; where nothing arrives any more, nothing more is sent. How many were sent."""
    sent = mark(results)
    suppress_gone([result for result in results if result.gone])
    return sent


def forgotten(delivery: Held) -> Result:
    return Result(
        delivery=delivery, state=DeliveryState.SUPPRESSED, reason=Reason.FORGOTTEN, counts=False
    )


def refused_as(delivery: Held, refused: NotDelivered) -> Result:
    """Tried again later, given up, or in doubt."""
    reason = refused.reason.replace(delivery.address, "…")[:_LONGEST_REASON]
    if refused.unknown:
        return _in_doubt(delivery, reason)
    wait = None if refused.for_good else retry_in(delivery.attempts + 1)
    return Result(
        delivery=delivery,
        state=DeliveryState.QUEUED if wait else DeliveryState.FAILED,
        reason=reason,
        next_try_at=clock.real_now() + wait if wait else None,
        gone=refused.gone,
    )


def _in_doubt(delivery: Held, reason: str) -> Result:
    """The far end may have it: a single one once more with the same Message-ID, then it is left.

    One of many is left at once: nobody gets what was sent to everybody twice.
    """
    once_more = delivery.doubts == 0 and delivery.mailing_id is None
    return Result(
        delivery=delivery,
        state=DeliveryState.UNKNOWN,
        reason=reason,
        next_try_at=clock.real_now() + timedelta(minutes=1) if once_more else None,
        doubtful=True,
    )
