"""Working time, promises and legal deadlines: plain arithmetic over calendars.

Moments go in with any zone and come out in UTC; days are those of the calendar's zone.
"""

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from kck.directory.info import CalendarInfo, CategoryInfo, Span, UnitInfo
from kck.directory.terms import CaseKind, Priority, TargetResult, TargetUnit

ONE_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
MIDNIGHT = time(0, 0)
# a calendar that has no open day in so many is a mistake, not a long weekend
_PATIENCE_DAYS = 800
_MOST_DAYS = 5000
_POLAND = ZoneInfo("Europe/Warsaw")
_SATURDAY = 5

# to be confirmed by the city's lawyers; what is missing here has no clock in law
LEGAL_TERMS: dict[CaseKind, tuple[int, TargetUnit]] = {
    CaseKind.COMPLAINT: (1, TargetUnit.MONTHS),  # KPA art. 237 par. 1
    CaseKind.MOTION: (1, TargetUnit.MONTHS),  # KPA art. 244 par. 1
    CaseKind.PETITION: (3, TargetUnit.MONTHS),  # ustawa o petycjach art. 10 ust. 1
    CaseKind.PUBLIC_INFORMATION: (14, TargetUnit.DAYS),  # u.d.i.p. art. 13 ust. 1
    CaseKind.INTERPELACJA: (14, TargetUnit.DAYS),  # ustawa o samorządzie gminnym art. 24 ust. 6
    # ustawa o dostępności cyfrowej art. 18 ust. 4. The other act on accessibility (19.07.2019,
    # art. 31) gives 14 days for buildings and service: the shorter one holds for both
    CaseKind.ACCESSIBILITY_REQUEST: (7, TargetUnit.DAYS),
    CaseKind.RODO_REQUEST: (1, TargetUnit.MONTHS),  # RODO art. 12 ust. 3
    CaseKind.ADMINISTRATIVE: (1, TargetUnit.MONTHS),  # KPA art. 35 par. 3; complex: two, by art. 36
    CaseKind.DAMAGE_CLAIM: (1, TargetUnit.MONTHS),  # a proposal: the law names no term
}
# from the day it came in; what is missing is prolonged as far as is needed (KPA art. 36)
_PROLONGED_AT_MOST: dict[CaseKind, tuple[int, TargetUnit]] = {
    CaseKind.PUBLIC_INFORMATION: (2, TargetUnit.MONTHS),  # u.d.i.p. art. 13 ust. 2
    CaseKind.ACCESSIBILITY_REQUEST: (2, TargetUnit.MONTHS),  # dostępność cyfrowa art. 18 ust. 5
    CaseKind.RODO_REQUEST: (3, TargetUnit.MONTHS),  # RODO art. 12 ust. 3: two more
    CaseKind.PETITION: (6, TargetUnit.MONTHS),  # ustawa o petycjach art. 10 ust. 3: three more
}


