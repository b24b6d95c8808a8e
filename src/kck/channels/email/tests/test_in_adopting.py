"""An old mailbox is taken over: as it was, once, and nobody hears of it."""

import mailbox
from datetime import UTC, datetime

import pytest

from kck.channels.email.adopting import adopt
from kck.channels.email.tests.in_mails import ADDRESS, ANNA, BOX, a_box, wire
from kck.conversations.models import Post, Thread
from kck.messaging.models import Delivery, Message

pytestmark = pytest.mark.django_db
FIRST = "Mon, 6 Jan 2025 09:00:00 +0100"


@pytest.fixture
def old(tmp_path):
    a_box()
    folder = mailbox.Maildir(tmp_path / "old")
    folder.add(wire(1, "Kiedy naprawicie lampę?", Date=FIRST))
    reply = wire(
        2, "W piątek.", sender=ADDRESS, to=ANNA, In_Reply_To="<1@example.org>",
        Date="Tue, 7 Jan 2025 09:00:00 +0100",
    )  # fmt: skip
    folder.add_folder("Sent").add(reply)
    folder.add(wire(3, "Nadal ciemno.", In_Reply_To="<2@example.org>",
                    Date="Wed, 8 Jan 2025 09:00:00 +0100"))  # fmt: skip
    folder.add(wire(4, "Inne pytanie.", sender="jan@example.org",
                    Date="Thu, 9 Jan 2025 09:00:00 +0100"))  # fmt: skip
    third = wire(5, "Jeszcze inne.", sender="ewa@example.org", Date=FIRST)
    answered = mailbox.MaildirMessage(third)
    answered.set_flags("RS")
    folder.add(answered)
    return str(tmp_path / "old")


def test_what_still_waits_is_open_since_it_was_written_and_the_rest_is_settled(old):
    found = adopt([old], box=BOX)
    assert (found.mails, found.threads, found.waiting) == (5, 3, 2)
    lamp = Thread.objects.get(address=ANNA)
    assert lamp.state == "open"
    assert lamp.waiting_since == datetime(2025, 1, 8, 8, tzinfo=UTC)
    assert list(lamp.posts.order_by("at").values_list("way", flat=True)) == ["in", "out", "in"]
    assert Thread.objects.get(address="ewa@example.org").state == "done"
    assert Thread.objects.get(address="jan@example.org").state == "open"


def test_nothing_is_sent_and_twice_makes_no_doubles(old):
    adopt([old], box=BOX)
    again = adopt([old], box=BOX)
    assert (again.again, again.waiting) == (5, 2)
    assert Post.objects.count() == 5
    assert not Delivery.objects.exists()
    assert not Message.objects.exists()


def test_an_mbox_serves_too(tmp_path):
    a_box()
    box = mailbox.mbox(tmp_path / "old.mbox")
    box.add(wire(1, Date=FIRST))
    box.flush()
    assert adopt([str(tmp_path / "old.mbox")], box=BOX).waiting == 1
