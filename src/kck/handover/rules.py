"""When to try again, and what follows from an attempt. Plain Python."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from kck.handover.ports import Result
from kck.handover.terms import AWAY_FOR, BACKOFF, SendingState


@dataclass(frozen=True, kw_only=True)
class Next:
    """Where a sending stands after an attempt."""

    state: SendingState
    next_at: datetime | None
    attempts: int


def retry_in(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts, give or take a fifth; None: give up."""
    if attempts > len(BACKOFF):
        return None
    return BACKOFF[attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311


def after_attempt(result: Result, attempts: int, now: datetime) -> Next:
    """`attempts` were counted before this one."""
    if result.arrived:
        state = SendingState.ACCEPTED if result.far_number else SendingState.SENT
        return Next(state=state, next_at=None, attempts=attempts + 1)
    if result.later is not None:
        return Next(state=SendingState.WAITING, next_at=result.later, attempts=attempts)
    if result.away:
        later = now + AWAY_FOR * random.uniform(0.8, 1.2)  # noqa: S311
        return Next(state=SendingState.FAILED, next_at=later, attempts=attempts)
    wait = None if result.for_good else retry_in(attempts + 1)
    return Next(
        state=SendingState.FAILED if wait else SendingState.STUCK,
        next_at=now + wait if wait else None,
        attempts=attempts + 1,
    )
