from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from kck.cases.models import Case, CaseText, Follower
from kck.cases.queries.access import access_code
from kck.cases.terms import TextKind
from kck.foundation import clock
from kck.foundation.numbers import display
from kck.people.models import Consent, Person
from kck.portal.tests.walking import HERE, POTHOLE, a_file, carried, come_to_check, send, write

pytestmark = pytest.mark.django_db


def test_a_report_goes_from_words_to_a_number_without_any_contact(client: Client):
    case = send(client)

    page = client.get("/report/sent/").content.decode()
    assert display(case.number) in page
    assert access_code(case.token) in page
    assert f"/s/{case.token}" in page
    assert "naprawimy" in page
    assert case.person is None
    assert (case.channel, case.address) == ("web", "Rynek Główny 1")
    assert case.texts.get(kind=TextKind.DESCRIPTION).body == POTHOLE


def test_each_step_leads_to_the_next(client: Client):
    assert write(client).headers["Location"] == "/report/where/"
    assert client.post("/report/where/", HERE).headers["Location"] == "/report/details/"
    answered = client.post("/report/details/", {"depth-cm": "3,5"})
    assert answered.headers["Location"] == "/report/check/"


def test_a_step_that_was_not_reached_leads_back_to_the_first(client: Client):
    for address in ("where", "details", "check", "nearby", "danger", "sent"):
        assert client.get(f"/report/{address}/").headers["Location"] == "/report/"


def test_photos_travel_with_the_report(client: Client):
    write(client, photos=[a_file(), a_file("druga.jpg")])

    case = send(client)

    assert case.photos.count() == 2
    assert all(photo.file.expires_at is None for photo in case.photos.select_related("file"))


def test_a_contact_and_only_ticked_consents_are_kept_with_the_version_of_their_text(client: Client):
    case = send(client, email="anna@example.org", **{"consent-email": "on"})

    assert Follower.objects.get(case=case).person.email == "anna@example.org"
    given = Consent.objects.get()
    assert (given.purpose, given.text_version[:3]) == ("email", "pl:")


def test_consents_without_a_contact_are_nothing(client: Client):
    send(client, **{"consent-email": "on"})

    assert not Consent.objects.exists()
    assert not Person.objects.exists()


def test_no_consent_is_ticked_beforehand(client: Client):
    page = come_to_check(client).content.decode()

    assert 'name="consent-email"' in page
    assert "checked" not in page


def test_sending_twice_is_one_case_and_shows_the_same_number(client: Client):
    page = come_to_check(client)
    form = {"draft": carried(page), "email": "anna@example.org"}

    first = client.post("/report/check/", form)
    second = client.post("/report/check/", form)

    assert first.headers["Location"] == second.headers["Location"] == "/report/sent/"
    case = Case.objects.get()
    assert display(case.number) in client.get("/report/sent/").content.decode()


def test_the_same_form_sent_from_a_browser_without_cookies_is_still_one_case(client: Client):
    form = {"draft": carried(come_to_check(client))}
    client.post("/report/check/", form)

    stranger = Client()
    stranger.post("/report/check/", form)

    assert Case.objects.count() == 1
    assert stranger.get("/report/sent/").status_code == 200


def test_what_is_sent_is_what_the_page_showed_even_if_another_tab_changed_the_draft(client: Client):
    shown = carried(come_to_check(client))
    write(client, "Nie świeci latarnia przy moście.")

    client.post("/report/check/", {"draft": shown})

    assert CaseText.objects.get(kind=TextKind.DESCRIPTION).body == POTHOLE


def test_two_reports_one_after_another_are_two_cases(client: Client):
    first = send(client)
    client.post("/report/nearby/", {"same": ""})
    second = send(client, "Nie świeci latarnia przy moście.")

    assert first.number != second.number


def test_a_night_that_outlived_the_session_loses_nothing(client: Client):
    form = {"draft": carried(come_to_check(client))}
    Session.objects.all().delete()

    client.post("/report/check/", form)

    assert CaseText.objects.get(kind=TextKind.DESCRIPTION).body == POTHOLE


def test_a_draft_is_forgotten_after_a_day(client: Client):
    write(client)

    left = Session.objects.get().expire_date - clock.real_now()

    assert timedelta(hours=23) < left <= timedelta(hours=24)


def test_a_forged_draft_is_no_draft(client: Client):
    answer = client.post("/report/check/", {"draft": "e30:1abc:forged"})

    assert answer.headers["Location"] == "/report/"
    assert not Case.objects.exists()


def test_starting_again_forgets_what_was_typed(client: Client):
    write(client)

    client.post("/report/again/")

    assert POTHOLE not in client.get("/report/").content.decode()
    assert not Session.objects.exists()


def test_pages_of_a_draft_are_kept_by_no_cache(client: Client):
    write(client)

    assert "no-store" in client.get("/report/where/").headers["Cache-Control"]


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_the_journey_speaks_three_languages(client: Client, language: str):
    client.cookies["django_language"] = language

    page = come_to_check(client).content.decode()

    title = {"pl": "Sprawdź i wyślij", "en": "Check and send", "uk": "Перевірте й надішліть"}
    assert title[language] in page
    assert f'lang="{language}"' in page


def test_the_code_of_the_language_is_kept_with_the_case(client: Client):
    client.cookies["django_language"] = "en"

    assert send(client, "There is a big pothole in the road.").language == "en"
