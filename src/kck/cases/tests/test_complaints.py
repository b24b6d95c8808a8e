"""Complaints: never to whoever is complained of, never without an author."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, acting_for, everywhere, reporter_of, unit_id

from kck.cases import commands, policy
from kck.cases.clock_models import Complained, ComplaintRoute
from kck.cases.clock_terms import ComplainedOf
from kck.cases.commands.complaints import ask_author, end_wait
from kck.cases.jobs import end_waiting
from kck.cases.models import Case
from kck.cases.queries.desk import Filters, View, queue
from kck.cases.queries.desk_case import case_for, history_seen
from kck.cases.queries.timeline import timeline
from kck.cases.rules import Incomplete
from kck.cases.terms import CaseState
from kck.cases.tests.reacting import body, run_formal_reactions
from kck.cases.tests.test_reminding import somebody
from kck.directory.terms import CaseKind
from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db

TEXT = "Skarżę się na pracowników. Jan Kowalski, tel. 600 100 200."
CENTRE = everywhere()


def a_complaint(*, email: str = "", name: str = "") -> Case:
    """A report of ZDMK's that turned out to be a complaint."""
    case = a_case(text=TEXT, email=email, name=name)
    commands.requalify(case.pk, kind=CaseKind.COMPLAINT, reason="To skarga.", at=MONDAY, by=CENTRE)
    return Case.objects.get(pk=case.pk)


def named(case: Case, of: ComplainedOf, unit: str = "", staff_id: int | None = None) -> Case:
    return commands.name_complained(
        case.pk, of=of, unit=unit, staff_id=staff_id, at=MONDAY, by=CENTRE
    )


def test_it_leaves_the_unit_that_had_it_which_is_presumed_to_be_complained_of():
    case = a_complaint()

    assert case.unit_id == unit_id("OR")
    assert Complained.objects.get(case=case).unit_id == unit_id("ZDMK")
    told = timeline(case, for_staff=False)[-1]
    assert [one.body for one in told.words] == ["Skargę rozpatruje: Prezydent Miasta Krakowa."]
    assert case.private


@pytest.mark.parametrize("of", [ComplainedOf.MAYOR, ComplainedOf.HEAD])
def test_about_the_mayor_or_a_head_it_goes_through_the_office_to_the_council(of):
    case = named(a_complaint(email="jan@example.test"), of, "ZZM")

    assert case.unit_id == unit_id("OR")
    run_formal_reactions()
    assert "Rada Miasta Krakowa" in body("cases.forwarded")


def test_a_unit_never_examines_a_complaint_of_itself():
    case = named(a_complaint(), ComplainedOf.UNIT, "OR")

    assert case.unit_id == unit_id("KCK")


def test_the_city_may_name_another_superior_for_some_units():
    ComplaintRoute.objects.all().delete()
    ComplaintRoute.objects.create(code="a", of=["unit"], units=["ZDMK"], through="ZZM")
    ComplaintRoute.objects.create(code="b", of=["unit"], through="OR")

    assert named(a_complaint(), ComplainedOf.UNIT, "ZDMK").unit_id == unit_id("ZZM")


def test_who_is_complained_of_sees_nothing_of_it_though_they_may_see_the_whole_city():
    case = a_complaint()
    nosy = Actor(kind="staff", id=7, unit_ids=frozenset({unit_id("ZDMK")}), grants=CENTRE.grants)

    assert case_for(nosy, case.number, at=MONDAY) is None
    assert case_for(acting_for("ZDMK"), case.number, at=MONDAY) is None
    assert case_for(CENTRE, case.number, at=MONDAY) is not None
    for may in (policy.may_read, policy.may_work, policy.may_see_contact, policy.may_assign,
                policy.may_read_personal, policy.may_forward):  # fmt: skip
        assert not may(nosy, Case.objects.get(pk=case.pk))


