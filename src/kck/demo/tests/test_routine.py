"""What a desk gathers in some weeks is there on the first morning: firms, promises, paper, runs."""

import pytest
from tests.builders import unit_id

from kck.accounts.queries import actor_of_mail
from kck.cases.clock_models import Commitment
from kck.cases.models import Case, Label, Task
from kck.cases.queries.contractors import firms_kept
from kck.cases.terms import CaseState
from kck.demo.seeding import Size, seed
from kck.demo.times import GALE, MONDAY
from kck.intake.queries import free_sheets, used_sheets
from kck.intake.terms import Channel
from kck.queues.queries.runs import latest_runs
from kck.queues.terms import ItemState, RunState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _told(settings) -> None:
    settings.KCK_DEMO = True
    seed(Size(reports=60, contacts=65))


def _actor(key: str):
    found = actor_of_mail(f"{key}@demo.example")
    assert found is not None
    return found


def test_a_visitor_finds_firms_promises_sheets_and_runs():
    _firms_and_what_one_of_them_has()
    _promises_of_which_one_is_due_today()
    _sheets_of_which_one_is_typed_in()
    _a_run_that_stands_and_one_that_was_taken_back()


def _firms_and_what_one_of_them_has() -> None:
    firms = firms_kept(_actor("zdmk-kierownik"), MONDAY.date())
    assert [firm.name for firm in firms] == ["Drogmal", "Elektro-Lux", "Asfalt-Rem"]
    task = Task.objects.select_related("case").get(contractor="Drogmal", beside=True)
    assert task.case.state == CaseState.CONTRACTOR


def _promises_of_which_one_is_due_today() -> None:
    kept = Commitment.objects.order_by("due_on")
    assert [row.due_on.year for row in kept] == [2026, 2027, 2027]
    assert [row.told_at is not None for row in kept] == [True, False, False]
    assert {row.case.unit_id for row in kept} == {unit_id("ZDMK")}


def _sheets_of_which_one_is_typed_in() -> None:
    [typed] = used_sheets()
    case = Case.objects.get(number=typed.number)
    assert (case.channel, len(free_sheets())) == (Channel.COUNTER, 4)
    assert GALE < case.opened_at < MONDAY


def _a_run_that_stands_and_one_that_was_taken_back() -> None:
    [standing], [undone] = latest_runs(_actor("kierownik")), latest_runs(_actor("zdmk-kierownik"))
    assert (standing.state, undone.state) == (RunState.DONE, RunState.UNDONE)
    assert standing.number(ItemState.DONE) == 21
    assert standing.number(ItemState.REFUSED) == 2
    assert [label.unit_id for label in Label.objects.filter(name="wichura 31.01")] == [None]
    assert undone.number(ItemState.UNDONE) == undone.total == 6
