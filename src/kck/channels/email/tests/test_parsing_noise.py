# ruff: noqa: E501 - mails have long lines
"""Machines told from people: vacations, lists, receipts, loops, spam, and what DMARC said."""

import pytest

from kck.channels.email.parsing import parse
from kck.channels.email.tests.mails import a_mail, a_multipart, a_part


@pytest.mark.parametrize(
    ("headers", "category"),
    [
        ({}, "none"),
        ({"Auto_Submitted": "no"}, "none"),
        ({"X_Auto_Response_Suppress": "All"}, "none"),  # asks for no answer, is none itself
        ({"Auto_Submitted": "auto-replied (vacation)"}, "auto-replied"),
        ({"Auto_Submitted": "auto-generated; owner-email=a@p.pl"}, "auto-generated"),
        ({"X_Autoreply": "yes"}, "auto-replied"),
        ({"Precedence": "auto_reply"}, "auto-replied"),
        ({"X_MS_Exchange_Inbox_Rules_Loop": "jan@p.pl"}, "auto-replied"),
        ({"Subject": "Automatyczna odpowiedź: Zgłoszenie"}, "auto-replied"),
        ({"Subject": "Автоматична відповідь: Звернення"}, "auto-replied"),
        ({"Subject": "Out of Office: case"}, "auto-replied"),
        ({"Subject": "Re: Autoresponder"}, "auto-replied"),
        ({"Subject": "Automatyczna bramka nie działa"}, "none"),
        ({"Subject": "Urlop, a śmieci nie odebrane"}, "none"),
        ({"List_Id": "Rada osiedla <rada.osiedla.example>"}, "list"),
        ({"Precedence": "list"}, "list"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"List_Unsubscribe": "<https://sklep.example/u>"}, "bulk"),
        ({"Return_Path": "<>"}, "auto-generated"),
        ({"From": "noreply@sklep.example"}, "auto-generated"),
        ({"From": "MAILER-DAEMON@sklep.example"}, "auto-generated"),
        ({"From": "Jan <rootkowski@p.pl>"}, "none"),
    ],
)
def test_who_sent_it(headers, category):
    assert parse(a_mail("Dzień dobry", **headers)).auto_submitted == category


def test_a_forward_a_bounce_and_a_vacation_are_told_apart():
    forward = parse(a_mail("---------- Forwarded message ---------\nOd: A <a@p.pl>\nTemat: x\n\nDziura",
                           Subject="Fwd: x"))  # fmt: skip
    bounce = parse(a_mail("Nie udało się dostarczyć wiadomości do:\n\nola@p.pl\n\nAdres nie istnieje.",
                          From="Poczta <mailer-daemon@p.pl>", Subject="Niedostarczona wiadomość"))  # fmt: skip
    vacation = parse(a_mail("Jestem na urlopie do 10 marca.", Subject="Automatyczna odpowiedź: x"))

    assert [forward.kind, bounce.kind, vacation.kind] == ["forward", "bounce", "auto-reply"]


def test_a_read_receipt_names_what_was_read():
    receipt = (
        "Reporting-UA: Outlook\r\nFinal-Recipient: rfc822;ola@p.pl\r\n"
        "Original-Message-ID: <o.1@krakow.example>\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\r\n"
    )

    mail = parse(
        a_multipart(
            a_part("Wiadomość przeczytano."),
            a_part(receipt, "message/disposition-notification"),
            kind="multipart/report; report-type=disposition-notification",
        )
    )

    assert mail.kind == "read-receipt"
    assert mail.read_receipt.recipient == "ola@p.pl"
    assert mail.read_receipt.disposition == "displayed"
    assert mail.read_receipt.original_message_id == "<o.1@krakow.example>"


def test_our_own_loops_and_the_length_of_the_way_are_seen():
    mail = parse(b"Received: a\r\n" * 3 + a_mail("x", X_KCK_Loop="krakow.example"))

    assert mail.loop == ("krakow.example",)
    assert mail.hops == 3


@pytest.mark.parametrize(
    ("headers", "flagged", "score", "required"),
    [
        ({}, False, None, None),
        ({"X_Spam_Flag": "YES", "X_Spam_Score": "7.1"}, True, 7.1, None),
        ({"X_Spam_Status": "Yes, score=7.1 required=5.0 tests=BAYES_99"}, True, 7.1, 5.0),
        ({"X_Spam_Status": "No, score=-2.3 required=5.0"}, False, -2.3, 5.0),
        ({"X_Spamd_Result": "default: False [3.20 / 15.00];\r\n\tA(1)[]"}, False, 3.2, 15.0),
        ({"X_Rspamd_Action": "add header", "X_Rspamd_Score": "8"}, True, 8.0, None),
        ({"X_Spam_Status": "niczego nie mówi"}, False, None, None),
    ],
)
def test_the_filters_word_is_read(headers, flagged, score, required):
    spam = parse(a_mail("x", **headers)).spam

    assert (spam.flagged, spam.score, spam.required) == (flagged, score, required)


def _with_results(*above: str) -> bytes:
    return "".join(f"{line}\r\n" for line in above).encode() + a_mail("x")


def test_only_the_trusted_server_is_believed():
    raw = _with_results(
        "Authentication-Results: mx.krakow.example 1; dkim=fail header.d=p.pl; dkim=pass "
        "header.d=poczta.example; spf=softfail (ip 1.2.3.4 dmarc=pass); dmarc=fail header.from=p.pl",
        "Received: from outside by mx.krakow.example",
        "Authentication-Results: mx.krakow.example; dmarc=pass",  # brought along
        "Authentication-Results: zly.example; dmarc=pass",
    )

    found = parse(raw, authserv_id="MX.krakow.example").authentication

    assert (found.dmarc, found.dkim, found.spf) == ("fail", "pass", "softfail")
    assert found.dmarc_domain == "p.pl"
    assert parse(raw).authentication.dmarc == ""
    assert parse(raw, authserv_id="krakow.example").authentication.dmarc == ""


def test_list_headers_are_kept():
    mail = parse(
        a_mail("x", List_Id="Rada <rada.example>", List_Unsubscribe="<mailto:u@rada.example>")
    )

    assert mail.list_id == "rada.example"
    assert ("list-unsubscribe", "<mailto:u@rada.example>") in mail.list_headers


def test_who_wants_no_answer_is_heard():
    mail = parse(a_mail("x", From="no-reply@p.pl", X_Auto_Response_Suppress="DR, AutoReply"))

    assert mail.suppress_auto_reply
    assert mail.noreply_sender
