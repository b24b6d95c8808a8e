"""Question, idea, praise, complaint."""

from typing import Any

import pytest
from django.test import Client

from kck.cases.models import Case, CaseText
from kck.cases.queries.access import access_code
from kck.cases.terms import TextKind
from kck.directory.queries import snapshot
from kck.foundation.numbers import display
from kck.intake.models import Conversation, HourlyCount
from kck.people.models import Person
from kck.portal.tests.walking import GAS, POTHOLE, write

pytestmark = pytest.mark.django_db


def _send(
    client: Client, kind: str = "enquiry", text: str = "Kiedy czynny jest urząd?", **more: str
) -> Any:
    return client.post("/contact/", {"kind": kind, "text": text, **more})


@pytest.mark.parametrize(
    ("kind", "category", "unit"),
    [
        ("enquiry", "office-procedure-question", "KCK"),
        ("idea", "ideas-city", "DK"),
        ("praise", "office-praise", "KCK"),
        ("complaint", "office-complaint", "OR"),
    ],
)
def test_each_kind_becomes_a_case_of_its_kind(client: Client, kind: str, category: str, unit: str):
    assert _send(client, kind, "Proszę o odpowiedź w tej sprawie.").status_code == 302

    case, city = Case.objects.get(), snapshot()
    assert (case.kind, case.channel) == (kind, "contact")
    assert city.category_by_id(case.category_id).code == category
    assert city.unit_by_id(case.unit_id).code == unit
    assert case.lat is None


def test_thanks_with_number_code_and_link(client: Client):
    _send(client)

    case = Case.objects.get()
    page = client.get("/contact/sent/").content.decode()
    assert display(case.number) in page
    assert access_code(case.token) in page
    assert f"/s/{case.token}" in page
    assert "Nie zostawiasz kontaktu" in page


def test_a_complaint_is_told_its_legal_date_and_what_it_lacks(client: Client):
    _send(client, "complaint", "Skarżę się na obsługę w okienku.")

    page = client.get("/contact/sent/").content.decode()
    assert "Termin z ustawy" in page
    assert "brakuje imienia, nazwiska albo adresu" in page


def test_name_and_address_are_kept_when_given(client: Client):
    _send(
        client, "complaint", "Skarżę się na obsługę.", email="anna@example.org", name="Anna Nowak",
        address="ul. Długa 1, Kraków",
    )  # fmt: skip

    person = Person.objects.get()
    assert (person.name, person.address) == ("Anna Nowak", "ul. Długa 1, Kraków")


def test_sent_twice_is_one(client: Client):
    for _time in range(2):
        assert _send(client, key="k" * 32).status_code == 302

    assert Case.objects.count() == Conversation.objects.count() == 1


def test_a_danger_shows_its_number_first_and_keeps_every_word(client: Client):
    page = _send(client, "enquiry", GAS, email="anna@example.org")

    body = page.content.decode()
    assert page.status_code == 200
    assert 'href="tel:992"' in body
    assert GAS in body
    assert "anna@example.org" in body
    assert not Case.objects.exists()
    assert HourlyCount.objects.get(what="redirected").channel == "contact"

    _send(client, "enquiry", GAS, email="anna@example.org", said="called")

    case = Case.objects.get()
    assert (case.priority, case.private) == ("P1", True)
    assert Conversation.objects.get().after_danger == "called"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"kind": "enquiry", "text": ""}, "Napisz, o co chodzi."),
        ({"text": "Dzień dobry"}, "Wybierz, z czym przychodzisz."),
        ({"kind": "petition", "text": "Dzień dobry"}, "Wybierz jedno z podanych."),
        ({"kind": "enquiry", "text": "a", "email": "anna@"}, "Wpisz adres e-mail"),
        ({"kind": "enquiry", "text": "ą" * 4001}, "najwyżej 4000 znaków"),
        ({"kind": "enquiry", "text": "a\x00b"}, "znaki, których nie można zapisać"),
    ],
)
def test_mistakes_are_said_and_nothing_is_lost(client: Client, body: dict[str, str], sentence: str):
    page = client.post("/contact/", body)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert body.get("text", "")[:1] in page.content.decode()
    assert not Case.objects.exists()


def test_a_report_begun_in_another_tab_stays(client: Client):
    write(client, POTHOLE)

    _send(client)

    assert POTHOLE in client.get("/report/").content.decode()


def test_words_arrive_clean_of_tricks(client: Client):
    _send(client, text="Pytanie \u202eo urząd 🙂 <b>teraz</b>")

    kept = CaseText.objects.get(kind=TextKind.DESCRIPTION).body
    assert kept == "Pytanie o urząd 🙂 <b>teraz</b>"


def test_thanks_without_a_message_lead_to_the_form(client: Client):
    assert client.get("/contact/sent/").headers["Location"] == "/contact/"
