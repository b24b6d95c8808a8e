"""Schedule, forward, reopen: their words wait like answers, and can be taken back."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.cases.commands import let_go
from kck.cases.models import Case, CaseText
from kck.cases.terms import CaseState
from kck.desk.tests.acting import HTMX, do, state_of
from kck.foundation import clock
from kck.replies.models import HeldReply

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(hours=2)
WORDS = {
    "schedule": {"when": "2026-12-12T09:00", "text": "Załatamy dziurę."},
    "forward": {"unit": "ZZM", "text": "To zieleń miejska."},
    "reopen": {"text": "Jednak nie skończone."},
}


@pytest.fixture(autouse=True)
def _holding(monkeypatch, settings):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.KCK_TAKE_BACK_SECONDS, settings.KCK_TAKE_BACK_CLOSING_SECONDS = 20, 60


def for_(name):
    case = a_case(email="jan@example.org")
    if name == "reopen":
        Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED, closed_at=NOW, done_at=NOW)
        case.refresh_from_db()
    return case


@pytest.mark.parametrize("name", WORDS)
def test_nothing_happens_before_the_words_leave(signed_in, name):
    case, client = for_(name), signed_in()
    before = state_of(case)

    answer = do(client, case, name, **WORDS[name])

    assert answer.status_code == 200
    held = HeldReply.objects.get()
    assert 19 <= (held.due_at - held.made_at).seconds <= 20
    assert "Cofnij" in client.get("/desk/drafts/").content.decode()
    assert state_of(case) == before
    assert not CaseText.objects.filter(case=case, kind__in=["answer", "reason"]).exists()


@pytest.mark.parametrize(
    ("name", "then"), [("schedule", "scheduled"), ("forward", "forwarded"), ("reopen", "reopened")]
)
def test_then_they_do(signed_in, name, then):
    case = for_(name)
    do(signed_in(), case, name, **WORDS[name])

    assert let_go(HeldReply.objects.get().pk, at=NOW, early=True)

    assert state_of(case) == then


@pytest.mark.parametrize("name", WORDS)
def test_taken_back_the_form_opens_with_all_of_it(signed_in, name):
    case, client = for_(name), signed_in()
    do(client, case, name, **WORDS[name])

    answer = client.post(f"/desk/take-back/{HeldReply.objects.get().pk}/", follow=True)

    shown = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/desk/case/{case.number}/do/{name}/"
    assert WORDS[name]["text"] in shown
    if unit := WORDS[name].get("unit"):
        assert f'value="{unit}" selected' in shown
    if when := WORDS[name].get("when"):
        assert when in shown


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("schedule", {"when": "2020-01-01T09:00", "text": ""}),
        ("forward", {"unit": "ZDMK", "text": "To nie nasze."}),
        ("forward", {"unit": "ZZM", "text": "nie"}),
    ],
)
def test_what_would_be_refused_then_is_refused_now(signed_in, name, wrong):
    case = for_(name)

    answer = do(signed_in(), case, name, **wrong)

    assert answer.status_code == 422
    assert not HeldReply.objects.exists()


@pytest.mark.parametrize("name", WORDS)
def test_their_letters_have_a_preview(signed_in, name):
    case = for_(name)

    answer = signed_in().post(
        f"/desk/case/{case.number}/preview/{name}/", WORDS[name], headers=HTMX
    )

    assert answer.status_code == 200
    assert WORDS[name]["text"] in answer.content.decode()


def test_who_goes_on_with_a_case_they_are_forwarding_is_told_to_take_it_back(signed_in):
    case, client = for_("forward"), signed_in()
    do(client, case, "forward", **WORDS["forward"])

    answer = do(client, case, "answer", text="Już jedziemy.")

    assert answer.status_code == 422
    assert "Przekazujesz tę sprawę innej jednostce" in answer.content.decode()
    assert HeldReply.objects.get().action == "forward"
    assert state_of(case) == "new"
