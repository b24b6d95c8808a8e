"""One case as everybody sees it, and joining it."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.builders import a_case, a_photo, everywhere

from kck.cases import commands as commands
from kck.cases.models import Case, Follower
from kck.cases.terms import Outcome, TextKind
from kck.foundation import clock
from kck.foundation.numbers import display, make
from kck.people.models import Consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return a_case(photos=(a_photo(),), at=clock.now() - timedelta(hours=2))


def _page(client: Client, case: Case) -> str:
    answer = client.get(f"/cases/{display(case.number)}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_facts_without_words(client: Client, case: Case):
    page = _page(client, case)

    assert "Dziura / ubytek w jezdni" in page
    assert "Zarząd Dróg Miasta Krakowa" in page
    assert "Stare Miasto" in page
    assert "Termin:" in page
    assert "Duża dziura" not in page
    assert "/photo/" not in page


def test_published_words_and_photos_show(client: Client, case: Case):
    words = case.texts.get(kind=TextKind.DESCRIPTION).pk
    photo = case.photos.get()
    commands.publish(case.pk, texts=[words], photos=[photo.pk], at=clock.now(), by=everywhere())

    page = _page(client, case)

    assert "Duża dziura" in page
    assert f"/photo/{photo.file.public_id}/320" in page
    assert client.get(f"/photo/{photo.file.public_id}/320").status_code == 200


def test_where_only_the_street_is_public_there_is_no_map_pin(client: Client, case: Case):
    Case.objects.filter(pk=case.pk).update(coarse=True, street="Rynek Główny")

    page = _page(client, case)

    assert "Rynek Główny 1" not in page
    assert "<map-view" not in page


def test_an_end_shows_its_outcome_and_words_only_when_published(client: Client, case: Case):
    words = "Na miejscu nic nie ma."
    at, staff = clock.now(), everywhere()
    commands.done(case.pk, outcome=Outcome.NOT_FOUND, words=words, at=at, by=staff)
    assert "Wykonano: nie znaleziono na miejscu" in _page(client, case)
    assert words not in _page(client, case)

    closing = case.texts.get(kind=TextKind.CLOSING).pk
    commands.publish(case.pk, texts=[closing], at=at, by=staff)

    assert words in _page(client, case)


def test_a_number_may_be_written_in_any_way(client: Client, case: Case):
    assert client.get(f"/cases/{case.number}/").status_code == 200


def test_a_wrong_digit_is_said_and_an_unknown_number_too(client: Client, case: Case):
    wrong = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)

    for number, sentence in (
        (wrong, "któraś cyfra się nie zgadza"),
        (make(2099, 999999), "Nie ma publicznego zgłoszenia"),
        ("abc", "co najmniej 9 cyfr"),
    ):
        page = client.get(f"/cases/{number}/")
        assert page.status_code == 404
        assert sentence in page.content.decode(), number


def test_withdrawn_and_private_cases_are_not_there(client: Client, case: Case):
    commands.withdraw(case.pk, at=clock.now(), by=everywhere())
    formal = a_case(category="office-complaint")

    assert client.get(f"/cases/{case.number}/").status_code == 404
    assert client.get(f"/cases/{formal.number}/").status_code == 404


def test_me_too_without_a_contact_counts_one_more(client: Client, case: Case):
    answer = client.post(f"/cases/{display(case.number)}/me-too/", {"key": "k"}, follow=True)

    case.refresh_from_db()
    assert case.me_too == 1
    assert "Twój głos został doliczony" in answer.content.decode()
    assert not Follower.objects.filter(case=case).exists()


def test_me_too_twice_with_one_form_is_one_voice(client: Client, case: Case):
    for _time in range(2):
        client.post(f"/cases/{display(case.number)}/me-too/", {"key": "k"})

    case.refresh_from_db()
    assert case.me_too == 1


def test_me_too_with_a_contact_hears_of_the_case(client: Client, case: Case):
    body = {"key": "k", "email": "ola@example.org", "consent-email": "on"}

    client.post(f"/cases/{display(case.number)}/me-too/", body)

    assert Follower.objects.get(case=case).person.email == "ola@example.org"
    assert Consent.objects.get().purpose == "email"


def test_a_wrong_address_stays_on_the_page(client: Client, case: Case):
    page = client.post(f"/cases/{display(case.number)}/me-too/", {"email": "ola@"})

    assert page.status_code == 422
    assert 'value="ola@"' in page.content.decode()
    case.refresh_from_db()
    assert case.me_too == 0


def test_what_is_over_cannot_be_joined(client: Client, case: Case):
    words = "Na miejscu nic nie ma."
    commands.done(case.pk, outcome=Outcome.NOT_FOUND, words=words, at=clock.now(), by=everywhere())

    page = client.get(f"/cases/{display(case.number)}/me-too/", follow=True).content.decode()

    assert "jest już zakończone" in page
    assert "me-too/" not in page
