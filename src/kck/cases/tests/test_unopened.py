from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import MONDAY, WARSAW, a_case, acting_for, everywhere, unit_id

from kck.cases.commands import accept, forward, open_task, pass_to_contractor, take
from kck.cases.models import Task
from kck.cases.queries.unopened import count_unopened, cutoff, unopened
from kck.directory.queries import snapshot
from kck.directory.rules import add_target
from kck.directory.terms import TargetUnit
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent

pytestmark = pytest.mark.django_db


def _numbers(at):
    return [row.number for row in unopened(at)]


def test_a_p1_that_nobody_opened_is_shown_after_a_quarter_of_an_hour():
    case = a_case(category="roads-manhole-cover", at=MONDAY)
    assert case.priority == "P1"

    assert _numbers(MONDAY + timedelta(minutes=14)) == []
    assert _numbers(MONDAY + timedelta(minutes=15)) == [case.number]
    assert count_unopened(MONDAY + timedelta(minutes=15)) == 1


def test_another_case_is_shown_after_two_working_days_of_its_unit():
    friday = MONDAY - timedelta(days=3)
    case = a_case(at=friday)
    calendar = snapshot(friday).calendar_of(snapshot(friday).unit_by_id(case.unit_id))
    due = add_target(friday, 2, TargetUnit.WORKING_DAYS, calendar)
    assert due.astimezone(WARSAW).date() == date(2026, 2, 3)  # the weekend is no working time

    assert _numbers(due - timedelta(seconds=1)) == []
    assert _numbers(due) == [case.number]


def test_who_looks_from_the_unit_opens_it_and_who_looks_from_elsewhere_does_not():
    case = a_case(at=MONDAY)
    later = MONDAY + timedelta(days=7)

    assert not open_task(case.pk, at=MONDAY, by=everywhere())
    assert not open_task(case.pk, at=MONDAY, by=acting_for("MPO"))
    assert _numbers(later) == [case.number]

    assert open_task(case.pk, at=MONDAY + timedelta(hours=1), by=acting_for("ZDMK"))
    assert _numbers(later) == []
    assert Task.objects.get(case=case).opened_at == MONDAY + timedelta(hours=1)


def test_a_link_opens_it_as_well_and_only_the_first_opening_is_noted():
    case = a_case(at=MONDAY)
    by_link = Actor(kind="link", id=5, unit_ids=frozenset({case.unit_id}))

    assert open_task(case.pk, at=MONDAY, by=by_link)
    assert not open_task(case.pk, at=MONDAY + timedelta(hours=1), by=acting_for("ZDMK"))

    [fact] = RecordedEvent.objects.filter(name="cases.task_opened")
    assert (fact.actor, fact.stream, fact.payload["case_id"]) == ("link:5", "", case.pk)
    assert Task.objects.get(case=case).opened_at == MONDAY


@pytest.mark.parametrize("verb", [accept, take])
def test_what_is_worked_on_has_been_opened(verb):
    case = a_case(at=MONDAY)

    verb(case.pk, at=MONDAY + timedelta(minutes=5), by=everywhere())

    assert _numbers(MONDAY + timedelta(days=30)) == []
    assert Task.objects.get(case=case).opened_at == MONDAY + timedelta(minutes=5)


def test_the_next_unit_has_its_own_time_to_open_it():
    case = a_case(at=MONDAY)
    open_task(case.pk, at=MONDAY, by=acting_for("ZDMK"))
    thursday = MONDAY + timedelta(days=3)

    forward(case.pk, unit="ZZM", reason="To aleja w parku.", at=thursday, by=everywhere())

    assert _numbers(thursday + timedelta(hours=1)) == []
    [late] = unopened(thursday + timedelta(days=10))
    assert late.unit.id == unit_id("ZZM")


def test_a_contractor_is_not_watched_for_and_a_case_to_be_decided_neither():
    given_away = a_case(at=MONDAY)
    pass_to_contractor(given_away.pk, contractor="Firma", at=MONDAY, by=acting_for("ZDMK"))
    undecided = a_case(at=MONDAY, category="", text="Coś tu jest nie tak.")
    assert undecided.needs_triage

    assert _numbers(MONDAY + timedelta(days=30)) == []


@given(st.integers(0, 400), st.integers(0, 86_399))
def test_the_cutoff_is_where_two_working_days_are_over(day, second):
    """Checked against the plain rule, for moments of a whole year with its holidays."""
    at = datetime(2026, 1, 5, tzinfo=WARSAW) + timedelta(days=day, seconds=second)
    calendar = snapshot(MONDAY).calendar("office", MONDAY)

    since = cutoff(at, calendar)

    before, after = since - timedelta(hours=2), since + timedelta(hours=2)
    assert add_target(before, 2, TargetUnit.WORKING_DAYS, calendar) <= at
    assert add_target(after, 2, TargetUnit.WORKING_DAYS, calendar) > at
