"""The ledger of commitments on screen, and the ending that fills it."""

from datetime import date

import pytest
from tests.builders import MONDAY, a_case, a_photo, acting_for

from kck.cases import commands
from kck.cases.clock_models import Commitment
from kck.cases.clock_terms import Kept, Programme
from kck.cases.models import Case
from kck.cases.queries.desk_case import last_seq
from kck.cases.terms import Outcome, PhotoKind
from kck.foundation.numbers import display

pytestmark = pytest.mark.django_db

WORDS = "Chodnik jest w programie remontów na 2027 rok."


def promised(name: str = "Program remontów") -> Commitment:
    case, zdmk = a_case(), acting_for("ZDMK")
    commands.add_photos(
        case.pk, files=[a_photo(by=zdmk)], kind=PhotoKind.EVIDENCE, at=MONDAY, by=zdmk
    )
    commands.done(
        case.pk, outcome=Outcome.IN_PROGRAMME, words=WORDS, at=MONDAY, by=zdmk,
        programme=Programme(due_on=date(2027, 6, 30), name=name),
    )  # fmt: skip
    return Commitment.objects.get(case=case)


def test_the_ledger_shows_what_was_promised_and_strangers_see_nothing(signed_in):
    row = promised()

    page = signed_in().get("/desk/commitments/").content.decode()
    assert display(row.case.number) in page
    assert "Program remontów" in page
    other = signed_in(role="worker", unit="ZZM")
    assert display(row.case.number) not in other.get("/desk/commitments/").content.decode()
    assert other.get(f"/desk/commitments/{row.pk}/").status_code == 404


def test_the_table_is_no_formula(signed_in):
    promised(name='=HYPERLINK("http://evil.example")')

    table = signed_in().get("/desk/commitments/ledger.csv").content.decode("utf-8-sig")

    assert "\"'=HYPERLINK" in table


def test_saying_what_became_of_it(signed_in):
    row = promised()
    agent = signed_in()

    wrong = agent.post(f"/desk/commitments/{row.pk}/", {"result": "kept", "text": "ok"})
    assert wrong.status_code == 422
    assert Commitment.objects.get(pk=row.pk).state == Kept.OPEN

    sent = {"result": "kept", "text": "Chodnik jest nowy od maja."}
    assert agent.post(f"/desk/commitments/{row.pk}/", sent).status_code == 302
    assert Commitment.objects.get(pk=row.pk).state == Kept.KEPT
    assert agent.get(f"/desk/commitments/{row.pk}/").status_code == 404


def test_a_new_day_is_set(signed_in):
    row = promised()

    sent = {"result": "move", "due_on": "2099", "programme": ""}
    signed_in().post(f"/desk/commitments/{row.pk}/", sent)

    assert Commitment.objects.get(pk=row.pk).due_on == date(2099, 12, 31)


@pytest.mark.parametrize(("written", "says"), [("", "Podaj rok"), ("kiedyś", "Napisz rok")])
def test_an_ending_in_a_programme_asks_when(signed_in, written, says):
    case = a_case()
    sent = {
        "outcome": "in-programme", "text": WORDS, "due_on": written, "seen": last_seq(case.pk),
    }  # fmt: skip

    answer = signed_in().post(f"/desk/case/{case.number}/do/done/", sent)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Case.objects.get(pk=case.pk).outcome == ""
