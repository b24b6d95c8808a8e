from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.builders import MONDAY, a_case, acting_for

from kck.accounts import commands as accounts
from kck.accounts.queries import actor_for
from kck.cases import commands as cases
from kck.cases.models import Case, CaseText, Task
from kck.cases.terms import CaseState, TextKind
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused
from kck.queues.commands import runs, steps
from kck.queues.commands.steps import go_on
from kck.queues.models import BulkItem, BulkRun
from kck.queues.queries.runs import refusals_of, run_of
from kck.queues.terms import ItemState, NotRun, RunState
from kck.replies.models import HeldReply

pytestmark = pytest.mark.django_db
GRANTS = ["cases.view", "cases.work", "cases.forward", "cases.assign"]


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=2))


def a_person(unit="ZDMK", grants=GRANTS, email="anna@example.org"):
    accounts.set_role("r", names={"pl": "r"}, grants=grants, everywhere=False, by=PLATFORM)
    staff = accounts.join(email=email, name="Anna Nowak", password=None, at=MONDAY, by=PLATFORM)
    accounts.appoint(staff, role="r", unit=unit, by=PLATFORM)
    return staff


@pytest.fixture
def anna(db):
    return actor_for(a_person())


def ran(action, data, found, by, *, whole=True):
    run_id = runs.prepare(action, data, [case.pk for case in found], by=by, at=clock.now())
    runs.begin(run_id, by=by, at=clock.now())
    while whole and go_on(run_id):
        pass
    return run_id


def states(run_id):
    return [str(item.state) for item in BulkItem.objects.filter(run_id=run_id).order_by("pk")]


def events(case, name):
    return RecordedEvent.objects.filter(stream=case.stream, name=f"cases.{name}").count()


def test_a_preview_says_what_would_happen_and_changes_nothing(anna):
    ours, done = a_case(), a_case()
    theirs = a_case(category="green-lawn-mowing")
    Case.objects.filter(pk=done.pk).update(state=CaseState.DONE)

    run_id = runs.prepare(
        "forward",
        {"unit": "ZZM", "text": "To zieleń."},
        [ours.pk, done.pk, theirs.pk],
        by=anna,
        at=MONDAY,
    )

    info = run_of(anna, run_id)
    assert (info.state, info.number(ItemState.WAITING), info.number(ItemState.REFUSED)) == (
        RunState.DRAFT,
        1,
        1,  # a stranger's case is not even counted
    )
    assert refusals_of(run_id)[0].numbers == (done.number,)
    assert events(ours, "case_forwarded") == 0


def test_each_case_is_done_once_however_often_the_worker_is_killed(anna, monkeypatch):
    many = [a_case() for _ in range(7)]
    run_id = ran("accept", {}, many, anna, whole=False)
    accept = cases.accept
    calls = iter(range(100))

    def killed_in_the_middle(*args, **kwargs):
        accept(*args, **kwargs)
        if next(calls) in {2, 4}:
            raise KeyboardInterrupt  # after the change, before the commit

    monkeypatch.setattr(cases, "accept", killed_in_the_middle)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            go_on(run_id)
    go_on(run_id)
    go_on(run_id)

    assert states(run_id) == ["done"] * 7
    assert [events(case, "case_accepted") for case in many] == [1] * 7
    assert BulkRun.objects.get().state == RunState.DONE


def test_one_that_fails_does_not_stop_the_others(anna, monkeypatch):
    many = [a_case() for _ in range(3)]
    run_id = ran("accept", {}, many, anna, whole=False)
    accept = cases.accept

    def broken(case_id, **who):
        if case_id == many[1].pk:
            accept(case_id, **who)
            raise ValueError("a mistake of ours")
        return accept(case_id, **who)

    monkeypatch.setattr(cases, "accept", broken)
    go_on(run_id)

    assert states(run_id) == ["done", "refused", "done"]
    assert events(many[1], "case_accepted") == 0
    assert "Zajrzyj" in refusals_of(run_id)[0].why


def test_what_changed_since_the_preview_is_asked_again(anna):
    kept, gone = a_case(), a_case()
    run_id = runs.prepare("accept", {}, [kept.pk, gone.pk], by=anna, at=clock.now())
    cases.accept(gone.pk, at=MONDAY, by=acting_for("ZDMK"))
    runs.begin(run_id, by=anna, at=clock.now())
    go_on(run_id)

    assert sorted(states(run_id)) == ["done", "refused"]


def test_rights_that_were_taken_away_meanwhile_count(anna):
    case = a_case()
    run_id = ran("accept", {}, [case], anna, whole=False)
    accounts.set_role("r", names={"pl": "r"}, grants=["cases.view"], everywhere=False, by=PLATFORM)
    go_on(run_id)

    assert states(run_id) == ["refused"]
    assert events(case, "case_accepted") == 0


def test_assigning_can_be_taken_back(anna):
    first, second = a_case(), a_case()
    colleague = a_person(email="piotr@example.org")
    cases.assign(second.pk, staff_id=anna.id, at=MONDAY, by=anna)
    run_id = ran("assign", {"person": colleague.pk}, [first, second], anna)
    assert set(Case.objects.values_list("handler_id", flat=True)) == {colleague.pk}
    cases.assign(first.pk, staff_id=anna.id, at=MONDAY, by=anna)  # somebody was faster

    runs.take_run_back(run_id, by=anna, at=clock.now())
    go_on(run_id)

    second.refresh_from_db()
    assert second.handler_id == anna.id
    assert sorted(states(run_id)) == ["kept", "undone"]


