"""A mail or a form to KCK is no formal filing; here is the way: said everywhere it matters."""

import pytest
from django.test import Client
from tests.builders import a_case, everywhere

from kck.intake.terms import Channel
from kck.portal.tests.walking import send

pytestmark = pytest.mark.django_db
WAY = "pl. Wszystkich Świętych 3–4"
SAID = {
    "pl": "to nie jest formalne złożenie pisma",
    "en": "is not a formal filing",
    "uk": "це не офіційне подання",
}


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
@pytest.mark.parametrize("address", ["/contact/", "/how-we-work/"])
def test_it_is_said_where_somebody_may_think_they_file(client: Client, address: str, language: str):
    client.cookies["django_language"] = language

    page = page_of(client, address)

    assert SAID[language] in page
    assert WAY in page
    assert "e-Doręczenia" in page


def test_the_page_of_formal_letters_has_the_addresses(client: Client):
    assert page_of(client, "/formal-filing/").count(WAY) == 2


def test_a_complaint_by_form_is_told_after_sending_and_on_its_page(client: Client):
    client.post("/contact/", {"kind": "complaint", "text": "Skarżę się na obsługę w okienku."})

    sent = page_of(client, "/contact/sent/")
    mine = page_of(client, sent.split('id="case-link"')[0].rpartition('href="')[2].split('"')[0])

    assert SAID["pl"] in sent
    assert SAID["pl"] in mine


def test_who_filed_by_letter_or_only_reported_is_not_told(client: Client):
    by_letter = a_case(
        category="office-petition", kind="petition", channel=Channel.LETTER, by=everywhere()
    )
    report = a_case()

    for case in (by_letter, report):
        assert SAID["pl"] not in page_of(client, f"/s/{case.token}")


def test_the_report_form_and_its_last_page_show_the_way(client: Client):
    before = page_of(client, "/report/")
    send(client)
    after = page_of(client, "/report/sent/")

    # beside the one at the foot of every page
    assert before.count("/formal-filing/") == 2
    assert after.count("/formal-filing/") == 2
