# ruff: noqa: E501 - mails have long lines
"""Whatever the bytes are: a mail comes out, soon, and never by way of a mistake of ours."""

import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kck.channels.email.parsing import parse
from kck.channels.email.parsing.quotations import split
from kck.channels.email.tests.mails import a_file, a_mail, a_multipart, a_part, an_alternative

# generous on purpose: only what grows out of bounds is to be found
SOON = 20.0
NAMES = st.sampled_from(
    ["From", "To", "Subject", "Date", "Content-Type", "Content-Transfer-Encoding", "References",
     "Content-Disposition", "Message-ID", "Received", "Authentication-Results", "X-Spam-Status",
     "List-Id", "Precedence", "Auto-Submitted", "Reply-To", "In-Reply-To", "Return-Path"]
)  # fmt: skip
SNIPPETS = st.sampled_from(
    ["=?utf-8?Q?", "?=", "=?", "=?x?b?", '"', "<", ">", "(", ")", ";", ",", ":", "@", "\\", "=", "\n",
     "\n ", "boundary=", "multipart/mixed", "message/rfc822", "text/html", "charset=", "utf-16", "utf-7",
     "filename*0*=", "base64", "name=", "ż", "\x00", "\ud800", "''", "%C5", "--", "4 Mar 2026", "a@b.pl"]
)  # fmt: skip
VALUES = st.lists(st.one_of(SNIPPETS, st.text(max_size=8)), max_size=12).map("".join)
WHOLE = a_multipart(
    an_alternative(
        "Dzień dobry\n\n> cytat\n", "<p>Dzień <b>dobry</b><blockquote>cytat</blockquote>"
    ),
    a_part(a_mail("Środek"), "message/rfc822"),
    a_file(b"%PDF-1.4" + bytes(100), "a.pdf"),
    a_part("Final-Recipient: rfc822; a@b.pl\r\nStatus: 5.1.1\r\n", "message/delivery-status"),
)
often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(raw: bytes):
    mail = parse(raw)
    assert "failed" not in mail.defects
    return mail


@often
@given(st.binary(max_size=2000))
def test_any_bytes(raw):
    read(raw)


@often
@given(st.lists(st.tuples(NAMES, VALUES), max_size=12), st.binary(max_size=200))
def test_any_headers(fields, body):
    block = "".join(f"{name}: {value}\r\n" for name, value in fields)

    read(block.encode("utf-8", "surrogatepass") + b"\r\n" + body)


@often
@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)), st.binary(max_size=20))
def test_a_mail_cut_or_overwritten_anywhere(at, until, instead):
    read(WHOLE[:at])
    read(WHOLE[:at] + instead + WHOLE[until:])


@often
@given(st.binary(max_size=300), st.sampled_from(
    ["utf-8", "utf-16", "utf-7", "iso-8859-2", "cp1250", "koi8-u", "gb2312", "iso-2022-jp", "hz",
     "shift_jis", "big5", "zlib", "idna", "unicode_escape", "undefined", "utf-32", "none", "ż"]
), st.sampled_from(["base64", "quoted-printable", "x-uuencode", "8bit", "?"]))  # fmt: skip
def test_any_body_in_any_encoding(body, charset, encoding):
    head = f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: {encoding}"

    read(head.encode() + b"\r\n\r\n" + body)


