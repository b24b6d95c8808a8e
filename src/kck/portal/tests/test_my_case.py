from datetime import timedelta

import pytest
from django.test import Client
from tests.builders import a_case, a_photo, everywhere

from kck.cases import commands as cases
from kck.cases.models import Case
from kck.cases.terms import Outcome, TextKind
from kck.foundation import clock
from kck.foundation.numbers import display

pytestmark = pytest.mark.django_db


def _page(client: Client, case: Case, rest: str = "") -> str:
    answer = client.get(f"/s/{case.token}/{rest}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def case() -> Case:
    return a_case(email="anna@example.org", photos=(a_photo(),), at=clock.now())


def test_the_page_says_number_state_unit_and_by_when(client: Client, case: Case):
    page = _page(client, case)

    assert display(case.number) in page
    assert "Sprawa czeka, aż jednostka ją przyjmie." in page
    assert "Zarząd Dróg Miasta Krakowa" in page
    assert "12 616 75 55" in page
    assert "naprawimy" in page
    assert "Rynek Główny 1" in page


def test_the_link_of_letters_opens_it_without_a_slash(client: Client, case: Case):
    assert client.get(f"/s/{case.token}").status_code == 200


@pytest.mark.parametrize("token", ["x" * 32, "short", "x" * 33])
def test_an_unknown_link_is_not_there(client: Client, token: str):
    assert client.get(f"/s/{token}/").status_code == 404


def test_the_key_does_not_get_into_the_log(
    client: Client, case: Case, caplog: pytest.LogCaptureFixture
):
    client.post(f"/s/{case.token}/reply/", {"text": ""})
    client.post(f"/s/{case.token}/confirm/")
    client.get(f"/s/{'x' * 32}/")

    assert case.token not in caplog.text
    assert "x" * 32 not in caplog.text


def test_nothing_keeps_or_passes_on_the_address(client: Client, case: Case):
    for path in ("", "disagree/", "withdraw/", "erase/", "part/status/"):
        headers = client.get(f"/s/{case.token}/{path}").headers

        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "same-origin"


def test_the_reporter_reads_texts_and_photos_but_no_notes(client: Client, case: Case):
    at, staff = clock.now(), everywhere()
    cases.add_note(case.pk, text="Tylko między nami", at=at, by=staff)
    cases.answer(case.pk, text="Zamówiliśmy masę.", at=at, by=staff)

    page = _page(client, case)

    assert "Duża dziura w jezdni" in page
    assert "Zamówiliśmy masę." in page
    assert "Tylko między nami" not in page
    assert f"/s/{case.token}/photo/" in page


def test_answers_to_the_categorys_questions_read_as_questions(client: Client):
    case = a_case(answers={"depth_cm": 12})

    page = _page(client, case)

    assert "depth_cm" not in page
    assert "<dd>12</dd>" in page


def test_photos_are_served_to_the_link_of_their_own_case_only(client: Client, case: Case):
    photo = case.photos.get().file.public_id
    other = a_case()

    mine = client.get(f"/s/{case.token}/photo/{photo}/320")

    assert mine.status_code == 200
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert client.get(f"/s/{other.token}/photo/{photo}/320").status_code == 404
    assert client.get(f"/photo/{photo}/320").status_code == 404  # nobody has published it


def test_a_pause_shows_its_reason_and_until_when(client: Client, case: Case):
    cases.ask(case.pk, question="Przy którym wejściu?", at=clock.now(), by=everywhere())

    page = _page(client, case)

    assert "Czekamy na Twoją odpowiedź do" in page
    assert "Przy którym wejściu?" in page
    assert "Odpowiedz na pytanie" in page
    assert "Nasz termin" not in page


def test_a_passed_date_is_not_hidden(client: Client):
    case = a_case(at=clock.now() - timedelta(days=20))

    page = _page(client, case)

    assert "minął" in page
    assert "Przepraszamy" in page


def test_what_is_done_asks_for_a_yes_or_no_where_letters_point_to(client: Client, case: Case):
    cases.done(
        case.pk, outcome=Outcome.NOT_FOUND, words="Na miejscu nic nie ma.", at=clock.now(),
        by=everywhere(),
    )  # fmt: skip

    page = _page(client, case)

    assert 'id="confirm"' in page
    assert 'id="disagree"' in page
    assert "Na miejscu nic nie ma." in page
    assert "sprawa zamknie się sama" in page
    status = _page(client, case, "part/status/")  # what is judged stands beside the question
    assert "Na miejscu nic nie ma." in status


def test_a_formal_matter_names_its_legal_deadline(client: Client):
    case = a_case(category="office-complaint", at=clock.now())

    assert "Termin z ustawy" in _page(client, case)


def test_the_preview_shows_what_others_see_and_hides_what_they_do_not(client: Client, case: Case):
    page = _page(client, case)

    assert "ukryty, dopóki nie sprawdzi go człowiek" in page
    assert f"/cases/{display(case.number)}/" in page

    words = case.texts.get(kind=TextKind.DESCRIPTION).pk
    cases.publish(case.pk, texts=[words], at=clock.now(), by=everywhere())
    assert "ukryty, dopóki" not in _page(client, case)


def test_a_private_case_says_that_nobody_sees_it(client: Client):
    assert "nie jest widoczna publicznie" in _page(client, a_case(category="office-complaint"))


def test_a_merged_case_names_the_other(client: Client, case: Case):
    other = a_case()
    cases.merge(case.pk, into_id=other.pk, at=clock.now(), by=everywhere())

    assert display(other.number) in _page(client, case)


def test_pieces_of_the_page_ask_for_themselves(client: Client, case: Case):
    page = _page(client, case)

    assert f'topics="case:{case.pk}"' in page
    assert f"/s/{case.token}/part/status/" in page
    assert 'id="status-heading"' in _page(client, case, "part/status/")
    assert "hx-trigger" not in _page(client, case, "part/status/")  # what listens stays
    assert "Duża dziura" in _page(client, case, "part/history/")
    assert client.get(f"/s/{case.token}/part/other/").status_code == 404


def test_the_page_speaks_english_and_ukrainian(client: Client, case: Case):
    for language, words in (("en", "What happened"), ("uk", "Що відбувалося")):
        client.cookies["django_language"] = language

        assert words in _page(client, case)
