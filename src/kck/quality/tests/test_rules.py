"""Which endings ask for a second look, and how ages are summed up."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kck.quality.rules import RANDOM_OF_UNIT, RISKY_OF_UNIT, complete, percentile, reasons, sample
from kck.quality.terms import Ended, Period, Question, Why

MONDAY = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
PLAIN: dict[str, Any] = {
    "disputes": 0,
    "hand_backs": 0,
    "fixed": True,
    "late": False,
    "silent": False,
    "urgent": False,
    "opened_at": MONDAY,
    "done_at": MONDAY + timedelta(days=1),
    "report": True,
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ()),
        ({"disputes": 1, "late": True}, (Why.DISPUTED, Why.LATE)),
        ({"hand_backs": 1}, ()),
        ({"hand_backs": 2}, (Why.HANDED_BACK,)),
        ({"fixed": False}, (Why.REFUSED,)),
        ({"silent": True}, ()),
        ({"silent": True, "urgent": True}, (Why.SILENCE,)),
        ({"done_at": MONDAY + timedelta(minutes=4)}, (Why.QUICK,)),
        ({"done_at": MONDAY + timedelta(minutes=4), "report": False}, ()),
        ({"done_at": None}, ()),
    ],
)
def test_what_is_risky(changed, expected):
    assert reasons(**PLAIN | changed) == expected


def test_of_each_unit_the_riskiest_and_some_at_random_and_nothing_twice():
    risky = [Ended(case_id=n, unit_id=1, reasons=(Why.LATE,)) for n in range(10)]
    worst = Ended(case_id=99, unit_id=1, reasons=(Why.DISPUTED, Why.LATE))
    small = Ended(case_id=100, unit_id=2, reasons=())

    drawn = sample([*risky, worst, small], random.SystemRandom())

    ids = [one.case_id for one, _why in drawn]
    assert len(ids) == len(set(ids))
    assert (worst, Why.DISPUTED) in drawn
    assert (small, Why.RANDOM) in drawn
    units = Counter(one.unit_id for one, _why in drawn)
    assert units == {1: RISKY_OF_UNIT + RANDOM_OF_UNIT, 2: 1}


def test_a_review_has_all_scores_in_their_range():
    scores = dict.fromkeys(Question, 5)
    assert complete(scores)
    assert not complete(scores | {Question.TIME: 6})
    assert not complete({Question.TIME: 5})


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([], 50, None), ([3.0], 90, 3.0), ([4.0, 1.0, 2.0], 50, 2.0), ([1.0, 2.0], 50, 1.5)],
)
def test_percentiles(values, percent, expected):
    assert percentile(values, percent) == expected


def test_periods_are_whole_months_and_weeks_before():
    assert Period.month_before(date(2026, 3, 15)) == Period(
        first=date(2026, 2, 1), last=date(2026, 2, 28)
    )
    assert Period.week_before(date(2026, 2, 4)) == Period(
        first=date(2026, 1, 26), last=date(2026, 2, 1)
    )
