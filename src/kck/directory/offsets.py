"""So long before or after a deadline, counted as the unit works: "-1 wd", "-4 wh", "+0", "+2 d".

Working days are counted in mornings: a working day before is the opening of the working day before
the deadline's own, a working day after the opening of the next one. So people hear of it when they
come in, not at the minute at which the deadline happens to stand.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from kck.directory.info import CalendarInfo
from kck.directory.rules import ONE_DAY, NeverOpen, open_spans, working_time_between
from kck.directory.terms import TargetUnit

_WRITTEN = re.compile(r"([+-])\s*(\d{1,3})(?:\s*(h|wh|d|wd))?")
_UNITS = {
    "h": TargetUnit.HOURS,
    "wh": TargetUnit.WORKING_HOURS,
    "d": TargetUnit.DAYS,
    "wd": TargetUnit.WORKING_DAYS,
}
_PATIENCE_DAYS = 800


@dataclass(frozen=True, kw_only=True)
class Offset:
    """`amount` below zero: before the deadline."""

    amount: int
    unit: TargetUnit

    @classmethod
    def parse(cls, written: str) -> Self:
        """`ValueError` when it is none. Zero needs no unit, all others do."""
        found = _WRITTEN.fullmatch(written.strip())
        if found is None or (int(found[2]) and not found[3]):
            raise ValueError(written)
        amount = int(found[2]) * (-1 if found[1] == "-" else 1)
        return cls(amount=amount, unit=_UNITS[found[3] or "h"])

    @property
    def before(self) -> bool:
        return self.amount < 0


def has_come(due: datetime, offset: Offset, calendar: CalendarInfo, now: datetime) -> bool:
    """Whether the moment so long before or after a deadline is there."""
    match offset.unit:
        case TargetUnit.WORKING_HOURS if offset.before:
            return working_time_between(now, due, calendar) <= timedelta(hours=-offset.amount)
        case TargetUnit.WORKING_HOURS:
            worked = working_time_between(due, now, calendar)
            return due <= now and worked >= timedelta(hours=offset.amount)
        case TargetUnit.WORKING_DAYS if offset.amount:
            return _morning(due, offset.amount, calendar) <= now
    return due + _plain(offset) <= now


def latest_due(offset: Offset, calendar: CalendarInfo, now: datetime) -> datetime:
    """Up to which deadline the moment has come: `has_come(due, …)` is `due <= latest_due(…)`.

    With it one statement finds all cases of a calendar, whose deadlines are anything but alike.
    """
    match offset.unit:
        case TargetUnit.WORKING_HOURS if offset.before:
            return _after(now, timedelta(hours=-offset.amount), calendar)
        case TargetUnit.WORKING_HOURS if offset.amount:
            return _before(now, timedelta(hours=offset.amount), calendar)
        case TargetUnit.WORKING_DAYS if offset.before:
            return _end_of_day_after(now, -offset.amount, calendar)
        case TargetUnit.WORKING_DAYS if offset.amount:
            return _start_of_day_before(now, offset.amount, calendar)
    return now - _plain(offset)


def _plain(offset: Offset) -> timedelta:
    """Time that runs on; zero of whatever is nothing."""
    hours = 24 if offset.unit in {TargetUnit.DAYS, TargetUnit.WORKING_DAYS} else 1
    return timedelta(hours=offset.amount * hours)


def _morning(due: datetime, count: int, calendar: CalendarInfo) -> datetime:
    """The opening of the working day so many before (or after) the deadline's."""
    day, step = _day(due, calendar), ONE_DAY if count > 0 else -ONE_DAY
    for _each in range(abs(count)):
        day = _next_open(day + step, step, calendar)
    return open_spans(day, calendar)[0][0]


def _next_open(day: date, step: timedelta, calendar: CalendarInfo) -> date:
    for _each in range(_PATIENCE_DAYS):
        if open_spans(day, calendar):
            return day
        day += step
    raise NeverOpen(calendar.code)


def _begun(now: datetime, calendar: CalendarInfo) -> date:
    """The last working day whose opening has been."""
    day = _next_open(_day(now, calendar), -ONE_DAY, calendar)
    if open_spans(day, calendar)[0][0] <= now:
        return day
    return _next_open(day - ONE_DAY, -ONE_DAY, calendar)


def _end_of_day_after(now: datetime, count: int, calendar: CalendarInfo) -> datetime:
    """All of the day whose morning of warning is the one that has been last."""
    day = _begun(now, calendar)
    for _each in range(count):
        day = _next_open(day + ONE_DAY, ONE_DAY, calendar)
    return _midnight(day + ONE_DAY, calendar) - timedelta(microseconds=1)


def _start_of_day_before(now: datetime, count: int, calendar: CalendarInfo) -> datetime:
    day = _begun(now, calendar)
    for _each in range(count - 1):
        day = _next_open(day - ONE_DAY, -ONE_DAY, calendar)
    return _midnight(day, calendar) - timedelta(microseconds=1)


def _after(now: datetime, left: timedelta, calendar: CalendarInfo) -> datetime:
    """The last moment with no more than so much working time before it: up to an opening."""
    day, idle = _day(now, calendar), 0
    while idle < _PATIENCE_DAYS:
        idle += 1
        for opens, closes in open_spans(day, calendar):
            begins = max(opens, now.astimezone(UTC))
            if closes <= begins:
                continue
            idle = 0
            if closes - begins > left:
                return begins + left
            left -= closes - begins
        day += ONE_DAY
    raise NeverOpen(calendar.code)


def _before(now: datetime, left: timedelta, calendar: CalendarInfo) -> datetime:
    """The last moment after which so much was worked until now."""
    day, idle = _day(now, calendar), 0
    while idle < _PATIENCE_DAYS:
        idle += 1
        for opens, closes in reversed(open_spans(day, calendar)):
            ends = min(closes, now.astimezone(UTC))
            if ends <= opens:
                continue
            idle = 0
            if ends - opens >= left:
                return ends - left
            left -= ends - opens
        day -= ONE_DAY
    raise NeverOpen(calendar.code)


def _day(at: datetime, calendar: CalendarInfo) -> date:
    return at.astimezone(calendar.zone).date()


def _midnight(day: date, calendar: CalendarInfo) -> datetime:
    return datetime.combine(day, time.min, calendar.zone).astimezone(UTC)
