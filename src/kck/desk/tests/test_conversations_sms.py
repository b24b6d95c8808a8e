"""Answering a text: without marks only when the writer says so."""

import pytest
from tests.builders import MONDAY

from kck.conversations.commands import arrive
from kck.conversations.models import Box, Thread
from kck.conversations.terms import Arrived
from kck.desk.tests.talking import again
from kck.messaging.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(role_of):
    return role_of("agent", "KCK")


def _thread() -> Thread:
    Box.objects.update_or_create(
        code="sms",
        defaults={"channel": "sms", "address": "000311", "unit": "KCK", "names": {"pl": "SMS"},
                  "valid_from": MONDAY.date()},
    )  # fmt: skip
    taken = arrive(
        Arrived(
            channel="sms", box="sms", far_end_id="1", sender="+48600100200",
            text="Czy urząd jest otwarty w piątek po świętach?",
        ),
        at=MONDAY,
    )  # fmt: skip
    return Thread.objects.get(pk=taken.thread_id)


@pytest.mark.parametrize(
    ("more", "said"), [({}, "Tak, do późna."), ({"plain": "on"}, "Tak, do pozna.")]
)
def test_marks_go_only_when_the_writer_says_so(agent, more, said):
    thread = _thread()
    page = agent.get(f"/desk/conversations/{thread.pk}/do/answer/").content.decode()
    assert "Bez polskich i ukraińskich znaków" in page
    data = {"text": "Tak, do późna.", "after": "done", "seen": again(thread).version, **more}
    agent.post(f"/desk/conversations/{thread.pk}/do/answer/", data)
    sent = Delivery.objects.get(message__key="conversations.answer")
    assert (sent.channel, sent.address, sent.body) == ("sms", "+48600100200", said)
