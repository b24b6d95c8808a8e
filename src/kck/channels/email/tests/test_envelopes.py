"""An answer stands in its writer's own thread, and theirs comes back to where it belongs."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from tests.builders import MONDAY, a_case, everywhere

from kck.channels.email.composing import as_mail
from kck.channels.email.envelopes import envelope_of
from kck.channels.email.parsing.reading import parse
from kck.channels.email.terms import Sender
from kck.conversations import commands
from kck.conversations.models import Box
from kck.conversations.terms import Arrived
from kck.conversations.tokens import about_of
from kck.files.attachments import store_attachment
from kck.messaging.models import Delivery
from kck.messaging.ports import Outgoing

pytestmark = pytest.mark.django_db
SENDER = Sender(name="Centrum Kontaktu", address="nadawca@kontakt.example")
BY = everywhere("conversations.work")


@pytest.fixture(autouse=True)
def box(settings):
    settings.KCK_DEMO = True
    return Box.objects.update_or_create(
        code="kontakt",
        defaults={
            "channel": "email", "address": "kontakt@kontakt.example", "unit": "KCK",
            "names": {"pl": "Skrzynka"}, "valid_from": MONDAY.date() - timedelta(days=900),
            "valid_to": None,
        },
    )[0]  # fmt: skip


def outgoing(delivery: Delivery) -> Outgoing:
    return Outgoing(
        message_id=delivery.own_id, address=delivery.address, language="pl",
        subject=delivery.subject, text=delivery.body, thread=delivery.message.about,
        leave_url="", at=MONDAY,
    )  # fmt: skip


def sent(delivery: Delivery) -> bytes:
    message = outgoing(delivery)
    return as_mail(message, SENDER, sent_at=MONDAY, envelope=envelope_of(message, SENDER))


def answered(**more) -> Delivery:
    taken = commands.arrive(
        Arrived(
            channel="email", box="kontakt", far_end_id="<pytanie@poczta.example>",
            sender="anna@poczta.example", subject="Godziny", text="Czy w piątek jest otwarte?",
        ),
        at=MONDAY,
    )  # fmt: skip
    post = commands.answer(taken.thread_id, text="Tak.", seconds=0, at=MONDAY, by=BY, **more)
    return Delivery.objects.select_related("message").get(own_id=post.own_id)


def test_an_answer_names_what_it_answers_and_is_no_machines():
    mail = message_from_bytes(sent(answered()), policy=policy.default)
    assert mail["In-Reply-To"] == "<pytanie@poczta.example>"
    assert "<pytanie@poczta.example>" in mail["References"]
    assert mail["Auto-Submitted"] is None
    assert mail["Reply-To"].addresses[0].domain == "kontakt.example"


def test_the_address_to_answer_leads_back_to_the_talk():
    delivery = answered()
    mail = message_from_bytes(sent(delivery), policy=policy.default)
    token = mail["Reply-To"].addresses[0].username.partition("+")[2]
    assert about_of(token) == delivery.message.about


def test_a_letter_about_a_case_can_be_answered_too():
    case = a_case(email="ola@poczta.example")
    message = Outgoing(
        message_id="<1@x>", address="ola@poczta.example", language="pl", subject="Sprawa",
        text="Przyjęta", thread=case.stream, leave_url="", at=MONDAY,
    )  # fmt: skip
    raw = as_mail(message, SENDER, sent_at=MONDAY, envelope=envelope_of(message, SENDER))
    mail = message_from_bytes(raw, policy=policy.default)
    assert about_of(mail["Reply-To"].addresses[0].username.partition("+")[2]) == case.stream
    assert mail["Auto-Submitted"] == "auto-generated"


def test_files_and_copies_leave_with_it():
    stored = store_attachment(b"%PDF-1.7 tabela", "application/pdf", at=MONDAY)
    delivery = answered(files=[("Godziny świąteczne.pdf", stored.public_id)], cc=["ela@x.example"])
    raw = sent(delivery)
    mail = message_from_bytes(raw, policy=policy.default)
    [attached] = mail.iter_attachments()
    assert attached.get_filename() == "Godziny świąteczne.pdf"
    assert attached.get_content() == b"%PDF-1.7 tabela"
    assert mail["Cc"] == "ela@x.example"
    assert parse(raw).text.startswith("Dzień dobry")


def test_a_mail_of_ours_that_comes_back_is_known():
    assert parse(sent(answered())).loop


def test_nothing_is_promised_where_nobody_reads_mail(settings):
    settings.KCK_DEMO = False
    message = outgoing(answered())
    assert envelope_of(message, SENDER).sender == SENDER
