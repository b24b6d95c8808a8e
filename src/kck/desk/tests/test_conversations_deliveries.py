"""What did not arrive is sent again, to the right address, or another way."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY

from kck.conversations.models import Thread
from kck.desk.tests.talking import a_thread
from kck.foundation import clock
from kck.messaging.models import Delivery
from kck.messaging.terms import DeliveryState

NOW = MONDAY + timedelta(hours=1)
LIST = "/desk/deliveries/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


@pytest.fixture
def agent(role_of):
    return role_of("agent", "KCK")


@pytest.fixture
def lost(agent):
    """An answer that came back."""
    thread = a_thread()
    data = {"seen": 2, "text": "Tak, do osiemnastej.", "after": "done"}
    agent.post(f"/desk/conversations/{thread.pk}/do/answer/", data)
    rows = Delivery.objects.filter(message__key="conversations.answer")
    rows.update(state=DeliveryState.FAILED, next_try_at=None, reason="550 no such user")
    return rows.get()


def test_it_stands_in_the_list_with_its_reason(agent, lost):
    page = agent.get(LIST).content.decode()
    assert "550 no such user" in page
    assert "Odpowiedź na wiadomość" in page
    assert "a…@example.org" in page
    assert "anna@example.org" not in page
    assert "/desk/conversations/" in page


def test_again(agent, lost):
    agent.post(f"{LIST}{lost.pk}/again/")
    lost.refresh_from_db()
    assert lost.state == DeliveryState.QUEUED


def test_to_the_right_address(agent, lost):
    agent.post(f"{LIST}{lost.pk}/address/", {"address": "anna@example.com"})
    lost.refresh_from_db()
    assert (lost.state, lost.address) == (DeliveryState.QUEUED, "anna@example.com")


def test_to_nowhere_is_refused(agent, lost):
    page = agent.post(f"{LIST}{lost.pk}/address/", {"address": "anna"}, follow=True)
    assert "To nie jest adres e-mail ani numer telefonu" in page.content.decode()
    lost.refresh_from_db()
    assert lost.state == DeliveryState.FAILED


def test_another_way(agent, lost):
    sent = {"channel": "sms", "address": "600 100 200"}
    agent.post(f"{LIST}{lost.pk}/channel/", sent)
    other = Delivery.objects.get(channel="sms")
    assert other.address == "+48600100200"


def test_units_read_what_is_theirs_and_mend_nothing(agent, lost, role_of):
    handler = role_of("handler", "ZDMK")
    assert "550 no such user" not in handler.get(LIST).content.decode()
    handler.post(f"{LIST}{lost.pk}/again/")
    lost.refresh_from_db()
    assert lost.state == DeliveryState.FAILED


def test_what_is_not_there_is_not_mended(agent):
    assert agent.post(f"{LIST}999/again/").status_code == 404
    assert agent.post(f"{LIST}999/fly/").status_code == 404


def test_what_was_sent_to_somebody_stands_on_their_card(agent, lost):
    thread = Thread.objects.get()
    agent.get(f"/desk/conversations/{thread.pk}/")  # why one opens the card
    page = agent.get(f"/desk/person/{thread.person.public_id}/").content.decode()
    assert "Co wysłano" in page
    assert "550 no such user" in page
