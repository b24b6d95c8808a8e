"""Who, when, what about: headers as people's programs really write them."""

from datetime import UTC, datetime

import pytest

from kck.channels.email.parsing import Mailbox, parse
from kck.channels.email.parsing.limits import MAX_HEADERS, MAX_REFERENCES, MAX_SUBJECT
from kck.channels.email.tests.mails import a_mail, word

PL = "Zażółć gęślą jaźń, dziura w jezdni"
UK = "Яма на вулиці Довгій, їхати неможливо"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (word(PL), PL),
        (word(PL, "iso-8859-2"), PL),
        (word(UK, "koi8-u"), UK),
        (word(UK, "windows-1251"), UK),
        (word(PL, "cp1250").replace("cp1250", "windows-1250"), PL),
        (PL.encode(), PL),  # raw UTF-8
        ("Zażółć gęślą jaźń".encode("cp1250"), "Zażółć gęślą jaźń"),  # raw, of an old program
        ("Zażółć gęślą jaźń".encode("iso8859_2"), "Zażółć gęślą jaźń"),
        (UK.encode("cp1251"), UK),
        ("=?utf-8?Q?Za=C5=BC=C3=B3=C5?= =?utf-8?Q?=82=C4=87?=", "Zażółć"),  # cut within a letter
        ("=?utf-8?B?WmHFvMOzxYLEhw?=", "Zażółć"),  # no padding
        ("=?utf-8?Q?dwa słowa naraz?=", "dwa słowa naraz"),  # spaces within
        ("=?utf-8?q?Re=3A?= pilne =?utf-8?q?bardzo?=", "Re: pilne bardzo"),
        ('"=?utf-8?q?Za=C5=BC?="', '"Zaż"'),
        ("=?x-nieznany?Q?dziura?=", "dziura"),
        ("=?utf-8?Q?urwane_s=C5=82owo", "urwane słowo"),
        ("=?utf-8*pl?Q?z_j=C4=99zykiem?=", "z językiem"),
        ("=?UTF-7?Q?+AXwA8w-ty?=", "żóty"),
        ("zwykły\r\n\ttemat", "zwykły temat"),
        ("=?base64?B?WmE=?=", "Za"),  # a codec of Python, and no charset
    ],
)
def test_subjects_are_read(said, meant):
    assert parse(a_mail(Subject=said)).subject == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("jan@poczta.example", [("", "jan@poczta.example")]),
        ("Jan <jan@poczta.example>", [("Jan", "jan@poczta.example")]),
        ('"Kowalski, Jan" <jan@poczta.example>', [("Kowalski, Jan", "jan@poczta.example")]),
        ("Kowalski, Jan <jan@poczta.example>", [("Kowalski, Jan", "jan@poczta.example")]),
        ("=?utf-8?q?Kowalski=2C_J=C3=B3zef?= <j@p.pl>", [("Kowalski, Józef", "j@p.pl")]),
        ("jan@p.pl (Jan Kowalski)", [("Jan Kowalski", "jan@p.pl")]),
        ("a@p.pl, B <b@p.pl>; c@p.pl", [("", "a@p.pl"), ("B", "b@p.pl"), ("", "c@p.pl")]),
        ("Rada: Jan <jan@p.pl>, ola@p.pl;", [("Jan", "jan@p.pl"), ("", "ola@p.pl")]),
        ("undisclosed-recipients:;", []),
        ("<jan@p.pl", [("", "jan@p.pl")]),
        ("<<jan@p.pl>>", [("", "jan@p.pl")]),
        ("Jan <mailto:jan@p.pl>", [("Jan", "jan@p.pl")]),
        ('"jan@p.pl" <jan@p.pl>', [("jan@p.pl", "jan@p.pl")]),
        ("Jan", [("Jan", "")]),
        ("((((((((((", []),
        ('"nie zamknięte <jan@p.pl>', [("nie zamknięte", "jan@p.pl")]),
        ("jan@żółty.example", [("", "jan@żółty.example")]),
        ("", []),
    ],
)
def test_address_lists_are_read(said, meant):
    found = parse(a_mail(To=said)).to

    assert [(one.name.split(" <")[0], one.address) for one in found] == meant


