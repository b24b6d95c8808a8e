"""How much a case says unasked: which letters wait for others, and how many there may be.

Received, a question, done, closed: four, and each leaves at once. Whatever else happens waits half
an hour, is told together, and only while two letters are left for the end of the case; after that
it stands on the page of the case. Somebody with many open cases hears of such things once a day.
Formal matters and dangers are told at once: there a law or somebody's safety asks for it.
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta, tzinfo

from kck.directory.terms import FORMAL_KINDS

MOST_UNASKED = 4
_LEFT_FOR_THE_END = 2
MANY_CASES = 5  # from more than so many open ones on, once a day
_DAILY_AT = time(17, 0)
NEWS = frozenset(
    {
        "cases.forwarded",
        "cases.recategorised",
        "cases.scheduled",
        "cases.waiting_ended",
        "cases.reopened",
        "cases.unmerged",
    }
)
UNASKED = NEWS | {
    "cases.acknowledged",
    "cases.asked",
    "cases.done",
    "cases.closed",
    "cases.closed_outright",
    "cases.news",
}
# what comes of it makes older news pointless
ENDS = frozenset(
    {
        "cases.done",
        "cases.closed",
        "cases.closed_outright",
        "cases.confirmed",
        "cases.disputed",
        "cases.merged",
    }
)


def waits(key: str, kind: str, danger: str) -> bool:
    """Whether this letter is one that others may join."""
    return key in NEWS and kind not in FORMAL_KINDS and not danger


def may_tell(sent: Collection[str]) -> bool:
    """Whether one more letter leaves enough of the four for done and closed."""
    unasked = sum(key in UNASKED for key in sent)
    return unasked < MOST_UNASKED - _LEFT_FOR_THE_END


def next_daily(at: datetime, zone: tzinfo) -> datetime:
    """The next letter of the day."""
    local = at.astimezone(zone)
    today = datetime.combine(local.date(), _DAILY_AT, zone)
    if today > local:
        return today
    return datetime.combine(local.date() + timedelta(days=1), _DAILY_AT, zone)
