"""Which way out there is, and the demo's mailbox."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kck.channels.email.mailbox import MailboxTransport
from kck.channels.email.queries import mail, mailbox
from kck.channels.email.smtp import SmtpTransport
from kck.channels.email.terms import Sender
from kck.channels.email.tests.fake_server import fake_server
from kck.channels.email.transports import make_transport
from kck.foundation.actor import PLATFORM
from kck.messaging.commands import forget, send
from kck.messaging.models import Delivery
from kck.messaging.sending import send_due
from kck.messaging.terms import Reason, Recipient
from kck.messaging.tests.far_end import TEXT

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)


def tell(*addresses, dedupe="1"):
    send(
        TEXT,
        dedupe=dedupe,
        to=[Recipient(address=a, person_id=n) for n, a in enumerate(addresses, start=1)],
        variables={"number": "26-1"},
        about="case:1",
        at=MONDAY,
        by=PLATFORM,
    )


@pytest.fixture
def demo(settings):
    settings.KCK_DEMO = True
    settings.ENV = replace(settings.ENV, smtp_url="")


def test_in_the_demo_a_mail_can_be_read_in_the_mailbox(demo):
    tell("ola@example.com", "jan@example.com")

    assert send_due() == 2
    assert {found.address for found in mailbox()} == {"ola@example.com", "jan@example.com"}
    [found] = mailbox(address="ola@example.com")
    assert (found.subject, found.about) == ("Sprawa 26-1", "case:1")
    assert "<html" in found.html
    assert "Message-ID: <" in found.raw
    assert mail(found.id) == found
    assert mail(0) is None


def test_a_mail_that_is_handed_over_twice_lies_in_the_mailbox_once(demo):
    tell("ola@example.com")
    send_due()
    Delivery.objects.update(state="unknown", next_try_at=MONDAY)

    assert send_due() == 1
    assert len(mailbox()) == 1


def test_the_address_that_nobody_has_comes_back_at_once(demo):
    tell("ktos@nie-ma-takiej.example")
    send_due()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.next_try_at) == ("failed", None)
    assert "550" in delivery.reason
    assert mailbox() == []


def test_whoever_is_forgotten_is_gone_from_the_mailbox_too(demo):
    tell("ola@example.com", "jan@example.com")
    send_due()

    forget([1], at=MONDAY)

    assert [found.address for found in mailbox()] == ["jan@example.com"]


def test_without_server_and_demo_mails_wait_and_are_not_burnt(settings):
    settings.KCK_DEMO = False
    settings.ENV = replace(settings.ENV, smtp_url="")
    tell("ola@example.com")

    assert send_due() == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.reason) == ("queued", 0, Reason.NO_SERVER)


def test_with_a_server_mails_go_there(settings):
    settings.KCK_DEMO = True
    with fake_server() as fake:
        settings.ENV = replace(settings.ENV, smtp_url=fake.url, mail_from="kck@city.example")
        tell("ola@example.com")
        sent = send_due()

    assert sent == 1
    [received] = fake.mails
    assert received["From"].addresses[0].addr_spec == "kck@city.example"
    assert received["Message-ID"] == Delivery.objects.get().own_id


def test_a_server_without_a_sender_address_waits(settings):
    settings.ENV = replace(settings.ENV, smtp_url="smtp://mail.example", mail_from="")
    settings.SITE_URL = "http://localhost:8000"

    assert make_transport().not_ready() == Reason.NO_SENDER

    settings.SITE_URL = "https://kontakt.city.example"
    assert isinstance(make_transport(), SmtpTransport)


def test_the_mailbox_is_always_ready():
    assert MailboxTransport(Sender(name="", address="a@b.example")).not_ready() == ""
