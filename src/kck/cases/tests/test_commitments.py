"""What was promised for later comes back on its day, once, and is answered for."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from tests.builders import MONDAY, WARSAW, a_case, a_photo, acting_for, everywhere, reporter_of
from tests.fixtures import load_shipped_city

from kck.accounts.models import StaffNotice
from kck.cases import commands
from kck.cases.clock_models import Commitment
from kck.cases.clock_terms import Kept, Programme
from kck.cases.commands.commitments import bring_back, move_commitment, settle_commitment
from kck.cases.models import Case
from kck.cases.queries.commitments import When, ledger, quarter_end
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.terms import CaseState, Outcome, PhotoKind
from kck.cases.tests.reacting import body, letters, run_formal_reactions
from kck.cases.tests.test_letters import a_follower
from kck.cases.tests.test_reminding import somebody
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db

WORDS = "Chodnik jest w programie remontów na 2027 rok."
PROGRAMME = Programme(due_on=date(2027, 6, 30), name="Program remontów chodników")
THAT_DAY = datetime(2027, 6, 30, 8, tzinfo=WARSAW)


def promised(programme: Programme | None = PROGRAMME, *, email: str = "") -> Commitment:
    case = a_case(email=email)
    zdmk = acting_for("ZDMK")
    commands.add_photos(
        case.pk,
        files=[a_photo(by=zdmk)],
        kind=PhotoKind.EVIDENCE,
        at=MONDAY,
        by=zdmk,
    )
    commands.done(
        case.pk, outcome=Outcome.IN_PROGRAMME, words=WORDS, programme=programme, at=MONDAY, by=zdmk
    )
    return Commitment.objects.get(case=case)


def test_an_ending_in_a_programme_is_kept_with_its_day():
    row = promised()

    assert (row.due_on, row.programme, row.state) == (date(2027, 6, 30), PROGRAMME.name, Kept.OPEN)
    events = RecordedEvent.objects.filter(stream=row.case.stream).order_by("seq")
    assert events.last().name == "cases.commitment_made"
    assert PROGRAMME.name not in str(events.last().payload)


def test_a_door_that_does_not_ask_promises_the_end_of_next_year():
    assert promised(None).due_on == date(2027, 12, 31)


def test_another_outcome_promises_nothing():
    case = a_case()
    zdmk = acting_for("ZDMK")

    commands.done(case.pk, outcome=Outcome.NOT_FOUND, words=WORDS, at=MONDAY, by=zdmk)

    assert not Commitment.objects.filter(case=case).exists()


def test_a_day_in_the_past_is_refused_with_the_whole_ending():
    with pytest.raises(Incomplete):
        promised(Programme(due_on=MONDAY.date()))


def test_it_comes_back_on_its_day_to_the_lead_and_once():
    lead = somebody("lead")
    row = promised()

    assert bring_back(at=THAT_DAY - timedelta(days=1)) == 0
    assert bring_back(at=THAT_DAY) == 1
    assert bring_back(at=THAT_DAY + timedelta(days=1)) == 0

    assert StaffNotice.objects.filter(staff=lead, subject=row.case.stream).count() == 1


def test_a_moved_one_comes_back_anew():
    somebody("lead")
    row = promised()
    bring_back(at=THAT_DAY)

    later = Programme(due_on=date(2028, 6, 30), name="Program na 2028")
    move_commitment(row.pk, programme=later, at=THAT_DAY, by=acting_for("ZDMK"))

    assert bring_back(at=THAT_DAY) == 0
    assert bring_back(at=datetime(2028, 6, 30, 8, tzinfo=WARSAW)) == 1


def test_kept_is_said_with_words_and_everybody_who_cares_is_told():
    row = promised(email="jan@example.test")
    a_follower(row.case, "anna@example.test")

    settle_commitment(
        row.pk, result=Kept.KEPT, words="Chodnik jest nowy.", at=THAT_DAY, by=acting_for("ZDMK")
    )
    run_formal_reactions(times=2)

    assert "Chodnik jest nowy." in body("cases.commitment")
    assert "Zrobiliśmy to." in body("cases.commitment_too")
    assert "Chodnik jest nowy." not in body("cases.commitment_too")  # nobody published it
    told = [key for key, _to in letters(row.case) if key.startswith("cases.commitment")]
    assert sorted(told) == ["cases.commitment", "cases.commitment_too"]


def test_the_case_can_be_opened_again_from_it():
    row = promised()
    zdmk = acting_for("ZDMK")

    settle_commitment(row.pk, result=Kept.REOPENED, words="Zaczynamy prace.", at=THAT_DAY, by=zdmk)

    assert Case.objects.get(pk=row.case_id).state == CaseState.REOPENED
    assert Commitment.objects.get(pk=row.pk).state == Kept.REOPENED
    with pytest.raises(IllegalMove):
        settle_commitment(row.pk, result=Kept.KEPT, words="Jeszcze raz to.", at=THAT_DAY, by=zdmk)


def test_whoever_disagrees_takes_the_matter_up_again():
    row = promised()

    commands.disagree(row.case_id, text="Nie zgadzam się.", at=MONDAY, by=reporter_of(row.case))

    assert Commitment.objects.get(pk=row.pk).state == Kept.REOPENED


def test_it_needs_words_and_the_unit():
    row = promised()

    with pytest.raises(Incomplete):
        settle_commitment(row.pk, result=Kept.KEPT, words="ok", at=THAT_DAY, by=acting_for("ZDMK"))
    with pytest.raises(Refused):
        settle_commitment(row.pk, result=Kept.KEPT, words=WORDS, at=THAT_DAY, by=acting_for("ZZM"))


def test_the_ledger_is_by_when_and_only_of_ones_own_units():
    row = promised()
    zdmk = acting_for("ZDMK")

    def shown(at: datetime, actor=zdmk) -> list[When]:
        return [group.when for group in ledger(actor, at=at) if group.rows]

    assert shown(MONDAY) == [When.LATER]
    assert shown(datetime(2027, 4, 1, 9, tzinfo=WARSAW)) == [When.QUARTER]
    assert shown(THAT_DAY + timedelta(days=1)) == [When.OVERDUE]
    assert shown(MONDAY, acting_for("ZZM")) == []
    assert shown(MONDAY, everywhere()) == [When.LATER]
    settle_commitment(row.pk, result=Kept.BROKEN, words="Nie było pieniędzy.", at=MONDAY, by=zdmk)
    assert shown(MONDAY) == [When.SETTLED]


@pytest.mark.parametrize(
    ("day", "ends"),
    [("2026-01-01", "2026-03-31"), ("2026-05-31", "2026-06-30"), ("2026-12-31", "2026-12-31")],
)
def test_a_quarter_ends(day, ends):
    assert quarter_end(date.fromisoformat(day)) == date.fromisoformat(ends)


@pytest.mark.django_db(transaction=True)
def test_two_workers_bring_it_back_once():
    load_shipped_city()
    lead = somebody("lead")
    promised()
    begin, counts = threading.Barrier(2), []

    def work() -> None:
        try:
            begin.wait(timeout=10)
            counts.append(bring_back(at=THAT_DAY))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(timeout=30)

    assert sum(counts) == 1
    assert StaffNotice.objects.filter(staff=lead).count() == 1
