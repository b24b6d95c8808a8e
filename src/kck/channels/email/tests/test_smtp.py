"""What a mail looks like on the wire, and what the answers of a server mean."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from kck.channels.email.rules import as_mail, wire_address
from kck.channels.email.smtp import SmtpTransport
from kck.channels.email.terms import Sender, SmtpServer
from kck.channels.email.tests.fake_server import CUT, fake_server
from kck.messaging.ports import FarEndAway, NotDelivered, Outgoing

NOW = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
SENDER = Sender(name="Centrum Kontaktu Kraków", address="kontakt@city.example")


def a_message(**changes):
    usual = {
        "message_id": "<abc@city.example>",
        "address": "ola@example.com",
        "language": "pl",
        "subject": "Sprawa 26-000001-1: przyjęliśmy",
        "text": "Dzień dobry\n.kropka na początku\nhttps://city.example/s/x",
        "thread": "case:1",
        "leave_url": "https://city.example/s/leave/1",
        "at": NOW,
    }
    return Outgoing(**{**usual, **changes})


def read(message):
    raw = as_mail(message, SENDER, sent_at=NOW).as_bytes()
    return message_from_bytes(raw, policy=default)


def test_a_mail_says_who_it_is_from_and_that_a_machine_sent_it():
    mail = read(a_message())

    assert mail["Message-ID"] == "<abc@city.example>"
    assert mail["From"].addresses[0].display_name == "Centrum Kontaktu Kraków"
    assert mail["Subject"] == "Sprawa 26-000001-1: przyjęliśmy"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "pl"
    assert mail["Date"].datetime == NOW
    assert mail["List-Unsubscribe"] == "<https://city.example/s/leave/1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mail_is_plain_text_with_a_page_beside_it():
    mail = read(a_message(text="Zażółć <b>gęślą</b>"))

    assert mail.get_content_type() == "multipart/alternative"
    assert mail.get_body(("plain",)).get_content().strip() == "Zażółć <b>gęślą</b>"
    assert "Zażółć &lt;b&gt;gęślą" in mail.get_body(("html",)).get_content()


def test_mails_about_one_thing_belong_together():
    first, second, other = (read(a_message(thread=t)) for t in ("case:1", "case:1", "case:2"))

    assert first["References"] == second["References"] == first["In-Reply-To"]
    assert first["References"] != other["References"]


def test_one_click_leaving_is_only_offered_where_it_is_safe():
    assert read(a_message(leave_url="http://localhost/s/leave/1"))["List-Unsubscribe-Post"] is None
    assert read(a_message(leave_url=""))["List-Unsubscribe"] is None


@pytest.mark.parametrize("field", ["subject", "message_id", "language", "leave_url"])
def test_no_value_can_begin_another_header(field):
    mail = read(a_message(**{field: "a\r\nBcc: victim@example.com\n\nbody"}))

    assert mail["Bcc"] is None
    assert "victim@example.com" not in str(mail["To"])


@pytest.mark.parametrize(
    "address",
    [
        "ola@example.com\r\nBcc: x@example.com",
        "ola@example.com, x@example.com",
        "<ola@example.com>",
        "ola",
        "@example.com",
        "ola@",
        "ola@exam ple.com",
        "żółw@example.com",
        "ola@example.com>x",
    ],
)
def test_an_odd_address_is_refused_for_good(address):
    with pytest.raises(NotDelivered) as refused:
        wire_address(address)

    assert refused.value.for_good


def test_a_polish_domain_travels_in_ascii():
    assert wire_address("ola@żółw.pl") == "ola@xn--w-uga1v8h.pl"
    assert wire_address("Ola.N+kck@example.com") == "Ola.N+kck@example.com"


def test_mails_go_over_one_connection():
    with fake_server() as fake:
        transport = SmtpTransport(fake.server, SENDER)
        answers = [transport.send(a_message(message_id=f"<{n}@x.example>")) for n in range(3)]
        transport.close()

    assert answers == ["taken as 1", "taken as 2", "taken as 3"]
    assert fake.connections == 1
    assert [mail["Message-ID"] for mail in fake.mails] == [f"<{n}@x.example>" for n in range(3)]
    assert "\n.kropka" in fake.mails[0].get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("verb", "answer", "for_good"),
    [
        ("RCPT", "550 no such user", True),
        ("RCPT", "451 greylisted", False),
        ("DATA", "452 full", False),
        ("TAKEN", "554 looks like spam", True),
        ("TAKEN", "451 later", False),
    ],
)
def test_a_refusal_is_temporary_or_for_good_and_the_next_mail_goes(verb, answer, for_good):
    refusals = [answer]

    def reply(asked, argument):
        return refusals.pop() if asked == verb and refusals else None

    with fake_server(reply) as fake:
        transport = SmtpTransport(fake.server, SENDER)
        with pytest.raises(NotDelivered) as refused:
            transport.send(a_message())
        after = transport.send(a_message(message_id="<2@x.example>"))
        transport.close()

    assert (refused.value.for_good, refused.value.unknown) == (for_good, False)
    assert answer in refused.value.reason
    assert after
    assert fake.connections == 1


def test_a_line_cut_after_the_mail_was_given_over_leaves_it_unknown():
    with (
        fake_server(lambda verb, argument: CUT if verb == "TAKEN" else None) as fake,
        pytest.raises(NotDelivered) as refused,
    ):
        SmtpTransport(fake.server, SENDER).send(a_message())

    assert refused.value.unknown
    assert len(fake.taken) == 1


def test_a_kept_connection_that_went_stale_is_opened_again():
    closed_once = []

    def reply(verb, argument):
        if verb == "MAIL" and len(fake.taken) == 1 and not closed_once:
            closed_once.append(True)
            return CUT
        return None

    with fake_server(reply) as fake:
        transport = SmtpTransport(fake.server, SENDER)
        transport.send(a_message())
        transport.send(a_message(message_id="<2@x.example>"))
        transport.close()

    assert (len(fake.taken), fake.connections) == (2, 2)


@pytest.mark.parametrize(
    ("verb", "answer"), [("EHLO", CUT), ("MAIL", "550 not you"), ("MAIL", "421 closing")]
)
def test_a_server_that_wants_nothing_of_us_is_away(verb, answer):
    with (
        fake_server(lambda asked, argument: answer if asked == verb else None) as fake,
        pytest.raises(FarEndAway),
    ):
        SmtpTransport(fake.server, SENDER).send(a_message())


def test_no_server_at_all_is_away():
    with fake_server() as fake:
        gone = fake.server

    with pytest.raises(FarEndAway, match="niedostępny"):
        SmtpTransport(gone, SENDER).send(a_message())


def test_the_setting_is_one_address():
    server = SmtpServer.parse("smtp://us%40er:p%2Fw@mail.example:2525?starttls=yes")

    assert (server.host, server.port, server.user, server.password) == (
        "mail.example",
        2525,
        "us@er",
        "p/w",
    )
    assert (server.starttls, server.tls) == (True, False)
    assert SmtpServer.parse("smtps://mail.example").port == 465
    with pytest.raises(ValueError, match="smtp://"):
        SmtpServer.parse("mail.example:25")
