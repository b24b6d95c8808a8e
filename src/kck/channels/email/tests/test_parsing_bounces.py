# ruff: noqa: E501 - mails have long lines
"""Mails that came back, by the book and in the words of servers."""

import pytest

from kck.channels.email.parsing import parse
from kck.channels.email.tests.mails import a_mail, a_multipart, a_part

OURS = b"Message-ID: <o.17@krakow.example>\r\nSubject: Sprawa\r\nTo: ola@poczta.example\r\n\r\n"


def report(*groups: str, original=OURS, kind="message/rfc822", text="Nie dostarczono."):
    status = "\r\n\r\n".join(("Reporting-MTA: dns; mx.poczta.example", *groups))
    return parse(
        a_multipart(
            a_part(text),
            a_part(status, "message/delivery-status"),
            a_part(original, kind),
            kind="multipart/report; report-type=delivery-status",
            From="MAILER-DAEMON@poczta.example",
            Subject="Undelivered Mail Returned to Sender",
        )
    )


def test_a_report_by_the_book():
    mail = report(
        "Final-Recipient: rfc822; ola@poczta.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user",
        "Final-Recipient: rfc822;adam@poczta.example\r\nAction: delayed\r\nStatus: 4.2.2 (full)",
    )

    assert mail.kind == "bounce"
    assert [(one.recipient, one.action, one.status) for one in mail.bounces] == [
        ("ola@poczta.example", "failed", "5.1.1"),
        ("adam@poczta.example", "delayed", "4.2.2"),
    ]
    assert mail.bounces[0].diagnostic == "550 5.1.1 no such user"
    assert {one.original_message_id for one in mail.bounces} == {"<o.17@krakow.example>"}
    assert [one.for_good for one in mail.bounces] == [True, False]


@pytest.mark.parametrize(
    ("group", "action", "status"),
    [
        ("Action: failed", "failed", ""),
        ("Action: Failed (permanent)\r\nStatus: 5.0.0", "failed", "5.0.0"),
        ("Status: 4.4.1", "delayed", "4.4.1"),
        ("Action: delivered\r\nStatus: 2.0.0", "delivered", "2.0.0"),
        ("Action: failed\r\nDiagnostic-Code: smtp; 552 skrzynka przepełniona", "failed", "5.2.2"),
    ],
)
def test_reports_that_leave_things_out(group, action, status):
    bounce = report(f"Final-Recipient: rfc822; ola@poczta.example\r\n{group}").bounces[0]

    assert (bounce.action, bounce.status) == (action, status)


def test_only_the_headers_of_ours_came_back():
    mail = report("Final-Recipient: rfc822; a@p.pl\r\nStatus: 5.1.1", kind="text/rfc822-headers")

    assert mail.bounces[0].original_message_id == "<o.17@krakow.example>"


RETURNED = (
    "Message-ID: <o.17@krakow.example>\nSubject: Sprawa\n\nDzień dobry, adres ktos@inny.example"
)
QMAIL = f"""Hi. This is the qmail-send program at poczta.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ola@poczta.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <kontakt@krakow.example>
{RETURNED}"""
EXIM = f"""This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ola@poczta.example
    host mx.poczta.example [1.2.3.4]
    SMTP error from remote mail server after RCPT TO:<ola@poczta.example>:
    550 No such user here

------ This is a copy of the message, including all the headers. ------

{RETURNED}"""
POSTFIX = f"""This is the mail system at host mx.poczta.example.

I'm sorry to have to inform you that your message could not be delivered.

<ola@poczta.example>: host mx.inny.example[1.2.3.4] said: 552 5.2.2
    Mailbox full (in reply to RCPT TO command)

--- Original message ---
{RETURNED}"""
EXCHANGE = f"""Nie udało się dostarczyć wiadomości do następujących adresatów lub grup:

ola@poczta.example
Nie znaleziono wprowadzonego adresu e-mail. Sprawdź adres e-mail adresata i spróbuj ponownie.

Informacje diagnostyczne dla administratorów:
#550 5.1.10 RESOLVER.ADR.RecipientNotFound

Oryginalne nagłówki wiadomości:
{RETURNED}"""
GMAIL = f"""Nie znaleziono adresu

Twoja wiadomość nie została doręczona na adres ola@poczta.example, ponieważ nie można odnaleźć adresu lub
nie może on otrzymywać poczty.

Odpowiedź serwera zdalnego:
550 5.1.1 The email account that you tried to reach does not exist.

----- Original message -----

{RETURNED}"""
O2 = f"""Twoja wiadomość nie została dostarczona do adresata:

ola@poczta.example

Powód: skrzynka odbiorcy jest przepełniona.

Treść wiadomości:
{RETURNED}"""
WP = f"""Witamy,

Wysłana wiadomość nie mogła zostać dostarczona do: ola@poczta.example
Użytkownik o podanym adresie nie istnieje.

{RETURNED}"""
ONET = f"""To jest automatyczna informacja systemu pocztowego.

<ola@poczta.example>: konto zablokowane - 554 5.7.1

{RETURNED}"""
INTERIA = f"""Informujemy, że dostarczenie Państwa wiadomości opóźnia się.
Serwer będzie ponawiał próby przez 4 dni. Nie musisz wysyłać ponownie.

<ola@poczta.example>: serwer odbiorcy nie odpowiada

{RETURNED}"""


