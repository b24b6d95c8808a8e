"""What comes back for the third time asks a crew why, too."""

import pytest
from tests.builders import a_case

from kck.cases.models import Case, CaseText
from kck.cases.terms import CaseState, TextKind
from kck.field.tests.conftest import done, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def returning(db):
    case = a_case()
    Case.objects.filter(pk=case.pk).update(times=3)
    return case


def state(case):
    case.refresh_from_db()
    return CaseState(case.state)


def test_a_crew_says_why_it_comes_back(signed_in, returning):
    client = signed_in()
    page = client.get(f"/teren/{returning.number}/").content.decode()
    assert "Dlaczego to wraca" in page
    assert "needs-cause" in page

    answer = send(
        client, returning, "done", **done(cause="worn-out", cause_words="Nowa nawierzchnia.")
    )

    assert answer.status_code == 200
    assert (state(returning), returning.cause) == (CaseState.DONE, "worn-out")
    words = CaseText.objects.filter(case=returning, kind=TextKind.NOTE)
    assert words.get().body == "Nowa nawierzchnia."


def test_a_page_that_asked_gets_no_ending_without_an_answer(signed_in, returning):
    answer = send(signed_in(), returning, "done", phone=False, **done(cause=""))

    assert answer.status_code == 422
    assert "Wybierz, dlaczego to wraca." in answer.content.decode()
    assert state(returning) == CaseState.NEW


def test_what_was_kept_on_the_phone_since_before_is_not_blamed(signed_in, returning):
    assert send(signed_in(), returning, "done", **done()).status_code == 200
    assert (state(returning), returning.cause) == (CaseState.DONE, "")


def test_where_nothing_comes_back_nothing_is_asked_or_kept(signed_in):
    case, client = a_case(), signed_in()
    assert "Dlaczego to wraca" not in client.get(f"/teren/{case.number}/").content.decode()

    send(client, case, "done", **done(cause="worn-out"))

    assert (state(case), case.cause) == (CaseState.DONE, "")
