from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kck.directory.rules import working_time_between
from kck.directory.tests.test_working_time import (
    ALWAYS,
    BROKEN_DAY,
    CALENDARS,
    MOMENTS,
    NEVER,
    OFFICE,
    local,
)
from kck.directory.time_left import TimeLeft, day_length, days_left, time_left


def test_a_day_is_as_long_as_the_unit_works():
    assert day_length(OFFICE) == timedelta(hours=7, minutes=50)
    assert day_length(BROKEN_DAY) == timedelta(hours=7)
    assert day_length(ALWAYS) == day_length(NEVER) == timedelta(hours=24)


def test_weekends_and_holidays_are_not_counted():
    friday, thursday = local("2026-11-06 13:30"), local("2026-11-12 09:40")

    # Friday 2 h, Monday, Tuesday, no Wednesday (11 November), Thursday 2 h
    assert time_left(thursday, friday, OFFICE) == TimeLeft(days=2, hours=4)


def test_the_night_on_which_the_clock_goes_back_is_no_longer_for_an_office():
    before, after = local("2026-10-23 15:00"), local("2026-10-26 08:10")

    assert time_left(after, before, OFFICE) == TimeLeft(hours=1)
    # a duty works through it: 24 hours and one more
    saturday, sunday = local("2026-10-24 12:00"), local("2026-10-25 12:00")
    assert time_left(sunday, saturday, ALWAYS) == TimeLeft(days=1, hours=1)


def test_late_is_counted_the_same_way():
    assert time_left(local("2026-11-06 15:00"), local("2026-11-09 08:10"), OFFICE) == TimeLeft(
        hours=1, late=True
    )


def test_after_work_nothing_is_left_although_the_day_goes_on():
    left = time_left(local("2026-11-06 23:59"), local("2026-11-06 16:00"), OFFICE)

    assert left.nothing
    assert not left.late


def test_legal_days_are_those_of_the_calendar():
    assert days_left(local("2026-11-16 23:59"), local("2026-11-06 09:00"), OFFICE).days == 10


@settings(deadline=None, max_examples=100)
@given(now=MOMENTS, minutes=st.integers(-20_000, 20_000), calendar=CALENDARS)
def test_what_is_left_is_the_working_time_between(now, minutes, calendar):
    due = now + timedelta(minutes=minutes)
    left = time_left(due, now, calendar)

    counted = left.days * day_length(calendar) + timedelta(hours=left.hours, minutes=left.minutes)
    first, last = sorted([now, due])
    assert (
        timedelta(0) <= working_time_between(first, last, calendar) - counted < timedelta(minutes=1)
    )