@pytest.mark.parametrize(
    ("text", "sender", "subject", "action", "status"),
    [
        (QMAIL, "MAILER-DAEMON@poczta.example", "failure notice", "failed", "5.1.1"),
        (EXIM, "Mailer-Daemon@poczta.example", "Mail delivery failed: returning message to sender",
         "failed", "5.1.1"),
        (POSTFIX, "MAILER-DAEMON@poczta.example", "Undelivered Mail Returned to Sender", "failed",
         "5.2.2"),
        (EXCHANGE, "postmaster@poczta.example", "Niedostarczalne: Sprawa", "failed", "5.1.10"),
        (GMAIL, "mailer-daemon@googlemail.com", "Delivery Status Notification (Failure)", "failed",
         "5.1.1"),
        (O2, "mailer-daemon@o2.pl", "Zwrot wiadomości", "failed", "5.2.2"),
        (WP, "postmaster@wp.pl", "Niedostarczona wiadomość", "failed", "5.1.1"),
        (ONET, "MAILER-DAEMON@onet.pl", "Zwrot poczty", "failed", "5.7.1"),
        (INTERIA, "MAILER-DAEMON@interia.pl", "Opóźnienie w dostarczeniu wiadomości", "delayed",
         "4.4.1"),
    ],
    ids=["qmail", "exim", "postfix", "exchange", "gmail", "o2", "wp", "onet", "interia"],
)  # fmt: skip
def test_bounces_in_words(text, sender, subject, action, status):
    mail = parse(a_mail(text, From=sender, Subject=subject))

    assert mail.kind == "bounce"
    assert [(one.recipient, one.action, one.status) for one in mail.bounces] == [
        ("ola@poczta.example", action, status)
    ]
    assert mail.bounces[0].original_message_id == "<o.17@krakow.example>"


def test_failed_recipients_in_a_header_are_enough():
    mail = parse(a_mail("Wiadomość wróciła.", X_Failed_Recipients="ola@p.pl, adam@p.pl"))

    assert [one.recipient for one in mail.bounces] == ["ola@p.pl", "adam@p.pl"]


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        (
            "Państwa mail do ola@p.pl wrócił, adres nie istnieje.",
            {"Subject": "Niedostarczona poczta"},
        ),
        ("Skrzynka na ulicy jest przepełniona, 550 listów", {"Subject": "Zwrot do nadawcy"}),
        ("Zamówienie wysłane", {"From": "postmaster@sklep.example"}),
    ],
)
def test_a_person_who_tells_of_a_returned_mail_is_no_bounce(text, headers):
    assert parse(a_mail(text, **headers)).bounces == ()


def test_a_complaint_of_a_mail_provider_is_told_apart():
    mail = parse(
        a_multipart(
            a_part("This is an abuse report."),
            a_part("Feedback-Type: abuse\r\n", "message/feedback-report"),
            a_part(OURS, "message/rfc822"),
            kind="multipart/report; report-type=feedback-report",
        )
    )

    assert mail.kind == "abuse-report"
    assert not mail.bounces
