from typing import Any

import pytest
from django.test import Client
from tests.builders import a_case

from kck.cases.models import Case
from kck.cases.queries.access import access_code
from kck.foundation.numbers import display, make
from kck.portal.views import find as finding

pytestmark = pytest.mark.django_db


def _try(client: Client, number: str, code: str) -> Any:
    return client.post("/find/", {"number": number, "code": code})


@pytest.fixture
def case() -> Case:
    return a_case()


def test_number_and_code_lead_to_the_reporters_page(client: Client, case: Case):
    found = _try(client, display(case.number), access_code(case.token))

    assert found.headers["Location"] == f"/s/{case.token}/"


def test_spaces_and_hyphens_do_not_matter(client: Client, case: Case):
    code = access_code(case.token).replace(" ", "-")

    assert _try(client, f" {case.number} ", code).status_code == 302


def test_a_wrong_digit_in_the_number_is_said(client: Client, case: Case):
    wrong = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)

    page = _try(client, wrong, "1234 5678")

    assert page.status_code == 422
    assert "któraś cyfra się nie zgadza" in page.content.decode()
    assert f'value="{wrong}"' in page.content.decode()


def test_nobody_learns_whether_the_number_or_the_code_is_wrong(client: Client, case: Case):
    unknown = make(2099, 999999)

    wrong_code = _try(client, case.number, "0000 0000")
    wrong_number = _try(client, unknown, access_code(case.token))

    assert wrong_code.status_code == wrong_number.status_code == 422
    for page in (wrong_code, wrong_number):
        assert str(finding.NO_SUCH) in page.content.decode()


def test_a_code_cannot_be_guessed_from_one_address(client: Client, monkeypatch):
    monkeypatch.setattr(finding, "PER_ADDRESS", 3)

    answers = [_try(client, a_case().number, "0000 0000").status_code for _ in range(5)]

    assert answers == [422, 422, 422, 429, 429]


def test_a_code_cannot_be_guessed_from_many_addresses(client: Client, case: Case, monkeypatch):
    monkeypatch.setattr(finding, "PER_NUMBER", 2)
    body = {"number": case.number, "code": "0000 0000"}

    answers = [
        client.post("/find/", body, REMOTE_ADDR=f"203.0.113.{host}").status_code
        for host in range(4)
    ]

    assert answers == [422, 422, 429, 429]
    assert _try(client, case.number, access_code(case.token)).status_code == 429
    assert client.get(f"/s/{case.token}/").status_code == 200  # the link still opens it


def test_empty_fields_are_named(client: Client):
    page = _try(client, "", "").content.decode()

    assert "Wpisz numer sprawy." in page
    assert "Wpisz kod" in page
