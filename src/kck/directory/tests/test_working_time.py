from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kck.directory.info import CalendarInfo
from kck.directory.rules import (
    NeverOpen,
    add_target,
    is_open,
    is_working_day,
    open_spans,
    public_holidays,
    working_time_between,
)
from kck.directory.terms import Season, TargetUnit, parse_spans

WARSAW = ZoneInfo("Europe/Warsaw")


NO_DAYS: frozenset[date] = frozenset()


def a_calendar(
    *week: str,
    holidays: str = "PL",
    closed: frozenset[date] = NO_DAYS,
    extra: frozenset[date] = NO_DAYS,
) -> CalendarInfo:
    return CalendarInfo(
        id=1,
        code="test",
        names={"pl": "test"},
        zone=WARSAW,
        holidays=holidays,
        week=tuple(parse_spans(day) for day in week),
        closed=closed,
        open=extra,
    )


OFFICE = a_calendar(*["07:40-15:30"] * 5, "", "")
BROKEN_DAY = a_calendar(*["08:00-12:00, 13:00-16:00"] * 6, "")
ALWAYS = a_calendar(*["00:00-24:00"] * 7, holidays="")
# the clock jumps from 2.00 to 3.00 inside this one
NIGHTS = a_calendar(*["00:00-04:00, 22:00-24:00"] * 7)
NEVER = a_calendar(*[""] * 7)
CALENDARS = st.sampled_from([OFFICE, BROKEN_DAY, ALWAYS, NIGHTS])
MOMENTS = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001
    max_value=datetime(2029, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
HOURS = st.integers(min_value=0, max_value=400).map(lambda quarters: quarters / 4)
DAYS = st.integers(min_value=1, max_value=40)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        # Friday afternoon, four working hours: an hour and a half today, the rest on Monday
        ("2026-02-06T14:00", 4, "wh", "2026-02-09T10:10"),
        # exactly until closing is still today
        ("2026-02-06T14:00", 1.5, "wh", "2026-02-06T15:30"),
        # Saturday night counts from Monday's opening
        ("2026-02-07T23:00", 0.25, "wh", "2026-02-09T07:55"),
        # ten working days from Monday, the day of the report not counted
        ("2026-02-02T09:00", 10, "wd", "2026-02-16T15:30"),
        # 24 December is free since 2025, then come both holidays and a weekend
        ("2026-12-23T12:00", 1, "wd", "2026-12-28T15:30"),
        ("2024-12-23T12:00", 1, "wd", "2024-12-24T15:30"),
        # clock hours take no notice of nights
        ("2026-02-06T14:00", 48, "h", "2026-02-08T14:00"),
        # four clock hours over the change to summer time
        ("2026-03-29T00:30", 4, "h", "2026-03-29T05:30"),
        ("2026-02-06T14:00", 14, "d", "2026-02-20T23:59:59"),
        ("2026-01-31T10:00", 1, "month", "2026-02-28T23:59:59"),
        ("2026-11-30T10:00", 3, "month", "2027-02-28T23:59:59"),
    ],
)
def test_a_target_is_due_at(start: str, amount: float, unit: str, due: str) -> None:
    assert add_target(local(start), amount, TargetUnit(unit), OFFICE) == local(due)


def test_a_day_closed_or_opened_by_hand_changes_the_count() -> None:
    office = a_calendar(
        *["07:40-15:30"] * 5, "", "",
        closed=frozenset({date(2026, 2, 3)}), extra=frozenset({date(2026, 2, 7)}),
    )  # fmt: skip

    assert not is_open(local("2026-02-03T09:00"), office)
    # a Saturday has no hours of its own, so it takes those of the first day that has
    assert is_open(local("2026-02-07T09:00"), office)
    friday = add_target(local("2026-02-02T09:00"), 3, TargetUnit.WORKING_DAYS, office)
    saturday = add_target(local("2026-02-02T09:00"), 4, TargetUnit.WORKING_DAYS, office)
    assert (friday, saturday) == (local("2026-02-06T15:30"), local("2026-02-07T15:30"))


def test_a_calendar_that_never_opens_says_so() -> None:
    with pytest.raises(NeverOpen):
        add_target(local("2026-02-02T09:00"), 1, TargetUnit.WORKING_HOURS, NEVER)
    with pytest.raises(NeverOpen):
        add_target(local("2026-02-02T09:00"), 1, TargetUnit.WORKING_DAYS, NEVER)


