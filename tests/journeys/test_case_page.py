"""A resident comes back to a case on a phone: by its link, by number and code, as a neighbour."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from kck.cases import commands as cases
from kck.cases.models import Case
from kck.cases.queries.access import access_code
from kck.cases.terms import CaseState, Outcome, PhotoKind, TextKind
from kck.foundation import clock
from kck.foundation.numbers import display
from tests.builders import a_case, a_jpeg, everywhere
from tests.fixtures import load_shipped_city
from tests.journeys.looking import BUILT, look

PHONE: ViewportSize = {"width": 360, "height": 780}
WORDS = "Na miejscu nie ma żadnej dziury."

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]


@pytest.fixture(autouse=True)
def _city(transactional_db: None) -> None:
    """A live server commits, so the city has to be there for real, each time anew."""
    load_shipped_city()


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Any]:
    script = bool(request.param)
    context = browser.new_context(
        viewport=PHONE, java_script_enabled=script, locale="pl", bypass_csp=script
    )
    opened: Any = context.new_page()
    opened.script = script
    yield opened
    context.close()


def _look(page: Any) -> None:
    if page.script:
        look(page)


def _case(**more: Any) -> Case:
    return a_case(at=clock.now(), **more)


def _finished() -> Case:
    case, staff = _case(email="anna@example.org"), everywhere()
    cases.done(case.pk, outcome=Outcome.NOT_FOUND, words=WORDS, at=clock.now(), by=staff)
    return case


def _state(case: Case) -> str:
    case.refresh_from_db()
    return case.state


def test_the_link_of_the_letter_confirms(page: Any, live_server: Any):
    case = _finished()

    page.goto(f"{live_server.url}/s/{case.token}#confirm")
    expect(page.locator("#status")).to_contain_text(WORDS)
    _look(page)
    assert _state(case) == CaseState.DONE  # looking is not confirming
    page.get_by_role("button", name="Tak, jest dobrze").click()

    expect(page.get_by_role("status").first).to_contain_text("Dziękujemy za potwierdzenie.")
    assert _state(case) == CaseState.CLOSED
    _look(page)


def test_no_with_words_and_a_photo_opens_it_again(page: Any, live_server: Any):
    case = _finished()

    page.goto(f"{live_server.url}/s/{case.token}#disagree")
    page.get_by_role("link", name="Nie, nie jest dobrze").click()
    page.get_by_role("button", name="Wyślij i otwórz ponownie").click()
    expect(page.locator("main")).to_contain_text("Napisz, co jest nie tak.")
    _look(page)
    page.locator("textarea[name=text]").fill("Dziura jest, tylko po drugiej stronie.")
    photo = {"name": "dziura.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg().read()}
    page.set_input_files("input[type=file]", [photo])
    page.get_by_role("button", name="Wyślij i otwórz ponownie").click()

    expect(page.locator("#status")).to_contain_text("Sprawa jest znów otwarta.")
    assert _state(case) == CaseState.REOPENED
    assert case.texts.get(kind=TextKind.DISAGREEMENT).body.startswith("Dziura jest")
    assert case.photos.filter(kind=PhotoKind.ADDED).count() == 1


def test_number_and_code_lead_to_a_question_that_is_answered(page: Any, live_server: Any):
    case = _case()
    question = "Po której stronie ulicy?"
    cases.ask(case.pk, question=question, at=clock.now(), by=everywhere())

    page.goto(f"{live_server.url}/find/")
    _look(page)
    page.get_by_label("Numer sprawy").fill(display(case.number))
    page.get_by_label("Kod").fill("0000 0000")
    page.get_by_role("button", name="Pokaż sprawę").click()
    expect(page.locator("main")).to_contain_text("nie pasują do siebie")
    _look(page)
    page.get_by_label("Kod").fill(access_code(case.token))
    page.get_by_role("button", name="Pokaż sprawę").click()
    expect(page.locator("#status")).to_contain_text(question)
    _look(page)
    page.locator("#reply textarea").fill("Po parzystej.")
    page.get_by_role("button", name="Wyślij").click()

    expect(page.locator("#history")).to_contain_text("Po parzystej.")
    assert _state(case) == CaseState.IN_PROGRESS


def test_withdrawing_and_erasing_ask_first(page: Any, live_server: Any):
    case = _case(email="anna@example.org")

    page.goto(f"{live_server.url}/s/{case.token}/")
    page.get_by_role("link", name="Usuń moje dane").click()
    _look(page)
    page.get_by_role("link", name="Nie, zostawiam").click()
    page.get_by_role("link", name="Wycofaj zgłoszenie").click()
    _look(page)
    page.get_by_role("button", name="Tak, wycofuję").click()

    expect(page.locator("#status")).to_contain_text("Zgłoszenie zostało wycofane.")
    assert _state(case) == CaseState.WITHDRAWN
    assert case.person_id is not None


def test_a_neighbour_finds_the_report_and_joins_it(page: Any, live_server: Any):
    case = _case()

    page.goto(f"{live_server.url}/cases/")
    _look(page)
    page.locator(".filters-box summary").click()
    page.get_by_label("Dzielnica").select_option("1")
    page.get_by_role("button", name="Pokaż").click()
    expect(page.get_by_role("group", name="Wybrane filtry")).to_contain_text("Stare Miasto")
    _look(page)
    page.get_by_role("link", name="Dziura / ubytek w jezdni").first.click()
    expect(page.locator("main")).not_to_contain_text("Duża dziura")
    _look(page)
    page.get_by_role("link", name="Ja też: dołączam").click()
    _look(page)
    page.get_by_role("button", name="Dołączam").click()

    expect(page.get_by_role("status").first).to_contain_text("Twój głos został doliczony.")
    case.refresh_from_db()
    assert case.me_too == 1


def test_a_question_is_asked_without_a_place(page: Any, live_server: Any):
    page.goto(f"{live_server.url}/contact/")
    _look(page)
    page.get_by_label("Pytanie").check()
    page.get_by_label("Treść").fill("O której otwarty jest urząd w sobotę?")
    page.get_by_role("button", name="Wyślij").click()

    expect(page.locator("main")).to_contain_text("Wiadomość przyjęta")
    case = Case.objects.get()
    expect(page.locator("main")).to_contain_text(display(case.number))
    assert case.kind == "enquiry"
    _look(page)


def test_pages_of_the_city_look_right(page: Any, live_server: Any):
    _case()

    for address in (
        "cases/map/",
        "districts/",
        "districts/1/",
        "units/",
        "units/ZDMK/",
        "privacy/",
    ):
        answer = page.goto(f"{live_server.url}/{address}")
        assert answer.status == 200, address
        expect(page.locator("h1")).to_have_count(1)
        _look(page)
