"""The inbox: whose it is, what stands in it, what is done with many at once."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY

from kck.accounts.models import Staff
from kck.conversations.commands import arrive
from kck.conversations.models import Thread
from kck.desk.tests.talking import a_box, a_mail, a_thread, again
from kck.foundation import clock

NOW = MONDAY + timedelta(hours=1)
INBOX = "/desk/conversations/"
MANY = "/desk/conversations/many/"
pytestmark = pytest.mark.django_db


def test_it_shows_who_wrote_what_and_the_views_with_their_counts(role_of):
    a_thread()
    page = role_of("agent", "KCK").get(INBOX).content.decode()
    assert "Anna Nowak" in page
    assert "Godziny otwarcia" in page
    assert "Czy urząd przy Wielickiej" in page
    assert '<span class="count">1</span>' in page


def test_another_units_box_is_not_there(role_of):
    a_thread()
    handler = role_of("handler", "ZDMK")
    page = handler.get(INBOX).content.decode()
    assert "Anna Nowak" not in page
    assert "Wszystko odpisane" in page


def test_who_has_no_conversations_finds_no_inbox(role_of):
    assert role_of("worker", "ZDMK").get(INBOX).status_code == 404
    assert role_of("worker", "ZDMK").post(MANY, {"deed": "mine"}).status_code == 404


def test_words_box_and_language_narrow_it(role_of):
    a_thread()
    a_thread(2, subject="Psy", text="Czy pies musi mieć kaganiec w tramwaju?")
    agent = role_of("agent", "KCK")
    found = agent.get(INBOX, {"q": "kaganiec"}).content.decode()
    assert "Psy" in found
    assert "Godziny otwarcia" not in found
    assert "Nic nie pasuje" in agent.get(INBOX, {"language": "uk"}).content.decode()
    assert "Nic nie pasuje" in agent.get(INBOX, {"box": "drogi"}).content.decode()


def test_only_the_rows_come_again(role_of):
    a_thread()
    headers = {"HX-Request": "true", "HX-Target": "section#inbox"}
    part = role_of("agent", "KCK").get(INBOX, headers=headers).content.decode()
    assert "Anna Nowak" in part
    assert "<html" not in part


def test_several_are_mine_by_one_press_and_back_by_another(role_of):
    one, other = a_thread(), a_thread(2, sender="jan@example.org")
    agent = role_of("agent", "KCK")
    answer = agent.post(MANY, {"deed": "mine", "case": [one.pk, other.pk], "where": ""})
    assert answer["Location"] == INBOX
    me = Staff.objects.get(email="agent-KCK@example.test").pk
    assert {again(one).handler_id, again(other).handler_id} == {me}
    assert "Cofnij" in agent.get(INBOX).content.decode()
    agent.post("/desk/conversations/undo/")
    assert {again(one).handler_id, again(other).handler_id} == {None}


def test_what_needs_a_choice_asks_once(role_of):
    one, other = a_thread(), a_thread(2, sender="jan@example.org")
    agent = role_of("agent", "KCK")
    chosen = {"deed": "snooze", "case": [one.pk, other.pk], "where": ""}
    asked = agent.post(MANY, chosen)
    assert asked.status_code == 200
    assert "jutro rano" in asked.content.decode()
    assert again(one).state == "open"
    agent.post(MANY, {**chosen, "ready": "yes", "choice": "tomorrow"})
    assert {again(one).state, again(other).state} == {"snoozed"}
    agent.post("/desk/conversations/undo/")
    assert {again(one).state, again(other).state} == {"open"}


def test_a_wrong_choice_comes_back(role_of):
    one = a_thread()
    sent = {"deed": "hand-on", "case": [one.pk], "where": "", "ready": "yes", "choice": "NIKT"}
    answer = role_of("agent", "KCK").post(MANY, sent)
    assert answer.status_code == 422
    assert "Wybierz z listy" in answer.content.decode()


def test_the_whole_lot_goes_to_another_unit(role_of):
    one = a_thread()
    sent = {"deed": "hand-on", "case": [one.pk], "where": "", "ready": "yes", "choice": "ZDMK"}
    role_of("agent", "KCK").post(MANY, sent)
    assert "Anna Nowak" in role_of("handler", "ZDMK").get(INBOX).content.decode()


def test_merging_keeps_the_chosen_one_and_says_what_could_not_be(role_of):
    a_box()
    first, second = a_thread(), a_thread(2)
    stranger = a_thread(3, sender="jan@example.org")
    agent = role_of("agent", "KCK")
    sent = {
        "deed": "merge", "case": [first.pk, second.pk, stranger.pk], "where": "", "ready": "yes",
        "choice": str(first.pk),
    }  # fmt: skip
    page = agent.post(MANY, sent, follow=True).content.decode()
    assert again(second).merged_into_id == first.pk
    assert again(stranger).merged_into_id is None
    assert "Łączyć można tylko rozmowy z tą samą osobą" in page
    agent.post("/desk/conversations/undo/")
    assert again(second).merged_into_id is None


def test_spam_and_settled_leave_the_view(role_of):
    one, other = a_thread(), a_thread(2, sender="jan@example.org")
    agent = role_of("agent", "KCK")
    agent.post(MANY, {"deed": "aside", "case": [one.pk], "where": ""})
    agent.post(MANY, {"deed": "settle", "case": [other.pk], "where": ""})
    assert (again(one).state, again(other).state) == ("aside", "done")
    page = agent.get(INBOX).content.decode()
    assert "Wszystko odpisane" in page
    assert "Anna Nowak" in agent.get(INBOX, {"view": "aside"}).content.decode()


def test_nothing_chosen_is_said(role_of):
    page = role_of("agent", "KCK").post(MANY, {"deed": "mine"}, follow=True).content.decode()
    assert "Zaznacz rozmowy" in page


def test_there_are_pages(role_of):
    a_box()
    for number in range(52):
        arrive(a_mail(number, sender=f"n{number}@example.org", subject=f"Nr {number}"), at=MONDAY)
    agent = role_of("agent", "KCK")
    first = agent.get(INBOX).content.decode()
    assert 'rel="next"' in first
    second = agent.get(INBOX, {"after": "50"}).content.decode()
    assert second.count("data-open") == 2
    assert Thread.objects.count() == 52


def test_the_navigation_counts_what_waits(role_of):
    a_thread()
    page = role_of("agent", "KCK").get("/desk/").content.decode()
    assert "Maile i SMS-y" in page
    assert "Maile i SMS-y" not in role_of("worker", "ZDMK").get("/desk/").content.decode()


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())
