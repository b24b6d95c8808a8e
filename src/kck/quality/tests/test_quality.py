"""Figures over real cases, samples that are read, and Monday's letter."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.builders import MONDAY, WARSAW, a_case, acting_for, everywhere, reporter_of

from kck.accounts.commands import appoint, join, set_role
from kck.accounts.notice_queries import unread_count
from kck.cases import commands
from kck.cases.models import Case
from kck.cases.rules import Incomplete
from kck.cases.terms import Outcome
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.verdict import Refused
from kck.messaging.models import Delivery
from kck.quality.commands import draw, review
from kck.quality.models import Review
from kck.quality.monday import is_due, mail_heads
from kck.quality.policy import units_seen
from kck.quality.queries.figures import figures
from kck.quality.queries.reviews import judged, waiting
from kck.quality.terms import By, Figures, Period, Question, Why

pytestmark = pytest.mark.django_db

WEEK = Period(first=date(2026, 2, 2), last=date(2026, 2, 8))
NEXT_MONDAY = MONDAY + timedelta(days=7)
WORDS = "Ubytek zalany masą na gorąco."
GOOD = dict.fromkeys(Question, 5)
SUPERVISOR = everywhere("quality.review", "quality.figures", id=77)


def ended(*, at: datetime = MONDAY, outcome: Outcome = Outcome.PARTLY, **more: Any) -> Case:
    """Done a day later by somebody of the unit, and confirmed."""
    case = a_case(at=at, **more)
    by = acting_for("ZDMK", "cases.work")
    commands.done(case.pk, outcome=outcome, words=WORDS, at=at + timedelta(days=1), by=by)
    commands.confirm(case.pk, at=at + timedelta(days=2), by=reporter_of(case))
    case.refresh_from_db()
    return case


def row_of(key: str, by: By = By.UNIT, units: frozenset[int] | None = None) -> Figures:
    rows, _total = figures(by, WEEK, at=NEXT_MONDAY, units=units)
    return next(row for row in rows if row.key == key)


def test_what_came_what_ended_and_how_and_what_is_open():
    ended()
    disputed = a_case(at=MONDAY)
    commands.done(
        disputed.pk, outcome=Outcome.NOT_FOUND, words=WORDS,
        at=MONDAY + timedelta(hours=5), by=acting_for("ZDMK", "cases.work"),
    )  # fmt: skip
    commands.disagree(
        disputed.pk, text="Dziura jest nadal.", at=MONDAY + timedelta(days=1),
        by=reporter_of(disputed),
    )  # fmt: skip

    row = row_of("ZDMK")

    assert (row.opened, row.closed, row.fixed, row.confirmed, row.silence) == (2, 1, 1, 1, 0)
    assert (row.disputed, row.open) == (1, 1)
    assert row.age_p50 == pytest.approx(7.0)
    _rows, total = figures(By.UNIT, WEEK, at=NEXT_MONDAY)
    assert (total.opened, total.disputed, total.age_p90) == (2, 1, pytest.approx(7.0))


def test_a_hand_back_counts_for_the_unit_that_gave_the_case_up():
    case = a_case(at=MONDAY)
    gave_up = acting_for("ZDMK", "cases.work")
    commands.hand_back(case.pk, reason="To nie nasza droga.", at=MONDAY, by=gave_up)

    assert row_of("ZDMK").handed_back == 1
    assert sum(row.handed_back for row in figures(By.UNIT, WEEK, at=NEXT_MONDAY)[0]) == 1


def test_a_district_and_a_unit_alone():
    case = ended()

    assert row_of(case.district, By.DISTRICT).opened == 1
    other = frozenset({case.unit_id + 1})
    assert figures(By.UNIT, WEEK, at=NEXT_MONDAY, units=other) == ([], Figures(key="", name=""))
    assert row_of("ZDMK", units=frozenset({case.unit_id})).closed == 1


def test_outside_the_period_nothing_is_counted():
    ended(at=MONDAY - timedelta(days=30))

    assert figures(By.UNIT, WEEK, at=NEXT_MONDAY)[1].opened == 0


def test_the_weeks_sample_is_drawn_once_and_the_risky_first():
    refused, plain = ended(outcome=Outcome.NOT_FOUND), ended()

    assert draw(WEEK, chance=random.SystemRandom(), at=NEXT_MONDAY, by=PLATFORM) == 2
    assert draw(WEEK, chance=random.SystemRandom(), at=NEXT_MONDAY, by=PLATFORM) == 0

    whys = dict(Review.objects.values_list("case_id", "why"))
    assert whys == {refused.pk: Why.REFUSED, plain.pk: Why.RANDOM}


def drawn() -> Review:
    ended()
    draw(WEEK, chance=random.SystemRandom(), at=NEXT_MONDAY, by=PLATFORM)
    return Review.objects.get()


def test_a_low_score_needs_words_and_the_head_of_the_unit_hears_of_it():
    row, head = drawn(), a_head()
    low = GOOD | {Question.WORDS: 1}

    with pytest.raises(Incomplete):
        review(row.pk, scores=low, remarks="", at=NEXT_MONDAY, by=SUPERVISOR)
    words = "Nie wiadomo, co zrobiono."
    review(row.pk, scores=low, remarks=words, at=NEXT_MONDAY, by=SUPERVISOR)

    assert unread_count(head) == 1
    assert [one.remarks for one in judged(SUPERVISOR)] == ["Nie wiadomo, co zrobiono."]
    assert waiting(SUPERVISOR) == []


def test_nobody_judges_their_own_work_and_only_supervisors_judge():
    row = drawn()
    by = row.case.done_by_id
    own = Actor(kind="staff", id=by, grants=frozenset({"quality.review"}))

    with pytest.raises(Refused):
        review(row.pk, scores=GOOD, remarks="", at=NEXT_MONDAY, by=own)
    with pytest.raises(Refused):
        review(row.pk, scores=GOOD, remarks="", at=NEXT_MONDAY, by=acting_for("ZDMK", "cases.work"))
    assert not waiting(own)[0].may


def a_head(unit: str = "ZDMK") -> int:
    grants = ["cases.view", "cases.assign", "quality.figures"]
    set_role("head", names={"pl": "head"}, grants=grants, by=PLATFORM)
    mail = f"head.{unit.lower()}@example.org"
    staff = join(email=mail, name="Ewa Lis", password=None, at=MONDAY, by=PLATFORM)
    appoint(staff, role="head", unit=unit, by=PLATFORM)
    return staff.pk


def test_a_head_gets_one_letter_about_what_waits_and_nothing_when_nothing_does():
    a_head()
    a_head("MPO")
    case = a_case(at=MONDAY)
    Case.objects.update(due_at=MONDAY)

    assert mail_heads(at=NEXT_MONDAY) == 1
    mail_heads(at=NEXT_MONDAY + timedelta(hours=1))

    letter = Delivery.objects.get()
    assert letter.address == "head.zdmk@example.org"
    assert case.number[2:6] in letter.body
    assert "anna" not in letter.body.lower()


def test_the_letter_is_due_on_the_first_working_morning_of_the_week():
    def at(day: int, hour: int, month: int = 2) -> datetime:
        return datetime(2026, month, day, hour, 30, tzinfo=WARSAW)

    assert is_due(at(2, 6))
    assert not is_due(at(2, 5))
    assert not is_due(at(3, 7))
    assert not is_due(at(6, 7, month=4))  # Easter Monday
    assert is_due(at(7, 7, month=4))


def test_whoever_leads_one_unit_sees_its_figures_only():
    assert units_seen(SUPERVISOR) is None
    lead = acting_for("ZDMK", "quality.figures")
    assert units_seen(lead) == lead.unit_ids
