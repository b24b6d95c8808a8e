"""The question whether our answer helped: asked once, answered by a button, never by opening it."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, everywhere

from kck.conversations import commands
from kck.conversations.models import Box, Thread, ThreadCase
from kck.conversations.terms import Arrived
from kck.conversations.tokens import rate_token, thread_to_rate
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.messaging.models import Delivery

pytestmark = pytest.mark.django_db
NEXT_DAY = MONDAY + timedelta(days=1, hours=2)


@pytest.fixture
def thread():
    Box.objects.update_or_create(
        code="kontakt",
        defaults={
            "channel": "email", "address": "kontakt@kontakt.example", "unit": "KCK",
            "names": {"pl": "Skrzynka"}, "valid_from": MONDAY.date(),
        },
    )  # fmt: skip
    arrived = Arrived(
        channel="email", box="kontakt", far_end_id="<1@example.org>", sender="anna@example.org",
        subject="Godziny", text="Czy urząd jest otwarty w piątek po świętach?",
    )  # fmt: skip
    taken = commands.arrive(arrived, at=MONDAY)
    commands.answer(taken.thread_id, text="Tak, do szesnastej.", at=MONDAY, by=PLATFORM, seconds=0)
    return Thread.objects.get(pk=taken.thread_id)


def asked():
    return Delivery.objects.filter(message__key="conversations.rate")


def test_a_day_after_the_answer_its_reader_is_asked_once(thread, monkeypatch):
    from kck.conversations.jobs import ask_how_it_was

    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=20))
    ask_how_it_was(0)
    assert not asked().exists()
    monkeypatch.setattr(clock, "now", lambda: NEXT_DAY)
    ask_how_it_was(0)
    ask_how_it_was(0)
    assert asked().count() == 1
    assert f"/s/rate/{rate_token(thread.pk)}" in asked().get().body


def test_whoever_has_a_case_is_not_asked(thread):
    ThreadCase.objects.create(thread=thread, case=a_case(), at=MONDAY)
    assert not commands.ask_whether_it_helped(thread.pk, at=NEXT_DAY)
    assert not asked().exists()


def test_a_talk_nobody_answered_asks_nothing(thread):
    Thread.objects.update(last_out_at=None)
    assert not commands.ask_whether_it_helped(thread.pk, at=NEXT_DAY)


def test_opening_the_link_says_nothing_and_a_button_does(client, thread):
    where = f"/s/rate/{rate_token(thread.pk)}"
    page = client.get(where).content.decode()
    assert page.count('name="stars"') == 5
    assert Thread.objects.get().satisfied is None
    assert "Dziękujemy za ocenę" in client.post(where, {"stars": "4"}).content.decode()
    client.post(where, {"stars": "2"})
    assert Thread.objects.get().satisfied == 2


def test_six_stars_are_none(client, thread):
    where = f"/s/rate/{rate_token(thread.pk)}"
    for stars in ("6", "0", "", "x", "55"):
        assert client.post(where, {"stars": stars}).status_code == 422
    assert Thread.objects.get().satisfied is None


def test_a_token_cannot_be_made_up(client, thread):
    assert thread_to_rate(rate_token(7)) == 7
    assert thread_to_rate(rate_token(7).replace("7.", "8.", 1)) == 0
    for token in (f"{thread.pk}.aaaaaaaaaaaaaaaa", "1", "x.y", rate_token(thread.pk + 1)):
        assert client.get(f"/s/rate/{token}").status_code == 404


def test_an_erased_talk_is_not_rated(client, thread):
    Thread.objects.update(erased_at=NEXT_DAY)
    assert client.get(f"/s/rate/{rate_token(thread.pk)}").status_code == 404


def test_a_rating_changes_nothing_for_who_is_writing(client, thread):
    """The page of a colleague stays valid."""
    before = Thread.objects.get().version
    client.post(f"/s/rate/{rate_token(thread.pk)}", {"stars": "5"})
    commands.expect_unchanged(thread.pk, version=before, by=everywhere())
