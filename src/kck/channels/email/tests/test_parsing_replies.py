# ruff: noqa: E501 - mails have long lines
"""What is new in an answer, by the program that it was written with."""

from datetime import UTC, datetime

import pytest

from kck.channels.email.composing import as_mail
from kck.channels.email.parsing import parse
from kck.channels.email.parsing.quotations import split
from kck.channels.email.terms import Sender
from kck.channels.email.tests.mail_programs import quoted_as_page, quoted_as_text
from kck.channels.email.tests.mails import a_mail, an_alternative
from kck.messaging.html import as_html
from kck.messaging.ports import Outgoing

OURS = """Dzień dobry,

przyjęliśmy zgłoszenie 26-004512-7: latarnia nie świeci, ul. Długa 5.
Odpowiemy do 11 marca 2026.

- Zajmuje się nim: Zarząd Dróg Miasta Krakowa.
- Numer i kod: 26-004512-7, 4711.

Stan sprawy: https://kontakt.krakow.example/s/26-004512-7
Jeśli coś dodać, wystarczy odpowiedzieć na tę wiadomość.

--
Centrum Kontaktu Kraków
Odpowiedź trafia do sprawy. Nie chcesz takich wiadomości: https://kontakt.krakow.example/w/x"""
ANSWER = "Dziękuję, ale nadal nie świeci.\n\nDo tego druga, przy numerze 7, miga od wczoraj."


def our_mail():
    message = Outgoing(
        message_id="<o.1@krakow.example>",
        address="jan@poczta.example",
        language="pl",
        subject="Zgłoszenie 26-004512-7: przyjęte",
        text=OURS,
        thread="case:1",
        leave_url="",
        at=datetime(2026, 3, 4, 9, tzinfo=UTC),
    )
    sender = Sender(name="Centrum Kontaktu Kraków", address="kontakt@krakow.example")
    return as_mail(message, sender, sent_at=datetime(2026, 3, 4, 9, tzinfo=UTC))


TEXTS = quoted_as_text(ANSWER, OURS, "Zgłoszenie 26-004512-7: przyjęte")
PAGES = quoted_as_page(
    ANSWER,
    as_html(subject="Zgłoszenie", text=OURS, language="pl"),
    "Zgłoszenie 26-004512-7: przyjęte",
)
REPLY = {"Subject": "Odp: Zgłoszenie", "In_Reply_To": "<o.1@krakow.example>"}


def test_our_own_mail_is_read_as_it_was_written():
    mail = parse(our_mail())

    assert mail.text.split() == OURS.split()
    assert mail.auto_submitted == "auto-generated"
    assert not mail.defects


@pytest.mark.parametrize("program", TEXTS)
def test_our_mail_quoted_in_plain_text_is_folded_away(program):
    text, telephone = TEXTS[program]

    mail = parse(a_mail(text, **REPLY))

    assert mail.reply == ANSWER
    assert mail.signature == telephone
    assert "Zarząd Dróg Miasta Krakowa" in mail.quoted


@pytest.mark.parametrize("program", PAGES)
def test_our_mail_quoted_in_a_page_is_folded_away(program):
    mail = parse(a_mail(PAGES[program], kind="text/html", **REPLY))

    assert mail.reply.split() == ANSWER.split()
    assert "Zarząd Dróg Miasta Krakowa" in mail.quoted


def test_a_page_knows_what_the_text_beside_it_does_not_say():
    text = f"{ANSWER}\n\nkpaakpa:\n\n{OURS}"

    mail = parse(an_alternative(text, PAGES["gmail"], **REPLY))

    assert mail.reply.split() == ANSWER.split()


def test_answers_between_the_questions_are_kept():
    text = (
        "Dzień dobry,\n\nW dniu 4.03.2026 o 10:12, Centrum pisze:\n> Czy świeci się teraz?\n\nNie.\n\n"
        "> Od kiedy?\n\nOd poniedziałku.\n\n> Dziękujemy\n> Centrum\n\nPozdrawiam\nJan\n"
    )

    found = split(text, is_reply=True)

    assert found.reply == "Dzień dobry,\n\nNie.\n\nOd poniedziałku.\n\nPozdrawiam\nJan"
    assert "Czy świeci się teraz?" in found.quoted


def test_an_answer_below_the_quotation_is_kept():
    text = "W dniu 4.03.2026 o 10:12, Centrum pisze:\n> Od kiedy?\n> Prosimy o datę.\n\nOd poniedziałku."

    assert split(text, is_reply=True).reply == "Od poniedziałku."