def test_the_fourteen_public_holidays_of_poland() -> None:
    days = public_holidays("PL", 2026)

    assert len(days) == 14
    assert {date(2026, 4, 6), date(2026, 6, 4), date(2026, 12, 24)} <= days
    assert date(2024, 12, 24) not in public_holidays("PL", 2024)


def test_a_week_round_the_clock_loses_an_hour_in_march() -> None:
    start, end = local("2026-03-28T00:00"), local("2026-03-30T00:00")

    assert working_time_between(start, end, ALWAYS) == timedelta(hours=47)
    assert working_time_between(local("2026-03-29T00:00"), end, NIGHTS) == timedelta(hours=5)


@given(MOMENTS, st.timedeltas(timedelta(days=-3), timedelta(days=1200)), CALENDARS)
def test_working_time_is_that_of_each_day(
    start: datetime, length: timedelta, calendar: CalendarInfo
) -> None:
    """Summed a year at a time, it is what counting day by day gives, over changes of the clock."""
    end, each = start + length, timedelta()
    day = start.astimezone(calendar.zone).date()
    while day <= end.astimezone(calendar.zone).date():
        for opens, closes in open_spans(day, calendar):
            each += max(min(closes, end) - max(opens, start), timedelta())
        day += timedelta(days=1)

    assert working_time_between(start, end, calendar) == each


@settings(deadline=None)
@given(MOMENTS, HOURS, CALENDARS)
def test_working_hours_added_are_working_hours_between(
    start: datetime, hours: float, calendar: CalendarInfo
) -> None:
    due = add_target(start, hours, TargetUnit.WORKING_HOURS, calendar)

    assert working_time_between(start, due, calendar) == timedelta(hours=hours)


@settings(deadline=None)
@given(MOMENTS, HOURS, CALENDARS)
def test_working_hours_never_end_in_a_closed_hour(
    start: datetime, hours: float, calendar: CalendarInfo
) -> None:
    due = add_target(start, hours, TargetUnit.WORKING_HOURS, calendar)

    assert due >= start
    # the closing minute itself is the last that counts
    assert is_open(due, calendar) or is_open(due - timedelta(microseconds=1), calendar)


@settings(deadline=None)
@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=20)), DAYS, st.sampled_from(TargetUnit))
def test_who_reports_later_is_never_due_earlier(
    start: datetime, later: timedelta, amount: int, unit: TargetUnit
) -> None:
    assert add_target(start, amount, unit, OFFICE) <= add_target(
        start + later, amount, unit, OFFICE
    )


@settings(deadline=None)
@given(MOMENTS, DAYS, CALENDARS)
def test_working_days_end_on_the_nth_working_day_after(
    start: datetime, count: int, calendar: CalendarInfo
) -> None:
    due = add_target(start, count, TargetUnit.WORKING_DAYS, calendar)

    first = start.astimezone(WARSAW).date()
    # midnight belongs to the day it ends
    last = (due - timedelta(microseconds=1)).astimezone(WARSAW).date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(is_working_day(day, calendar) for day in between) == count
    assert is_working_day(last, calendar)


@settings(deadline=None)
@given(MOMENTS, MOMENTS, MOMENTS, CALENDARS)
def test_working_time_adds_up(
    one: datetime, two: datetime, three: datetime, calendar: CalendarInfo
) -> None:
    first, middle, last = sorted((one, two, three))

    parts = working_time_between(first, middle, calendar) + working_time_between(
        middle, last, calendar
    )
    assert parts == working_time_between(first, last, calendar)


@pytest.mark.parametrize(
    ("season", "day", "inside"),
    [
        ("11-01..03-31", date(2026, 1, 15), True),
        ("11-01..03-31", date(2026, 11, 1), True),
        ("11-01..03-31", date(2026, 3, 31), True),
        ("11-01..03-31", date(2026, 4, 1), False),
        ("04-01..10-31", date(2026, 7, 1), True),
        ("04-01..10-31", date(2026, 11, 1), False),
    ],
)
def test_a_season_may_run_over_new_year(season: str, day: date, inside: bool) -> None:
    assert Season.parse(season).covers(day) is inside


@pytest.mark.parametrize("raw", ["11-01", "13-01..03-31", "11-31..03-31", "x..y", "11-01..03"])
def test_a_season_that_does_not_exist_is_refused(raw: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Season.parse(raw)


@pytest.mark.parametrize("raw", ["15:30-07:40", "8-16", "08:00-12:00, 11:00-16:00", "08:00"])
def test_opening_hours_follow_one_another_within_a_day(raw: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_spans(raw)
