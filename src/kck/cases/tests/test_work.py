"""From opened to confirmed, and what may go wrong on the way."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, a_photo, acting_for, everywhere, reporter_of, unit_id

from kck.cases import commands
from kck.cases.models import Case, CaseText, Follower, Task
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.terms import (
    CaseState,
    Closing,
    Outcome,
    PhotoKind,
    TaskState,
    TextKind,
    WaitingOn,
)
from kck.foundation.actor import ANYBODY, PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=2)
WORDS = "Ubytek załataliśmy masą na gorąco."


def names(case: Case) -> list[str]:
    events = RecordedEvent.objects.filter(stream=case.stream).order_by("seq")
    return [event.name.removeprefix("cases.") for event in events]


def test_an_opened_case_has_a_unit_a_promise_and_a_task():
    case = a_case()

    assert case.unit_id == unit_id("ZDMK")
    assert (case.state, case.waiting_on) == (CaseState.NEW, WaitingOn.UNIT)
    assert case.due_at == MONDAY + timedelta(hours=48)
    assert case.because["pl"].startswith("ZDMK, bo:")
    assert Task.objects.get(case=case).unit_id == case.unit_id
    assert names(case) == ["case_opened"]


def test_a_case_is_worked_to_done_and_confirmed():
    case = a_case()
    zdmk = acting_for("ZDMK")

    commands.take(case.pk, at=LATER, by=zdmk)
    files = [a_photo(at=LATER, by=zdmk)]
    commands.add_photos(case.pk, files=files, kind=PhotoKind.EVIDENCE, at=LATER, by=zdmk)
    commands.done(case.pk, outcome=Outcome.DONE, words=WORDS, at=LATER, by=zdmk)
    commands.confirm(case.pk, at=LATER, by=reporter_of(case))

    case.refresh_from_db()
    assert (case.state, case.closing) == (CaseState.CLOSED, Closing.CONFIRMED)
    assert (case.closed_at, case.done_by_id) == (LATER, zdmk.id)
    assert Task.objects.get(case=case).state == TaskState.DONE
    assert names(case) == [
        "case_opened", "case_taken", "photo_added", "case_done", "case_confirmed",
    ]  # fmt: skip


def test_confirming_twice_is_confirming_once():
    case = a_case(category="greenery-uncut-grass")
    commands.close_outright(case.pk, outcome=Outcome.DONE, words=WORDS, at=LATER, by=everywhere())

    commands.confirm(case.pk, at=LATER, by=reporter_of(case))
    commands.confirm(case.pk, at=LATER, by=reporter_of(case))

    assert names(case).count("case_confirmed") == 1


def test_another_unit_may_not_touch_it():
    case = a_case()

    with pytest.raises(Refused, match="innej jednostki"):
        commands.take(case.pk, at=LATER, by=acting_for("MPO"))

    assert names(case) == ["case_opened"]


def test_a_stranger_may_not_confirm():
    case = a_case()

    with pytest.raises(Refused):
        commands.withdraw(case.pk, at=LATER, by=ANYBODY)


def test_done_without_the_demanded_photo_is_refused_and_nothing_changes():
    case = a_case()

    with pytest.raises(Incomplete, match="zdjęcie"):
        commands.done(case.pk, outcome=Outcome.DONE, words=WORDS, at=LATER, by=acting_for("ZDMK"))

    case.refresh_from_db()
    assert case.state == CaseState.NEW
    assert not CaseText.objects.filter(case=case, kind=TextKind.CLOSING).exists()


def test_a_question_stops_the_promised_clock_and_the_answer_starts_it_again():
    case = a_case()
    promised = case.due_at
    assert promised is not None
    commands.ask(case.pk, question="Który pas ruchu?", at=LATER, by=acting_for("ZDMK"))
    case.refresh_from_db()
    assert (case.state, case.waiting_on) == (CaseState.WAITING, WaitingOn.REPORTER)

    commands.reply(
        case.pk, text="Prawy, przy krawężniku.", at=LATER + timedelta(hours=5), by=reporter_of(case)
    )

    case.refresh_from_db()
    assert case.state == CaseState.IN_PROGRESS
    assert case.due_at == promised + timedelta(hours=5)
    assert case.returns_at is None


def test_an_unanswered_question_returns_by_itself_once():
    case = a_case()
    commands.ask(case.pk, question="Który pas ruchu?", at=LATER, by=acting_for("ZDMK"))
    due = MONDAY + timedelta(days=6)

    commands.stop_waiting(case.pk, at=due, by=PLATFORM)
    commands.stop_waiting(case.pk, at=due, by=PLATFORM)

    assert names(case).count("waiting_ended") == 1


def test_the_second_hand_back_goes_to_the_centre_for_triage():
    case = a_case(category="roads-collapse")
    commands.hand_back(case.pk, reason="To nie nasza droga.", at=LATER, by=acting_for("ZDMK"))
    case.refresh_from_db()
    assert case.unit_id == unit_id("WMK")

    commands.hand_back(case.pk, reason="To nie nasza rura.", at=LATER, by=acting_for("WMK"))

    case.refresh_from_db()
    assert case.unit_id == unit_id("KCK")
    assert case.needs_triage
    assert case.waiting_on == WaitingOn.CENTRE


def test_forwarding_needs_a_reason():
    case = a_case()

    with pytest.raises(Incomplete, match="powód"):
        commands.forward(case.pk, unit="ZZM", reason=" ", at=LATER, by=acting_for("ZDMK"))


def test_forwarding_gives_the_task_to_the_other_unit():
    case = a_case()
    commands.take(case.pk, at=LATER, by=acting_for("ZDMK"))

    commands.forward(
        case.pk, unit="ZZM", reason="To alejka parku.", at=LATER, by=acting_for("ZDMK")
    )

    case.refresh_from_db()
    assert (case.unit_id, case.handler_id) == (unit_id("ZZM"), None)
    assert [task.state for task in case.tasks.order_by("pk")] == [
        TaskState.CANCELLED,
        TaskState.WAITING,
    ]


def test_another_category_is_routed_and_promised_again():
    case = a_case()

    commands.recategorise(
        case.pk, category="waste-overflowing-bin", at=LATER, by=everywhere("cases.triage")
    )

    case.refresh_from_db()
    assert case.unit_id == unit_id("MPO")
    assert case.due_at is not None
    assert case.due_at != MONDAY + timedelta(hours=48)


def test_a_dispute_takes_the_case_from_who_finished_it():
    case = a_case(category="greenery-uncut-grass")
    zzm = acting_for("ZZM")
    commands.take(case.pk, at=LATER, by=zzm)
    commands.close_outright(case.pk, outcome=Outcome.NOT_FOUND, words=WORDS, at=LATER, by=zzm)

    commands.disagree(case.pk, text="Trawa stoi jak stała.", at=LATER, by=reporter_of(case))

    case.refresh_from_db()
    assert (case.state, case.handler_id, case.disputes) == (CaseState.REOPENED, None, 1)
    assert (case.outcome, case.closed_at) == ("", None)


def test_after_a_month_a_closed_case_is_reported_anew():
    case = a_case(category="greenery-uncut-grass")
    commands.close_outright(case.pk, outcome=Outcome.DONE, words=WORDS, at=LATER, by=everywhere())

    with pytest.raises(IllegalMove, match="jeszcze raz"):
        commands.disagree(
            case.pk, text="Znowu.", at=LATER + timedelta(days=31), by=reporter_of(case)
        )


def test_merging_and_unmerging_brings_back_what_was():
    one, other = a_case(), a_case()

    commands.merge(one.pk, into_id=other.pk, at=LATER, by=everywhere())
    other.refresh_from_db()
    assert other.me_too == 1
    commands.unmerge(one.pk, at=LATER, by=everywhere())

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.outcome, one.merged_into_id) == (CaseState.REOPENED, "", None)
    assert other.me_too == 0


def test_a_case_cannot_be_merged_with_itself():
    case = a_case()

    with pytest.raises(IllegalMove):
        commands.merge(case.pk, into_id=case.pk, at=LATER, by=everywhere())


def test_a_complaint_keeps_its_number_gets_its_clock_and_is_not_public():
    case = a_case()
    number = case.number

    commands.requalify(
        case.pk, kind="complaint", reason="Skarga na opieszałość.", at=LATER, by=everywhere()
    )

    case.refresh_from_db()
    assert (case.number, case.kind, case.private) == (number, "complaint", True)
    assert case.legal_due_at is not None
    assert case.legal_due_at.astimezone(MONDAY.tzinfo).date().isoformat() == "2026-03-02"


def test_a_follower_leaves_by_the_link_in_the_mail():
    case = a_case(email="anna@example.org")
    follower = Follower.objects.get(case=case)

    commands.leave(str(follower.leave_token), at=LATER)
    commands.leave(str(follower.leave_token), at=LATER)

    follower.refresh_from_db()
    assert follower.left_at == LATER
    assert names(case).count("follower_left") == 1