@pytest.mark.parametrize(
    "head",
    [
        "---------- Forwarded message ---------\nOd: Anna <anna@poczta.example>\nDate: śr., 4 mar 2026\n"
        "Subject: dziura\nTo: <jan@poczta.example>",
        "-------- Wiadomość przekazana --------\nTemat: dziura\nData: Wed, 4 Mar 2026\nOd: Anna <a@b.pl>",
        "Początek przekazywanej wiadomości:\n\nOd: Anna <anna@poczta.example>\nTemat: dziura\nData: 4 marca",
        "Od: Anna <anna@poczta.example>\nWysłane: środa, 4 marca 2026 10:12\nDo: Jan\nTemat: dziura",
        "---------- Переслане повідомлення ---------\nВід: Анна <a@b.ua>\nДата: 4 бер.\nТема: яма",
    ],
)
def test_a_forwarded_mail_is_content_when_there_is_nothing_else(head):
    mail = parse(a_mail(f"{head}\n\nNa Długiej jest dziura.", Subject="PD: dziura"))
    with_words = parse(
        a_mail(
            f"Sąsiadka pisała o tym w zeszłym tygodniu i nic.\n\n{head}\n\nNa Długiej jest dziura.",
            Subject="PD: dziura",
        )
    )

    assert mail.reply.endswith("Na Długiej jest dziura.")
    assert mail.forwarded
    assert mail.kind == "forward"
    assert with_words.reply == "Sąsiadka pisała o tym w zeszłym tygodniu i nic."
    assert with_words.quoted.endswith("Na Długiej jest dziura.")


def test_what_a_neighbour_wrote_is_no_quotation():
    text = "Dnia 3 marca sąsiad napisał:\n\nTu jest dziura, niech ktoś to zgłosi.\n\nWięc zgłaszam."

    assert parse(a_mail(text)).reply == text


@pytest.mark.parametrize(
    "text",
    [
        "Od: Rynku do Bramy Floriańskiej nie świeci żadna latarnia.",
        "W dniu 12.03.2026 o 10:00 zgłaszałem dziurę. Proszę o informację:\nkiedy będzie naprawa?",
        "Na Długiej\n- dziura\n- latarnia\n- kosz\n\n----\n\nI jeszcze jedno: hałas.",
        "Data: wczoraj. Do: urzędu. Pisałem już trzy razy.",
        "Pozdrawiam serdecznie Panią, która odebrała telefon.\nSprawa: woda cieknie dalej.",
    ],
)
def test_plain_words_are_all_new(text):
    assert parse(a_mail(text)).reply == text


def test_a_name_stays_and_a_visiting_card_goes():
    text = (
        "Proszę o naprawę.\n\nPozdrawiam\nJan Kowalski\nKierownik zmiany\nFirma sp. z o.o.\n"
        "ul. Długa 5, 31-147 Kraków\ntel. 600 100 200\nwww.firma.example"
    )

    found = split(text)

    assert found.reply == "Proszę o naprawę.\n\nPozdrawiam\nJan Kowalski\nKierownik zmiany"
    assert "600 100 200" in found.signature


@pytest.mark.parametrize(
    "below",
    [
        "-- \nJan Kowalski\ntel. 600 100 200",
        "--\nJan",
        "Wysłane z mojego smartfona Samsung Galaxy.",
        "Wysłane z Wirtualnej Polski",
        "Wysłano z Yahoo Mail na Androida",
        "Sent from my iPhone",
        "Відправлено з iPhone",
        "Niniejsza wiadomość oraz załączniki są poufne i przeznaczone wyłącznie dla adresata.\n"
        "Jeżeli nie są Państwo adresatem, prosimy o jej usunięcie.",
        "Administratorem danych osobowych jest Firma sp. z o.o. z siedzibą w Krakowie.",
        "This e-mail and any attachments are confidential and intended solely for the addressee.",
        "Wolne od wirusów. www.avast.com <https://www.avast.com/sig>",
    ],
)
def test_what_stands_below_the_words_is_folded_away(below):
    found = split(f"Proszę o naprawę latarni.\n\n{below}")

    assert found.reply == "Proszę o naprawę latarni."
    assert found.signature == below.replace("-- \n", "--\n")


def test_a_mail_of_nothing_but_a_disclaimer_keeps_its_words():
    text = "Niniejsza wiadomość jest poufna i przeznaczona dla adresata."

    assert split(text).reply == text


def test_only_a_photo_with_the_old_thread_below_has_nothing_new():
    mail = parse(a_mail(TEXTS["gmail"][0].replace(ANSWER, ""), **REPLY))

    assert mail.reply == ""
    assert "Zarząd Dróg" in mail.quoted


def test_nothing_of_a_text_is_lost():
    for text, _telephone in TEXTS.values():
        found = split(text, is_reply=True)

        kept = f"{found.reply} {found.signature} {found.quoted}".split()
        assert sorted(kept) == sorted(text.split())
