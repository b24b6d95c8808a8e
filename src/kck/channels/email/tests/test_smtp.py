"""What a mail looks like on the wire, and what the answers of a server mean."""

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from kck.channels.email.composing import as_mail
from kck.channels.email.rules import wire_address
from kck.channels.email.smtp import SmtpTransport
from kck.channels.email.terms import Sender, SmtpServer
from kck.channels.email.tests.fake_server import CUT, fake_server
from kck.messaging.ports import NotDelivered, Outgoing

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


def deliver(transport, *messages):
    """Hand these over and wait; what the server called each, or what it refused."""
    numbered = [replace(message, ref=ref) for ref, message in enumerate(messages)]
    transport.write(numbered)
    transport.begin()
    found = {}
    deadline = time.monotonic() + 30
    while len(found) < len(numbered) and time.monotonic() < deadline:
        found |= {answer.ref: answer for answer in transport.answers(1, 1)}
    return [found[ref] for ref in range(len(numbered))]


def deliver_one(server, message=None):
    transport = SmtpTransport(server, SENDER)
    [answer] = deliver(transport, message or a_message())
    transport.close()
    return answer


def read(message):
    raw = as_mail(message, SENDER, sent_at=NOW)
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


def one_line_of(fake):
    return replace(fake.server, connections=1)


def test_mails_go_over_one_connection_when_only_one_may_be_open():
    with fake_server() as fake:
        transport = SmtpTransport(one_line_of(fake), SENDER)
        answers = deliver(transport, *(a_message(message_id=f"<{n}@x.example>") for n in range(3)))
        transport.close()

    assert [answer.far_end_id for answer in answers] == ["taken as 1", "taken as 2", "taken as 3"]
    assert fake.connections == 1
    assert [mail["Message-ID"] for mail in fake.mails] == [f"<{n}@x.example>" for n in range(3)]
    assert "\n.kropka" in fake.mails[0].get_body(("plain",)).get_content()


@pytest.mark.parametrize("pipelining", [False, True])
def test_many_mails_go_over_several_connections_and_none_is_lost_or_doubled(pipelining):
    with fake_server(pipelining=pipelining) as fake:
        transport = SmtpTransport(replace(fake.server, connections=4), SENDER)
        messages = [
            a_message(message_id=f"<{n}@x.example>", address=f"n{n}@example.com")
            for n in range(100)
        ]
        answers = deliver(transport, *messages)
        transport.close()

    assert all(answer.refused is None and not answer.away for answer in answers)
    assert {str(mail["Message-ID"]) for mail in fake.mails} == {m.message_id for m in messages}
    assert all(
        str(mail["To"]) == f"n{str(mail['Message-ID'])[1:].partition('@')[0]}@example.com"
        for mail in fake.mails
    )
    assert len(fake.taken) == 100
    assert 1 <= fake.connections <= 4


@pytest.mark.parametrize("pipelining", [False, True])
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
def test_a_refusal_is_temporary_or_for_good_and_the_next_mail_goes(
    verb, answer, for_good, pipelining
):
    refusals = [answer]

    def reply(asked, argument):
        return refusals.pop() if asked == verb and refusals else None

    with fake_server(reply, pipelining=pipelining) as fake:
        transport = SmtpTransport(one_line_of(fake), SENDER)
        refused, after = deliver(transport, a_message(), a_message(message_id="<2@x.example>"))
        transport.close()

    assert refused.refused is not None
    assert (refused.refused.for_good, refused.refused.unknown) == (for_good, False)
    assert answer in refused.refused.reason
    assert after.refused is None
    assert after.far_end_id
    assert fake.mails[-1]["Message-ID"] == "<2@x.example>"
    assert fake.connections == 1


@pytest.mark.parametrize(
    ("answer", "gone"),
    [
        ("550 5.1.1 <ola@example.com>: user unknown", True),
        ("550 5.1.10 recipient not found", True),
        ("550 No such user here", True),
        ("550 5.7.1 blocked by policy", False),
        ("552 5.2.2 mailbox full", False),
        ("451 4.1.1 try later", False),
        ("550 rejected", False),
    ],
)
def test_only_who_is_not_there_is_never_written_to_again(answer, gone):
    with fake_server(lambda verb, argument: answer if verb == "RCPT" else None) as fake:
        refused = deliver_one(fake.server).refused

    assert refused.gone is gone


def test_what_is_said_of_the_mail_says_nothing_of_the_address():
    with fake_server(lambda verb, _: "554 5.1.1 odd" if verb == "TAKEN" else None) as fake:
        refused = deliver_one(fake.server).refused

    assert (refused.for_good, refused.gone) == (True, False)


@pytest.mark.parametrize("pipelining", [False, True])
def test_a_line_cut_after_the_mail_was_given_over_leaves_it_unknown(pipelining):
    cuts = [CUT]

    def reply(verb, argument):
        return cuts.pop() if verb == "TAKEN" and cuts else None

    with fake_server(reply, pipelining=pipelining) as fake:
        transport = SmtpTransport(one_line_of(fake), SENDER)
        first, second = deliver(transport, a_message(), a_message(message_id="<2@x.example>"))
        transport.close()

    assert first.refused is not None
    assert first.refused.unknown
    # the second was at most announced: another line carries it
    assert second.refused is None
    assert second.far_end_id
    assert [str(mail["Message-ID"]) for mail in fake.mails] == [
        "<abc@city.example>", "<2@x.example>",
    ]  # fmt: skip


def test_a_kept_connection_that_went_stale_is_opened_again():
    closed_once = []

    def reply(verb, argument):
        if verb == "MAIL" and len(fake.taken) == 1 and not closed_once:
            closed_once.append(True)
            return CUT
        return None

    with fake_server(reply) as fake:
        transport = SmtpTransport(one_line_of(fake), SENDER)
        deliver(transport, a_message())
        [second] = deliver(transport, a_message(message_id="<2@x.example>"))
        transport.close()

    assert second.far_end_id
    assert (len(fake.taken), fake.connections) == (2, 2)


@pytest.mark.parametrize(
    ("verb", "answer"), [("EHLO", CUT), ("MAIL", "550 not you"), ("MAIL", "421 closing")]
)
def test_a_server_that_wants_nothing_of_us_is_away(verb, answer):
    with fake_server(lambda asked, argument: answer if asked == verb else None) as fake:
        found = deliver_one(fake.server)

    assert found.away
    assert found.refused is None
    assert fake.taken == []


def test_no_server_at_all_is_away():
    with fake_server() as fake:
        gone = fake.server

    assert "niedostępny" in deliver_one(gone).away


def test_a_server_that_says_nothing_is_left_after_its_time():
    quiet = threading.Event()

    def reply(verb, argument):
        if verb == "TAKEN":
            quiet.wait(20)
        return

    with fake_server(reply) as fake:
        found = deliver_one(replace(fake.server, timeout=0.5))
        quiet.set()

    assert found.refused is not None
    assert found.refused.unknown


def test_a_mail_that_cannot_be_written_stops_no_other():
    with fake_server() as fake:
        transport = SmtpTransport(fake.server, SENDER)
        bad, good = deliver(
            transport, a_message(address="nobody"), a_message(message_id="<2@x.example>")
        )
        transport.close()

    assert bad.refused is not None
    assert bad.refused.for_good
    assert good.far_end_id


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
