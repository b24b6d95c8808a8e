from dataclasses import replace
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.builders import MONDAY, a_case, acting_for, everywhere

from kck.accounts import commands as accounts
from kck.accounts.models import Staff, StaffNotice
from kck.accounts.queries import actor_for
from kck.cases import commands, jobs
from kck.cases.commands.holding import LET_GO_JOB, TooLate
from kck.cases.events import PersonalDataErased
from kck.cases.models import Case, CaseText
from kck.cases.queries.timeline import timeline
from kck.cases.reactions import erase_letters
from kck.cases.rules import Incomplete
from kck.cases.terms import CaseState, Outcome
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused
from kck.replies.commands import save_draft
from kck.replies.models import Draft, HeldReply
from kck.replies.queries import held_about

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(hours=2)


@pytest.fixture
def passing(monkeypatch):
    """Real time that a test moves."""
    moment = [NOW]
    monkeypatch.setattr(clock, "real_now", lambda: moment[0])
    return lambda seconds: moment.__setitem__(0, moment[0] + timedelta(seconds=seconds))


def a_worker(name="Anna Nowak", unit="ZDMK") -> Staff:
    accounts.set_role(
        "worker", names={"pl": "x"}, grants=["cases.view", "cases.work", "cases.forward"],
        everywhere=False, second_factor=False, by=PLATFORM,
    )  # fmt: skip
    email = f"{name.split()[0].lower()}@example.org"
    staff = accounts.join(email=email, name=name, password=None, at=MONDAY, by=PLATFORM)
    accounts.appoint(staff, role="worker", unit=unit, by=PLATFORM)
    return staff


def hold(case, by, action="answer", seconds=20, **data):
    data = {"text": "Jedziemy jutro rano.", **data}
    return commands.hold(case.pk, action=action, data=data, seconds=seconds, at=NOW, by=by)


def names_in(case):
    rows = RecordedEvent.objects.filter(stream=case.stream).order_by("seq")
    return [name.removeprefix("cases.") for name in rows.values_list("name", flat=True)]


def test_an_answer_leaves_after_its_moment_and_not_before(passing):
    case, by = a_case(), actor_for(a_worker())
    held = hold(case, by)

    assert not commands.let_go(held.pk, at=NOW)
    assert not CaseText.objects.filter(case=case, kind="answer").exists()
    passing(20)
    assert commands.let_go(held.pk, at=NOW)

    assert CaseText.objects.get(case=case, kind="answer").author == str(by)
    assert names_in(case)[-2:] == ["reply_held", "case_answered"]
    job = ProcrastinateJob.objects.get(task_name=LET_GO_JOB)
    assert job.scheduled_at == NOW + timedelta(seconds=21)


def test_a_job_that_runs_twice_says_it_once(passing):
    case, by = a_case(), actor_for(a_worker())
    held = hold(case, by)
    passing(20)

    jobs.let_reply_go(held.pk)
    jobs.let_reply_go(held.pk)
    jobs.let_replies_go(0)

    assert names_in(case).count("case_answered") == 1


def test_what_is_taken_back_never_leaves_and_is_a_draft_again(passing):
    case, by = a_case(), actor_for(a_worker())
    held = hold(case, by)

    commands.take_back(held.pk, at=NOW, by=by)
    passing(60)
    jobs.let_reply_go(held.pk)
    jobs.let_replies_go(0)

    assert names_in(case)[-2:] == ["reply_held", "reply_taken_back"]
    assert not CaseText.objects.filter(case=case, kind="answer").exists()
    assert Draft.objects.get(staff_id=by.id).fields["text"] == "Jedziemy jutro rano."


def test_what_has_left_cannot_be_taken_back(passing):
    case, by = a_case(), actor_for(a_worker())
    held = hold(case, by)
    passing(20)
    commands.let_go(held.pk, at=NOW)

    with pytest.raises(TooLate):
        commands.take_back(held.pk, at=NOW, by=by)

    assert "reply_taken_back" not in names_in(case)


