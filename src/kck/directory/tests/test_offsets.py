import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kck.directory.offsets import Offset, has_come, latest_due
from kck.directory.terms import TargetUnit
from kck.directory.tests.test_working_time import CALENDARS, MOMENTS, OFFICE, local

OFFSETS = st.builds(
    lambda amount, unit: Offset(amount=amount, unit=unit),
    st.integers(min_value=-12, max_value=12),
    st.sampled_from(
        [TargetUnit.HOURS, TargetUnit.WORKING_HOURS, TargetUnit.DAYS, TargetUnit.WORKING_DAYS]
    ),
)
NEAR = st.integers(min_value=-60 * 24 * 20, max_value=60 * 24 * 20)


def test_offsets_are_read_as_they_are_written():
    assert Offset.parse("-1 wd") == Offset(amount=-1, unit=TargetUnit.WORKING_DAYS)
    assert Offset.parse("+2d") == Offset(amount=2, unit=TargetUnit.DAYS)
    assert Offset.parse("+0").amount == 0


@pytest.mark.parametrize("written", ["1 wd", "-1", "+3 weeks", "-1.5 wh", "wd"])
def test_what_is_no_offset_is_refused(written):
    with pytest.raises(ValueError, match=re.escape(written)):
        Offset.parse(written)


def test_a_working_day_before_is_the_morning_of_the_day_before():
    due, calendar = local("2026-11-27 15:30"), OFFICE  # a Friday
    offset = Offset.parse("-1 wd")

    assert not has_come(due, offset, calendar, local("2026-11-26 07:39"))
    assert has_come(due, offset, calendar, local("2026-11-26 07:40"))


def test_over_a_weekend_and_a_holiday_the_morning_is_the_last_working_one():
    due = local("2026-11-12 15:30")  # the day after Independence Day

    assert has_come(due, Offset.parse("-1 wd"), OFFICE, local("2026-11-10 07:40"))
    assert not has_come(due, Offset.parse("-1 wd"), OFFICE, local("2026-11-09 15:00"))


def test_working_hours_are_the_same_however_long_the_night():
    due = local("2026-10-26 09:40")  # Monday after the clock went back
    offset = Offset.parse("-4 wh")

    assert not has_come(due, offset, OFFICE, local("2026-10-23 13:29"))
    assert has_come(due, offset, OFFICE, local("2026-10-23 13:30"))


def test_two_days_after_counts_working_mornings():
    due, offset = local("2026-10-23 15:30"), Offset.parse("+2 wd")

    assert not has_come(due, offset, OFFICE, local("2026-10-27 07:39"))
    assert has_come(due, offset, OFFICE, local("2026-10-27 07:40"))


@settings(deadline=None, max_examples=300)
@given(now=MOMENTS, minutes=NEAR, offset=OFFSETS, calendar=CALENDARS)
@example(
    now=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), minutes=61, calendar=OFFICE,
    offset=Offset(amount=-1, unit=TargetUnit.WORKING_HOURS),
)  # fmt: skip
def test_one_limit_finds_the_same_cases_as_each_deadline_by_itself(now, minutes, offset, calendar):
    due = now + timedelta(minutes=minutes)

    found = due <= latest_due(offset, calendar, now)

    assert found == has_come(due, offset, calendar, now)


@settings(deadline=None, max_examples=100)
@given(now=MOMENTS, later=st.integers(0, 60 * 24 * 10), offset=OFFSETS, calendar=CALENDARS)
def test_the_limit_never_goes_back(now, later, offset, calendar):
    after = now + timedelta(minutes=later)

    assert latest_due(offset, calendar, now) <= latest_due(offset, calendar, after)