def test_nobody_is_told_of_a_forwarding_for_a_minute_and_it_can_be_taken_back(anna):
    case = a_case()
    cases.take(case.pk, at=MONDAY, by=anna)
    ProcrastinateJob.objects.all().delete()
    run_id = ran("forward", {"unit": "ZZM", "text": "To zieleń."}, [case], anna)
    told = ProcrastinateJob.objects.exclude(task_name=runs.STEP_JOB)
    assert told.count() > 0
    assert all(
        job.scheduled_at and job.scheduled_at > clock.real_now() + timedelta(seconds=50)
        for job in told
    )

    runs.take_run_back(run_id, by=anna, at=clock.now())
    go_on(run_id)

    case.refresh_from_db()
    assert (case.state, case.handler_id) == (CaseState.IN_PROGRESS, anna.id)
    assert case.unit_id in anna.units_with("cases.view")
    assert states(run_id) == ["undone"]
    assert not told.filter(status="todo").exists()
    running = Task.objects.filter(case=case, state__in=["waiting", "taken"])
    assert [task.unit_id for task in running] == [case.unit_id]
    assert CaseText.objects.get(case=case, kind=TextKind.REASON).body == ""


def test_a_forwarding_that_somebody_was_told_of_stays(anna):
    case = a_case()
    run_id = ran("forward", {"unit": "ZZM", "text": "To zieleń."}, [case], anna)
    event = RecordedEvent.objects.get(stream=case.stream, name="cases.case_forwarded")
    ProcrastinateJob.objects.filter(args__event_id=event.pk).update(status="doing")
    before = ProcrastinateJob.objects.filter(args__event_id=event.pk).count()

    runs.take_run_back(run_id, by=anna, at=clock.now())
    go_on(run_id)

    case.refresh_from_db()
    assert case.state == CaseState.FORWARDED
    assert states(run_id) == ["kept"]
    assert ProcrastinateJob.objects.filter(args__event_id=event.pk).count() == before


def test_words_wait_a_minute_and_are_taken_back_without_a_trace_in_the_case(anna):
    many = [a_case(email="jan@example.org") for _ in range(2)]
    run_id = ran("answer", {"text": "Zajmiemy się tym jutro."}, many, anna)
    assert HeldReply.objects.count() == 2
    assert not CaseText.objects.filter(kind=TextKind.ANSWER).exists()

    runs.take_run_back(run_id, by=anna, at=clock.now())
    go_on(run_id)

    assert HeldReply.objects.count() == 0
    assert states(run_id) == ["undone"] * 2


def test_closing_needs_words_and_a_photo_where_the_category_wants_one(anna):
    case = a_case()
    with pytest.raises(NotRun, match="10 znaków"):
        runs.prepare("done", {"outcome": "done", "text": "ok"}, [case.pk], by=anna, at=MONDAY)
    words = {"outcome": "done", "text": "Dziura załatana na gorąco."}
    run_id = runs.prepare("done", words, [case.pk], by=anna, at=MONDAY)
    assert "zdjęcie" in refusals_of(run_id)[0].why


def test_after_a_minute_nothing_is_taken_back(anna, monkeypatch):
    run_id = ran("assign", {"person": None}, [a_case()], anna)
    later = clock.real_now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    with pytest.raises(NotRun, match="minuta"):
        runs.take_run_back(run_id, by=anna, at=clock.now())


def test_a_run_that_still_goes_on_is_stopped_and_taken_back(anna, monkeypatch):
    monkeypatch.setattr(steps, "AT_ONCE", 2)
    run_id = ran("assign", {"person": anna.id}, [a_case() for _ in range(5)], anna, whole=False)
    assert go_on(run_id, most=2)

    runs.take_run_back(run_id, by=anna, at=clock.now())
    while go_on(run_id):
        pass

    assert sorted(states(run_id)) == ["refused"] * 3 + ["undone"] * 2
    assert not Case.objects.exclude(handler_id=None).exists()


def test_a_run_is_its_starters_alone(anna):
    run_id = ran("accept", {}, [a_case()], anna)
    stranger = acting_for("ZDMK", id=77)

    assert run_of(stranger, run_id) is None
    with pytest.raises(Refused):
        runs.take_run_back(run_id, by=stranger, at=clock.now())


def test_beginning_twice_begins_once_and_an_old_preview_not_at_all(anna):
    case = a_case()
    run_id = runs.prepare("accept", {}, [case.pk], by=anna, at=clock.now())
    for _ in range(2):
        runs.begin(run_id, by=anna, at=clock.now())
    assert ProcrastinateJob.objects.filter(task_name=runs.STEP_JOB).count() == 1

    old = runs.prepare("accept", {}, [case.pk], by=anna, at=clock.now())
    with pytest.raises(NotRun, match="nieaktualny"):
        runs.begin(old, by=anna, at=clock.now() + timedelta(hours=2))


def test_words_of_old_runs_are_emptied(anna, monkeypatch):
    ran("answer", {"text": "Zajmiemy się tym jutro."}, [a_case()], anna)
    later = clock.real_now() + timedelta(days=8)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    assert runs.empty_old(preview=True) == 1
    runs.empty_old()

    assert BulkRun.objects.get().data == {}


def test_a_preview_of_many_asks_no_more_than_one_of_few(anna, django_assert_max_num_queries):
    many = [a_case().pk for _ in range(12)]
    with django_assert_max_num_queries(12):
        runs.prepare("assign", {"person": anna.id}, many, by=anna, at=clock.now())