def test_the_first_sender_with_an_address_counts():
    mail = parse(a_mail(From="Jan, ola@p.pl, adam@p.pl", Sender="biuro@p.pl"))

    assert mail.from_ == Mailbox(name="Jan", address="ola@p.pl") or mail.from_.address == "ola@p.pl"
    assert mail.sender == Mailbox(address="biuro@p.pl")


def test_the_envelope_and_plus_addresses_say_where_it_was_delivered():
    mail = parse(
        a_mail(
            To="Sprawa <kontakt+k7f3.abc@krakow.example>, ola@p.pl",
            Delivered_To="skrzynka@krakow.example",
            X_Original_To="kontakt+k7f3.abc@krakow.example",
        )
    )

    assert mail.delivered_to == ("skrzynka@krakow.example", "kontakt+k7f3.abc@krakow.example")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Wed, 4 Mar 2026 10:12:33 +0100", datetime(2026, 3, 4, 9, 12, 33, tzinfo=UTC)),
        ("4 Mar 2026 10:12 GMT", datetime(2026, 3, 4, 10, 12, tzinfo=UTC)),
        ("Wed, 04 Mar 2026 10:12:33 +0100 (CET)", datetime(2026, 3, 4, 9, 12, 33, tzinfo=UTC)),
        ("Wed, 4 Mar 2026 10:12:33 -0000", datetime(2026, 3, 4, 10, 12, 33, tzinfo=UTC)),
        ("środa", None),
        ("Wed, 99 Mar 2026 10:12:33 +0100", None),
        ("Thu, 1 Jan 1900 00:00:00 +0000", None),
        ("Wed, 4 Mar 2026 10:12:33 +9999999", None),
    ],
)
def test_dates_are_utc_or_nothing(said, meant):
    mail = parse(a_mail(Date=said))

    assert mail.date == meant
    assert ("bad-date" in mail.defects) is (meant is None)


def test_identifiers_keep_their_brackets():
    mail = parse(
        a_mail(
            Message_ID="abc@p.pl",
            In_Reply_To='"Twoja wiadomość z wtorku" <o.1@krakow.example>',
            References="<a@p.pl><b@p.pl>\r\n <a@p.pl>  <o.1@krakow.example> śmieci",
        )
    )

    assert mail.message_id == "<abc@p.pl>"
    assert mail.in_reply_to == "<o.1@krakow.example>"
    assert mail.references == ("<a@p.pl>", "<b@p.pl>", "<o.1@krakow.example>")


def test_of_too_many_references_the_root_and_the_last_are_kept():
    mail = parse(a_mail(References=" ".join(f"<{n}@p.pl>" for n in range(900))))

    assert len(mail.references) == MAX_REFERENCES
    assert (mail.references[0], mail.references[-1]) == ("<0@p.pl>", "<899@p.pl>")
    assert "too-many-references" in mail.defects


def test_headers_have_an_end():
    mail = parse(b"".join(b"X-%d: a\r\n" % n for n in range(MAX_HEADERS + 5)) + b"\r\ntekst")
    long = parse(a_mail("tekst", Subject="a" * 500_000))

    assert "headers-cut" in mail.defects
    assert long.subject == "a" * MAX_SUBJECT
    assert long.text == "tekst"


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: x\nFrom: a@p.pl\n\ntekst",
        b"Subject: x\r\nFrom: a@p.pl\r\n\r\ntekst",
        b"Subject: x\rFrom: a@p.pl\r\rtekst",
        b"Subject: x\r\r\nFrom: a@p.pl\r\r\n\r\r\ntekst",
        b"From a@p.pl Wed Mar  4 10:12:33 2026\nSubject: x\nFrom: a@p.pl\n\ntekst",
        b"\r\n   \r\nSubject: x\r\nFrom: a@p.pl\r\n\r\ntekst",
        b"Subject: x\nFrom: a@p.pl\ntekst",
        b"SUBJECT : x\nfrom:a@p.pl\n\ntekst",
    ],
)
def test_line_ends_and_what_stands_above_do_not_matter(raw):
    mail = parse(raw)

    assert (mail.subject, mail.from_.address, mail.text) == ("x", "a@p.pl", "tekst")


def test_a_text_without_headers_is_a_text():
    mail = parse("Dzień dobry, nie świeci latarnia.".encode())

    assert mail.text == "Dzień dobry, nie świeci latarnia."
    assert "no-headers" in mail.defects


def test_nothing_is_a_mail_too():
    assert parse(b"").text == ""
    assert parse(b"\r\n\r\n").subject == ""