@often
@given(st.lists(st.sampled_from(
    ["> cytat", "Tak.", "", "-- ", "--", "Pozdrawiam", "Jan", "tel. 600 100 200", "W dniu 4.03.2026 o",
     "10:12, Jan <a@b.pl> napisał(a):", "Od: Jan <a@b.pl>", "Wysłane: wtorek", "Temat: x", ">> głębiej",
     "-----Original Message-----", "________________________________", "\ue0f0", "\ue0f1", "\ue0f2",
     "Wysłane z iPhone'a", "Ta wiadomość jest poufna i przeznaczona dla adresata."]
), max_size=25), st.sampled_from([None, True, False]))  # fmt: skip
def test_no_line_of_a_text_is_lost(lines, is_reply):
    found = split("\n".join(lines), is_reply=is_reply)

    kept = f"{found.reply}\n{found.quoted}\n{found.signature}"
    for line in lines:
        word = line.strip("\ue0f0\ue0f1\ue0f2 -_")
        assert word in kept


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: " + b"=?utf-8?q?" * 100_000,
        b"To: " + b"<" * 200_000,
        b"To: " + b"(" * 200_000,
        b"To: " + b'"a" <a@b.pl>, ' * 50_000,
        b"To: " + b"a," * 100_000,
        b"References: " + b"<a@b> " * 100_000,
        b"Content-Type: text/plain" + b"; a=b" * 100_000,
        b"Content-Type: text/plain; " + b"x*0*=%41" * 50_000,
        b"X: a\r\n" * 200_000,
        b"X:" + b"\r\n " * 200_000,
        b"\r\n" * 500_000,
        b" \r\n" * 300_000,
        b"-" * 1_000_000,
        a_mail(">" * 500_000),
        a_mail("> a\n" * 200_000),
        a_mail("On " * 200_000),
        a_mail("W dniu 4.03.2026 o 10:12\n" * 40_000),
        a_mail("Od: a@b.pl\n" * 80_000),
        a_mail("-- \n" * 100_000),
        a_mail("--\n" * 100_000),
        a_mail("Pozdrawiam\n" * 80_000),
        a_mail("________________________________\n" * 30_000),
        a_mail("begin 644 a\n" * 80_000),
        a_mail("begin 644 a\n" + "M" * 61 + "\n" * 3 + ("M" + "A" * 60 + "\n") * 15_000),
        a_mail("-----BEGIN PGP SIGNATURE-----\n" * 30_000),
        a_mail("a " * 500_000),
        a_mail("a" * 1_000_000),
        a_mail("\n" * 1_000_000),
        a_mail(" \n" * 500_000),
        a_mail("napisał(a): " * 80_000),
        a_mail("Ta wiadomość " * 80_000),
        a_mail("<" * 500_000, kind="text/html"),
        a_mail("<a " * 200_000, kind="text/html"),
        a_mail("<!--" * 200_000, kind="text/html"),
        a_mail("<div>" * 200_000, kind="text/html"),
        a_mail("<p>" * 100_000, kind="text/html"),
        a_mail("<td>" * 100_000, kind="text/html"),
        a_mail("<li>" * 50_000, kind="text/html"),
        a_mail("<ol>" + "<li>a" * 30_000, kind="text/html"),
        a_mail('<a href="http://a.pl">' * 4_000, kind="text/html"),
        a_mail("<b><i>" * 100_000, kind="text/html"),
        a_mail("&" * 100_000, kind="text/html"),
        a_mail("<img src=x " + "a=b " * 100_000 + ">", kind="text/html"),
        a_mail("<style " * 100_000, kind="text/html"),
        a_mail('<p style="' + "color:red;" * 100_000 + '">x', kind="text/html"),
        a_mail("=" * 1_000_000, Content_Transfer_Encoding="base64"),
        a_mail("=" * 1_000_000, Content_Transfer_Encoding="quoted-printable"),
        a_mail("M" * 1_000_000, Content_Transfer_Encoding="x-uuencode"),
        a_multipart(*[a_part("")] * 5_000),
        a_multipart(b"--b1=_granicaX\r\n" * 200_000),
        a_mail("Final-Recipient: a\n" * 50_000, kind="message/delivery-status"),
        a_mail("a@b.pl " * 100_000, From="MAILER-DAEMON@a.pl", Subject="Undelivered"),
        a_mail("x@" * 300_000, From="MAILER-DAEMON@a.pl", Subject="Undelivered", Return_Path="<>"),
        a_mail("SUMMARY:a\n " * 80_000, kind="text/calendar"),
    ],
    ids=lambda raw: repr(raw[-24:])[2:-1],
)  # fmt: skip
def test_what_was_made_to_take_long_does_not(raw):
    start = time.process_time()

    read(raw)

    assert time.process_time() - start < SOON


def test_a_mail_of_sixty_megabytes_takes_at_most_three_times_its_size():
    size = 60 * 1024 * 1024
    raw = a_multipart(a_part("Film"), a_file(b"\x00\x01\x02" * (size * 3 // 4 // 3), "film.mp4"))
    tracemalloc.start()

    mail = read(raw)

    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert mail.attachments[0].size == size * 3 // 4 // 3 * 3
    assert len(raw) + most < 3 * len(raw)
