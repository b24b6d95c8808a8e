"""When something that comes late from a phone was really done."""

from datetime import datetime, timedelta

# a shift and its evening; what is older was not forgotten in a cellar
OLDEST = timedelta(hours=16)


def done_at(age: str, *, last: datetime, now: datetime) -> datetime:
    """`age` in seconds as the phone measured it; never before the case's last event.

    An age, not a moment: the clocks of phones are wrong, the time between two looks at one is not.
    """
    seconds = int(age) if age.isdecimal() and len(age) < 9 else 0
    waited = min(timedelta(seconds=seconds), OLDEST)
    return min(max(now - waited, last), now)