class NeverOpen(ValueError):
    """The calendar has no open hour within reach."""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a resident is told: this result, by this moment."""

    result: TargetResult
    at: datetime


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> frozenset[date]:
    if not country:
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))


def is_holiday(day: date, country: str) -> bool:
    return day in public_holidays(country, day.year)


# -- working time ------------------------------------------------------------------------------


def is_working_day(day: date, calendar: CalendarInfo) -> bool:
    return bool(hours_on(day, calendar))


def hours_on(day: date, calendar: CalendarInfo) -> tuple[Span, ...]:
    """The open spans of a day. A day opened by hand has its weekday's hours, else Monday's."""
    if day in calendar.open:
        return calendar.week[day.weekday()] or next(filter(None, calendar.week), ())
    if day in calendar.closed or is_holiday(day, calendar.holidays):
        return ()
    return calendar.week[day.weekday()]


def is_open(at: datetime, calendar: CalendarInfo) -> bool:
    return any(start <= at < end for start, end in _spans(_day(at, calendar), calendar))


def working_time_between(start: datetime, end: datetime, calendar: CalendarInfo) -> timedelta:
    """How much of the time between two moments was working time.

    The days between the first and the last are summed once a year of the calendar: a list of cases
    that are years late asks for thousands of them.
    """
    first, last = _day(start, calendar), _day(end, calendar)
    if last < first:
        return timedelta()
    total = _worked_within(first, start, end, calendar)
    if first < last:
        total += _worked_before(last, calendar) - _worked_before(first + ONE_DAY, calendar)
        total += sum(
            (_whole_year(year, calendar)[-1] for year in range((first + ONE_DAY).year, last.year)),
            timedelta(),
        )
        total += _worked_within(last, start, end, calendar)
    return total


def _worked_within(day: date, start: datetime, end: datetime, calendar: CalendarInfo) -> timedelta:
    spans = _spans(day, calendar)
    inside = (min(closes, end) - max(opens, start) for opens, closes in spans)
    return sum((span for span in inside if span > timedelta()), timedelta())


def _worked_before(day: date, calendar: CalendarInfo) -> timedelta:
    """The working time of the days of its year before it."""
    return _whole_year(day.year, calendar)[day.timetuple().tm_yday - 1]


def _whole_year(year: int, calendar: CalendarInfo) -> list[timedelta]:
    """Working time of a year before each of its days, and of all of it at the end."""
    known = calendar.worked_in.get(year)
    if known is None:
        day, sums = date(year, 1, 1), [timedelta()]
        while day.year == year:
            spans = _worked_out(day, calendar)
            sums.append(sums[-1] + sum((end - start for start, end in spans), timedelta()))
            day += ONE_DAY
        known = calendar.worked_in[year] = sums
    return known


def add_target(
    start: datetime, amount: float, unit: TargetUnit, calendar: CalendarInfo
) -> datetime:
    """The moment by which a target of this size is due.

    Clock hours run on; working hours run while the calendar is open; days and months do not count
    the day of the start and end with the last day (working days: when it closes).
    """
    match unit:
        case TargetUnit.HOURS:
            return start.astimezone(UTC) + timedelta(hours=amount)
        case TargetUnit.WORKING_HOURS:
            return _after_working_time(start, timedelta(hours=amount), calendar)
        case TargetUnit.WORKING_DAYS:
            return _end_of_working_day(_day(start, calendar), int(amount), calendar)
        case TargetUnit.DAYS:
            return _end_of(_day(start, calendar) + timedelta(days=int(amount)), calendar.zone)
        case TargetUnit.MONTHS:
            return _end_of(add_months(_day(start, calendar), int(amount)), calendar.zone)


def _after_working_time(start: datetime, left: timedelta, calendar: CalendarInfo) -> datetime:
    for opens, closes in _open_spans_from(start, calendar):
        begins = max(opens, start)
        if closes - begins >= left:
            return begins + left
        left -= closes - begins
    raise NeverOpen(calendar.code)


def _open_spans_from(
    start: datetime, calendar: CalendarInfo
) -> Iterator[tuple[datetime, datetime]]:
    """Every open span that is not over at the start, one after another."""
    start, day, idle = start.astimezone(UTC), _day(start, calendar), 0
    while idle < _PATIENCE_DAYS:
        idle += 1
        for opens, closes in _spans(day, calendar):
            if closes > start:
                idle = 0
                yield opens, closes
        day += ONE_DAY


def _end_of_working_day(day: date, count: int, calendar: CalendarInfo) -> datetime:
    idle = 0
    while count > 0 and idle < _PATIENCE_DAYS:
        day, idle = day + ONE_DAY, idle + 1
        if _spans(day, calendar):
            count, idle = count - 1, 0
    if count > 0:
        raise NeverOpen(calendar.code)
    spans = _spans(day, calendar)
    # "by the end of today" on a closed day is the end of the day itself
    return spans[-1][1] if spans else _end_of(day, calendar.zone)


def open_spans(day: date, calendar: CalendarInfo) -> list[tuple[datetime, datetime]]:
    """When it is open on a day, as moments."""
    return _spans(day, calendar)


def _spans(day: date, calendar: CalendarInfo) -> list[tuple[datetime, datetime]]:
    """Open spans as moments, worked out once for each day."""
    known = calendar.spans_on.get(day)
    if known is None:
        if len(calendar.spans_on) >= _MOST_DAYS:
            calendar.spans_on.clear()
        known = calendar.spans_on[day] = _worked_out(day, calendar)
    return known


def _worked_out(day: date, calendar: CalendarInfo) -> list[tuple[datetime, datetime]]:
    """One that the change to summer time swallows is left out."""
    found = []
    for start, end in hours_on(day, calendar):
        opens = _moment(day, start, calendar.zone)
        closes = _moment(day + ONE_DAY if end == MIDNIGHT else day, end, calendar.zone)
        if opens < closes:
            found.append((opens, closes))
    return found


def _day(at: datetime, calendar: CalendarInfo) -> date:
    return at.astimezone(calendar.zone).date()


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return _moment(day, LAST_SECOND, zone)


def add_months(day: date, count: int) -> date:
    """The same day of a later month, or its last when it has no such day (KPA art. 57 par. 3)."""
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


# -- promises ----------------------------------------------------------------------------------


def takeover_by(
    category: CategoryInfo, unit: UnitInfo, calendar: CalendarInfo, start: datetime
) -> datetime | None:
    """By when the unit should have taken it; a dispatcher on duty takes a P1 at any hour."""
    if category.takeover_wh is None:
        return None
    at_once = category.priority == Priority.P1 and unit.dispatcher_24h
    counted = TargetUnit.HOURS if at_once else TargetUnit.WORKING_HOURS
    return add_target(start, category.takeover_wh, counted, calendar)


def promises(
    category: CategoryInfo, calendar: CalendarInfo, start: datetime
) -> tuple[Promise, ...]:
    """The one or two promises of a category, the first one first."""
    return tuple(
        Promise(result=target.result, at=add_target(start, target.amount, target.unit, calendar))
        for target in category.targets
    )


# -- legal deadlines ---------------------------------------------------------------------------


def legal_deadline(
    kind: CaseKind, opened_at: datetime, zone: ZoneInfo = _POLAND
) -> datetime | None:
    """The end of the last lawful day (KPA art. 57), or None where the law sets no clock.

    The day of the opening is not counted; a last day that is a Saturday, Sunday or public holiday
    moves to the next day that is none.
    """
    return _term(LEGAL_TERMS, kind, opened_at, zone)


def prolonged_at_most(
    kind: CaseKind, opened_at: datetime, zone: ZoneInfo = _POLAND
) -> datetime | None:
    """How far the law lets the term of this kind be moved; None: as far as is needed."""
    return _term(_PROLONGED_AT_MOST, kind, opened_at, zone)


def _term(
    terms: dict[CaseKind, tuple[int, TargetUnit]],
    kind: CaseKind,
    opened_at: datetime,
    zone: ZoneInfo,
) -> datetime | None:
    if kind not in terms:
        return None
    amount, unit = terms[kind]
    day = opened_at.astimezone(zone).date()
    last = add_months(day, amount) if unit == TargetUnit.MONTHS else day + timedelta(days=amount)
    return end_of_lawful_day(last, zone)


def end_of_lawful_day(day: date, zone: ZoneInfo = _POLAND) -> datetime:
    """When a term ends that ends on this day: never on a free one."""
    return _end_of(next_lawful_day(day), zone)


def next_lawful_day(day: date, country: str = "PL") -> date:
    """The day itself, or the first after it on which a term may end."""
    while day.weekday() >= _SATURDAY or is_holiday(day, country):
        day += ONE_DAY
    return day
