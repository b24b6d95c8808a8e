"""When to try again, and when the far end is dead: plain Python."""

import random
from datetime import datetime, timedelta

# after which failure how long to wait; after the last one the delivery is given up
BACKOFF = tuple(
    timedelta(seconds=seconds)
    for seconds in (15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 24 * 3600)
)
LONGEST_RETRY_AFTER = timedelta(hours=1)

# so many failures in a row over so long, and the far end is taken for dead
FAILURES_TO_REST = 8
FAILING_TO_REST = timedelta(minutes=2)
_FIRST_REST = timedelta(minutes=1)
_LONGEST_REST = timedelta(minutes=10)


def retry_in(attempts: int, *, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after so many failed attempts, give or take a fifth; None: give up.

    `asked` is what the far end said (Retry-After); it is believed up to an hour.
    """
    if attempts > len(BACKOFF):
        return None
    wait = BACKOFF[attempts - 1]
    if asked is not None:
        wait = max(wait, min(asked, LONGEST_RETRY_AFTER))
    return _about(wait)


def rests(failures: int, failing_since: datetime, now: datetime) -> bool:
    """Whether the far end is left alone for a while."""
    return failures >= FAILURES_TO_REST and now - failing_since >= FAILING_TO_REST


def rest_for(probes: int) -> timedelta:
    """How long to leave it alone after so many probes in vain: one minute, two, four, up to ten."""
    return _about(min(_FIRST_REST * 2 ** min(probes, 10), _LONGEST_REST))


def _about(wait: timedelta) -> timedelta:
    return wait * random.uniform(0.8, 1.2)  # noqa: S311