def test_the_clock_lets_go_what_a_lost_job_did_not(passing):
    case, by = a_case(), actor_for(a_worker())
    hold(case, by)
    ProcrastinateJob.objects.all().delete()
    passing(21)

    jobs.let_replies_go(0)

    assert names_in(case)[-1] == "case_answered"


def test_a_closing_changes_no_state_until_it_leaves(passing):
    case, by = a_case(category="roads-unpaved"), actor_for(a_worker())
    words = {"text": "Wyrównaliśmy drogę tłuczniem.", "outcome": Outcome.DONE}
    held = hold(case, by, "done", 60, **words)

    assert Case.objects.get(pk=case.pk).state == CaseState.NEW
    passing(60)
    commands.let_go(held.pk, at=NOW)

    assert Case.objects.get(pk=case.pk).state == CaseState.DONE


def test_the_reporter_reads_nothing_of_what_is_held(passing):
    case, by = a_case(), actor_for(a_worker())
    hold(case, by)
    commands.take_back(HeldReply.objects.get().pk, at=NOW, by=by)
    hold(case, by)

    entries = timeline(Case.objects.get(pk=case.pk), for_staff=False)

    assert [entry.name for entry in entries] == ["case_opened"]


def test_only_the_writer_takes_back(passing):
    case, anna = a_case(), actor_for(a_worker())
    held = hold(case, anna)

    with pytest.raises(Refused, match="tylko osoba"):
        commands.take_back(held.pk, at=NOW, by=actor_for(a_worker("Ewa Lis")))

    assert held_about(case.stream)[0].who == "Anna Nowak"


def test_what_would_be_refused_later_is_refused_now(passing):
    case, by = a_case(), actor_for(a_worker())

    with pytest.raises(Incomplete):
        hold(case, by, text=" ")
    with pytest.raises(Incomplete, match="zdjęcie"):
        hold(case, by, "done", 60, text="Zalane asfaltem.", outcome=Outcome.DONE)
    with pytest.raises(Refused):
        hold(case, actor_for(a_worker("Ewa Lis", unit="ZZM")))

    assert not HeldReply.objects.exists()


def test_when_the_case_went_another_way_the_words_come_back_and_the_writer_is_told(passing):
    case, by = a_case(), actor_for(a_worker())
    held = hold(case, by)
    commands.forward(case.pk, unit="ZZM", reason="To park.", at=NOW, by=everywhere())
    passing(20)

    assert not commands.let_go(held.pk, at=NOW)

    assert names_in(case)[-1] == "reply_stopped"
    assert Draft.objects.get(staff_id=by.id).fields["text"] == "Jedziemy jutro rano."
    assert StaffNotice.objects.get(staff_id=by.id).kind == "stopped"


def test_the_next_step_of_the_same_person_lets_the_earlier_one_go_first(passing):
    case, by = a_case(category="roads-unpaved"), actor_for(a_worker())
    hold(case, by)
    hold(case, by, "done", 60, text="Wyrównaliśmy drogę.", outcome=Outcome.DONE)

    assert names_in(case)[-3:] == ["reply_held", "case_answered", "reply_held"]
    assert HeldReply.objects.get().action == "done"


def test_without_a_time_to_take_back_it_leaves_at_once(passing):
    case, by = a_case(), actor_for(a_worker())

    assert hold(case, by, seconds=0) is None

    assert names_in(case)[-1] == "case_answered"


def test_a_system_of_the_unit_speaks_at_once(passing):
    case = a_case()

    assert hold(case, replace(acting_for("ZDMK"), kind="system")) is None

    assert names_in(case)[-1] == "case_answered"


def test_what_was_begun_about_erased_people_is_forgotten(passing):
    case, by = a_case(email="jan@example.org"), actor_for(a_worker())
    save_draft(case.stream, "note", {"text": "Jan Kowalski prosi"}, by=by)
    hold(case, by)

    erase_letters(
        PersonalDataErased(case_id=case.pk, was="new", state="new", contents=1, ground="")
    )

    assert not Draft.objects.exists()
    assert not HeldReply.objects.exists()
