"""Until when something must be answered, and since when something is no longer kept."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

ANSWER_MONTHS = 1
MORE_MONTHS = 2  # art. 12(3): when it is hard or there are many


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def answer_by(received: date, *, longer: bool = False) -> date:
    return months_later(received, ANSWER_MONTHS + (MORE_MONTHS if longer else 0))


def closed_before(now: datetime, years: int, zone: ZoneInfo) -> datetime:
    """What was closed before this moment has been kept long enough.

    Years of a class run from 1 January of the year after the case was closed.
    """
    return datetime(now.astimezone(zone).year - years, 1, 1, tzinfo=zone)


def kept_until(closed_at: datetime, years: int, zone: ZoneInfo) -> date:
    return date(closed_at.astimezone(zone).year + 1 + years, 1, 1)
