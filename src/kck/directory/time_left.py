"""How much is left until a deadline, or how long ago it was: in time in which somebody works."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kck.directory.info import CalendarInfo
from kck.directory.rules import MIDNIGHT, working_time_between

_MINUTE = timedelta(minutes=1)
_A_DAY = timedelta(hours=24)
# further away nobody counts hours, and counting would take as long as the deadline is far
_FAR = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class TimeLeft:
    """Working days, hours and minutes; `late`: since the deadline. All zero: outside of work."""

    days: int = 0
    hours: int = 0
    minutes: int = 0
    late: bool = False

    @property
    def nothing(self) -> bool:
        return not (self.days or self.hours or self.minutes)


def time_left(due: datetime, now: datetime, calendar: CalendarInfo) -> TimeLeft:
    """By the unit's calendar; a working day is as long as its days usually are."""
    late = due < now
    first, last = (due, now) if late else (now, due)
    worked = working_time_between(first, min(last, first + _FAR), calendar)
    day = day_length(calendar)
    days, rest = divmod(worked, day)
    minutes = int(rest / _MINUTE)
    return TimeLeft(days=days, hours=minutes // 60, minutes=minutes % 60, late=late)


def day_length(calendar: CalendarInfo) -> timedelta:
    """Of the first weekday on which it is open; of one that never is, a day."""
    week = next(filter(None, calendar.week), ())
    minutes = sum(
        (end.hour * 60 + end.minute if end != MIDNIGHT else 24 * 60)
        - (start.hour * 60 + start.minute)
        for start, end in week
    )
    return timedelta(minutes=minutes) or _A_DAY


def days_left(due: datetime, now: datetime, calendar: CalendarInfo) -> TimeLeft:
    """Calendar days, as the law counts them: today is none."""
    between = due.astimezone(calendar.zone).date() - now.astimezone(calendar.zone).date()
    return TimeLeft(days=abs(between.days), late=due < now)