def test_it_stands_in_no_queue_of_those_it_is_about():
    case = a_complaint()
    nosy = Actor(kind="staff", id=7, unit_ids=frozenset({unit_id("ZDMK")}), grants=CENTRE.grants)

    def shown(actor: Actor) -> set[str]:
        return {row.number for row in queue(actor, View.CITY, Filters(), at=MONDAY).rows}

    assert case.number in shown(CENTRE)
    assert case.number not in shown(nosy)


def test_a_person_complained_of_neither_gets_nor_sees_it():
    person = somebody("handler", "OR")
    case = named(a_complaint(), ComplainedOf.PERSON, staff_id=person.pk)
    office = acting_for("OR")

    with pytest.raises(Incomplete, match="dotyczy skarga"):
        commands.assign(case.pk, staff_id=person.pk, at=MONDAY, by=office)
    own = Actor(
        kind="staff", id=person.pk, unit_ids=office.unit_ids, unit_grants=office.unit_grants
    )
    assert case_for(own, case.number, at=MONDAY) is None
    with pytest.raises(Refused):
        commands.take(case.pk, at=MONDAY, by=own)


def test_it_is_not_forwarded_to_the_unit_nor_does_a_category_bring_it_back():
    case = a_complaint()

    with pytest.raises(Incomplete, match="dotyczy skarga"):
        commands.forward(case.pk, unit="ZDMK", reason="To ich drogi.", at=MONDAY, by=CENTRE)
    commands.recategorise(
        case.pk, category="roads-pothole", reason="To o drodze.", at=MONDAY, by=CENTRE
    )

    assert Case.objects.get(pk=case.pk).unit_id == unit_id("OR")


def test_a_unit_that_is_heard_by_a_task_reads_no_names():
    case = a_complaint(name="Jan Kowalski", email="jan@example.test")
    commands.give_task(
        case.pk, unit="ZDMK", words="Prosimy o wyjaśnienia w tej sprawie.", at=MONDAY,
        by=acting_for("OR"),
    )  # fmt: skip

    seen = case_for(acting_for("ZDMK"), case.number, at=MONDAY)

    assert seen is not None
    assert "contact" not in seen.may
    words = " ".join(one.body for entry in history_seen(seen) for one in entry.words)
    assert "Skarżę się" in words
    assert "Kowalski" not in words
    assert "600 100 200" not in words


def test_without_name_and_address_the_author_is_asked_once():
    case = a_complaint(email="jan@example.test")

    assert ask_author(case.pk, at=MONDAY, by=PLATFORM)
    assert not ask_author(case.pk, at=MONDAY, by=PLATFORM)

    run_formal_reactions(times=2)
    case.refresh_from_db()
    assert (case.state, case.returns_at) == (CaseState.WAITING, MONDAY + timedelta(days=7))
    assert "bez imienia i nazwiska" in body("cases.author_asked")


def test_the_reaction_asks_by_itself_and_only_those_whom_the_law_means():
    anonymous, report = a_complaint(), a_case()

    run_formal_reactions()

    assert Case.objects.get(pk=anonymous.pk).state == CaseState.WAITING
    assert Case.objects.get(pk=report.pk).state == CaseState.NEW


def test_unsigned_it_is_left_unexamined_when_the_week_is_over(monkeypatch):
    case = a_complaint()
    ask_author(case.pk, at=MONDAY, by=PLATFORM)
    later = MONDAY + timedelta(days=7, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    end_waiting(0)

    case.refresh_from_db()
    assert (case.state, case.outcome) == (CaseState.CLOSED, "refused")
    names = RecordedEvent.objects.filter(stream=case.stream).values_list("name", flat=True)
    assert "cases.left_unexamined" in names


def test_whoever_answers_is_looked_at_by_a_person_first():
    case = a_complaint()
    ask_author(case.pk, at=MONDAY, by=PLATFORM)
    commands.reply(case.pk, text="Jan Kowalski, Długa 1.", at=MONDAY, by=reporter_of(case))
    commands.ask(case.pk, question="Czy to na pewno ten dzień?", at=MONDAY, by=acting_for("OR"))

    end_wait(case.pk, at=MONDAY + timedelta(days=9), by=PLATFORM)

    assert Case.objects.get(pk=case.pk).state == CaseState.IN_PROGRESS
