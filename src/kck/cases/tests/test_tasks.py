"""Several units and contractors work on one case; one of them speaks and ends it."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, a_photo, acting_for, everywhere, unit_id

from kck.cases import commands
from kck.cases.models import Case, Task
from kck.cases.policy import task_grant
from kck.cases.queries.desk_case import case_for
from kck.cases.queries.tasks import task_sheet, tasked, tasks_of
from kck.cases.queries.timeline import timeline
from kck.cases.rules import IllegalMove, Incomplete, OpenTasks, TaskIsOver
from kck.cases.terms import CaseState, Outcome, TaskState, WaitingOn
from kck.foundation.actor import ANYBODY, Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=2)
WORDS = "Przytnij gałęzie nad jezdnią, żeby wjechał walec."
CLOSING = "Ubytek załataliśmy masą na gorąco."


@pytest.fixture
def case() -> Case:
    return a_case(category="roads-pothole", email="anna@poczta.example", name="Anna Kowalska")


@pytest.fixture
def zdmk() -> Actor:
    return acting_for("ZDMK")


def a_task(case: Case, by: Actor, unit: str = "ZZM", **more: object) -> Task:
    return commands.give_task(case.pk, unit=unit, words=WORDS, at=MONDAY, by=by, **more)  # type: ignore[arg-type]


def by_link(task: Task) -> Actor:
    return Actor(kind="link", id=7, grants=frozenset({task_grant(task.pk)}))


def contractor_of(case: Case, by: Actor, mail: str = "biuro@firma.example") -> Task:
    commands.pass_to_contractor(
        case.pk, contractor="Firma Bruk", mail=mail, words=WORDS, at=MONDAY, by=by
    )
    return Task.objects.get(case=case, contractor="Firma Bruk")


def test_a_task_changes_nothing_of_what_the_reporter_sees(case: Case, zdmk: Actor) -> None:
    before = [entry.title for entry in timeline(case, for_staff=False)]

    task = a_task(case, zdmk)

    case.refresh_from_db()
    assert (case.state, case.unit_id) == (CaseState.NEW, unit_id("ZDMK"))
    assert (task.unit_id, task.state, task.beside) == (unit_id("ZZM"), TaskState.WAITING, True)
    assert [entry.title for entry in timeline(case, for_staff=False)] == before
    assert timeline(case, for_staff=True)[-1].words[0].body == WORDS


def test_the_unit_with_a_task_sees_the_case_and_does_its_part_only(case: Case, zdmk: Actor) -> None:
    zzm = acting_for("ZZM", "cases.view", "cases.work")
    assert case_for(zzm, case.number, at=LATER) is None
    task = a_task(case, zdmk)

    seen = case_for(zzm, case.number, at=LATER)
    assert seen is not None
    assert not seen.may & {"done", "answer", "ask", "contact", "task", "personal"}
    assert list(tasked([unit_id("ZZM")])) == [case.pk]
    assert tasks_of(case.pk, zzm, at=LATER)[1].may == {"take", "ask", "photo", "done", "back"}
    with pytest.raises(Refused):
        commands.done(case.pk, outcome=Outcome.DONE, words=CLOSING, at=LATER, by=zzm)
    with pytest.raises(Refused):
        commands.cancel_task(task.pk, at=LATER, by=zzm)

    commands.take_task(task.pk, at=LATER, by=zzm)
    commands.finish_task(task.pk, words="Gałęzie przycięte.", at=LATER, by=zzm)
    assert case_for(zzm, case.number, at=LATER) is None
    assert list(tasked([unit_id("ZZM")])) == []


def test_whoever_has_no_part_in_it_may_do_nothing(case: Case, zdmk: Actor) -> None:
    task, mpo = a_task(case, zdmk), acting_for("MPO")
    for act in (
        lambda: commands.take_task(task.pk, at=LATER, by=mpo),
        lambda: commands.ask_about_task(task.pk, words="Które drzewo?", at=LATER, by=mpo),
        lambda: commands.photograph_task(task.pk, files=[], at=LATER, by=mpo),
        lambda: commands.finish_task(task.pk, words="Zrobione u nas.", at=LATER, by=mpo),
        lambda: commands.hand_back_task(task.pk, words="To nie nasze.", at=LATER, by=mpo),
        lambda: commands.cancel_task(task.pk, at=LATER, by=mpo),
        lambda: commands.give_task(case.pk, unit="ZZM", words=WORDS, at=LATER, by=mpo),
        lambda: commands.take_task(task.pk, at=LATER, by=ANYBODY),
        lambda: commands.finish_task(
            task.pk, words="Zrobione.", at=LATER,
            by=Actor(kind="link", id=3, grants=frozenset({task_grant(task.pk + 1)})),
        ),
    ):  # fmt: skip
        with pytest.raises(Refused):
            act()


def test_a_case_with_open_tasks_does_not_end_and_says_whose(case: Case, zdmk: Actor) -> None:
    a_task(case, zdmk)
    centre = everywhere()
    commands.add_photos(case.pk, files=[a_photo()], kind="evidence", at=LATER, by=zdmk)  # type: ignore[arg-type]

    with pytest.raises(OpenTasks, match="ZZM"):
        commands.done(case.pk, outcome=Outcome.DONE, words=CLOSING, at=LATER, by=zdmk)
    other = a_case(category="roads-pothole")
    with pytest.raises(OpenTasks):
        commands.merge(case.pk, into_id=other.pk, at=LATER, by=centre)
    case.refresh_from_db()
    assert case.state == CaseState.NEW

    commands.done(
        case.pk, outcome=Outcome.DONE, words=CLOSING, cancel_tasks=True, at=LATER, by=zdmk
    )
    assert Task.objects.get(case=case, beside=True).state == TaskState.CANCELLED


def test_a_contractor_by_link_gives_the_case_back_to_its_unit(case: Case, zdmk: Actor) -> None:
    commands.take(case.pk, at=MONDAY, by=zdmk)
    task = contractor_of(case, zdmk)
    case.refresh_from_db()
    assert (case.state, case.waiting_on) == (CaseState.CONTRACTOR, WaitingOn.CONTRACTOR)

    firm = by_link(task)
    commands.see_task(task.pk, at=LATER, by=firm)
    commands.take_task(task.pk, at=LATER, by=firm)
    commands.finish_task(
        task.pk, words="Nawierzchnia ułożona.", files=[a_photo()], at=LATER, by=firm
    )

    case.refresh_from_db()
    task.refresh_from_db()
    assert (case.state, case.waiting_on) == (CaseState.IN_PROGRESS, WaitingOn.UNIT)
    assert (task.state, task.opened_at) == (TaskState.DONE, LATER)
    last = timeline(case, for_staff=True)[-1]
    assert last.who == "Firma Bruk"
    assert last.pictures
    assert not [entry for entry in timeline(case, for_staff=False) if entry.pictures]
    commands.done(case.pk, outcome=Outcome.DONE, words=CLOSING, at=LATER, by=zdmk)
    assert timeline(case, for_staff=False)[-1].pictures


def test_the_sheet_of_a_contractor_holds_nothing_of_the_reporter(zdmk: Actor) -> None:
    case = a_case(
        category="roads-pothole", text="Dzwońcie: 600 700 800, Anna Kowalska",
        name="Anna Kowalska", email="anna@poczta.example", photos=(a_photo(),),
    )  # fmt: skip
    task = contractor_of(case, zdmk)

    sheet = task_sheet(task.pk, at=LATER)

    assert sheet is not None
    assert sheet.words == WORDS
    assert "600 700 800" not in repr(sheet)
    assert "Kowalska" not in repr(sheet)
    assert sheet.photos == ()


def test_what_is_over_stays_over(case: Case, zdmk: Actor) -> None:
    task = a_task(case, zdmk)
    zzm = acting_for("ZZM")
    commands.hand_back_task(task.pk, words="Drzewo jest prywatne.", at=LATER, by=zzm)

    for act in (commands.finish_task, commands.hand_back_task, commands.ask_about_task):
        with pytest.raises(TaskIsOver):
            act(task.pk, words="Jednak zrobione.", at=LATER, by=zzm)
    before = RecordedEvent.objects.count()
    commands.cancel_task(task.pk, at=LATER, by=zdmk)
    assert RecordedEvent.objects.count() == before
    assert a_task(case, zdmk).pk != task.pk


def test_a_task_needs_words_another_unit_and_a_day_to_come(case: Case, zdmk: Actor) -> None:
    for wrong in (
        {"unit": "ZDMK"},
        {"unit": "nie ma"},
        {"words": "?"},
        {"until": MONDAY - timedelta(days=1)},
    ):
        asked = {"unit": "ZZM", "words": WORDS, "until": None, **wrong}
        with pytest.raises(Incomplete):
            commands.give_task(case.pk, at=MONDAY, by=zdmk, **asked)  # type: ignore[arg-type]
    a_task(case, zdmk)
    with pytest.raises(IllegalMove, match="ma już zadanie"):
        a_task(case, zdmk)


def test_others_go_on_when_the_case_moves_and_the_new_unit_has_no_task_of_its_own_beside(
    case: Case, zdmk: Actor
) -> None:
    zzm, mpo = a_task(case, zdmk), a_task(case, zdmk, unit="MPO")

    commands.forward(case.pk, unit="ZZM", reason="To jednak drzewo.", at=LATER, by=zdmk)

    zzm.refresh_from_db()
    mpo.refresh_from_db()
    assert (zzm.state, mpo.state) == (TaskState.CANCELLED, TaskState.WAITING)
    assert Task.objects.get(case=case, unit_id=unit_id("ZZM"), beside=False).state == "waiting"
