"""A spliced mail says what a rendered one would, whatever fills its gaps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kck.channels.email.composing import quoted_value
from kck.channels.email.splicing import Splicer
from kck.channels.email.terms import Sender
from kck.messaging.html import as_html
from kck.messaging.ports import Outgoing
from kck.messaging.rules import render
from kck.messaging.terms import Words

NOW = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
SENDER = Sender(name="Centrum Kontaktu Kraków", address="kontakt@city.example")
BODY = """Dzień dobry {{name}},

.kropka na początku, {{name}}.
{{#street}}
Ulica {{street}}, zobacz https://city.example/u/{{code}}.

{{/street}}
- punkt {{name}}
- {{code}}

--

{{#leave_url}}
Rezygnacja: {{leave_url}}
{{/leave_url}}"""


@dataclass
class Wording:
    body: str = BODY
    subject: str = "Prace: {{street}} dla {{name}}"
    language: str = "pl"
    list_id: str = "<service.city.example>"
    rendered: int = 0

    def words(self, values: Mapping[str, str]) -> Words:
        self.rendered += 1
        return render(Words(subject=self.subject, body=self.body), values)


def a_message(wording, leave_url="https://city.example/s/enough/1-ab", **values):
    return Outgoing(
        message_id="<m1.ab@city.example>",
        address="ola@example.com",
        language="pl",
        subject="",
        text="",
        thread="",
        leave_url=leave_url,
        at=NOW,
        wording=wording,
        values=values,
    )


def read(raw: bytes) -> EmailMessage:
    """As the server stores it: dots that were doubled are single again."""
    lines = [line[1:] if line.startswith(b"..") else line for line in raw.split(b"\r\n")]
    found = message_from_bytes(b"\r\n".join(lines), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def parts(mail: EmailMessage) -> tuple[str, str, str]:
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    said, shown = (part.get_content().replace("\r\n", "\n") for part in (text, page))
    return str(mail["Subject"]), said.removesuffix("\n"), shown.strip()


def expected(wording, message) -> tuple[str, str, str]:
    words = wording.words({**message.values, "leave_url": message.leave_url})
    page = as_html(subject=words.subject, text=words.body, language="pl")
    return words.subject, words.body, page.strip()


ODD = st.sampled_from(
    [
        "", "Żaneta", "- nie", "--", "a\nb", " spacja ", "https://x.example/a?b=1&c=2",
        "https://x.example.", "x https://y.example z", "<b>", '"&\'', "a" * 300, ".kropka", "..",
        "=3D", "a  b", "ę" * 90, "\ue0001\ue001", "{{name}}", "100%", "тест", "🙂" * 20, "a.",
        "a/b",
    ]
)  # fmt: skip
VALUES = st.one_of(ODD, st.text(max_size=40))


@settings(max_examples=300, deadline=None)
@given(name=VALUES, street=VALUES, code=VALUES)
def test_both_ways_give_the_same_words(name, street, code):
    wording = Wording()
    message = a_message(wording, name=name, street=street, code=code)

    raw = Splicer(wording, SENDER).mail(message, NOW)
    mail = read(raw)

    assert b"\r\n.\r\n" not in raw
    subject, text, page = expected(wording, message)
    told = parts(mail)
    assert told[1].split() == text.split()
    if all(value.isprintable() for value in (name, street, code)):
        assert told[:2] == (" ".join(subject.split()), text)
        assert told[2] == page


@given(st.text(max_size=400))
def test_a_value_fills_its_gap_and_no_line_grows(value):
    raw = quoted_value(value)

    assert all(len(line) <= 76 for line in raw.split(b"\r\n"))
    assert b"." not in raw


def test_many_mails_are_rendered_once():
    wording = Wording()
    splicer = Splicer(wording, SENDER)

    mails = [
        read(
            splicer.mail(a_message(wording, name=f"Żaneta {n}", street="Długa", code=f"a{n}"), NOW)
        )
        for n in range(50)
    ]

    assert wording.rendered == 1
    assert "Żaneta 49" in parts(mails[-1])[1]
    assert mails[-1]["Subject"] == "Prace: Długa dla Żaneta 49"


def test_what_differs_in_kind_is_rendered_once_more():
    wording = Wording()
    splicer = Splicer(wording, SENDER)

    full, empty = (
        parts(read(splicer.mail(a_message(wording, name="Ola", street=s, code="a"), NOW)))[1]
        for s in ("Długa", "")
    )

    assert wording.rendered == 2
    assert "Ulica Długa" in full
    assert "Ulica" not in empty


@pytest.mark.parametrize(("leave_url", "offered"), [("https://c.example/s/1", True), ("", False)])
def test_who_may_leave_is_told_how_in_the_headers(leave_url, offered):
    wording = Wording()
    values = {"name": "Ola", "street": "", "code": ""}
    mail = read(Splicer(wording, SENDER).mail(a_message(wording, leave_url, **values), NOW))

    assert (mail["List-Unsubscribe"] == f"<{leave_url}>") is offered
    assert (mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click") is offered
    assert mail["List-Id"] == "<service.city.example>"
    assert mail["Message-ID"] == "<m1.ab@city.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"].addresses[0].display_name == "Centrum Kontaktu Kraków"


def test_no_line_of_a_mail_is_longer_than_the_standard_has_it():
    wording = Wording(body="słowo " * 500 + "{{name}}" + "słowo " * 500 + "{{name}}.")
    message = a_message(wording, name="ż" * 60)
    raw = Splicer(wording, SENDER).mail(message, NOW)

    assert max(len(line) for line in raw.split(b"\r\n")) <= 77
