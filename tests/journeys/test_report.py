"""A resident reports a problem on a phone: with script and without, with a photo."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from kck.cases.models import Case
from kck.foundation.numbers import display
from tests.builders import a_jpeg
from tests.fixtures import load_shipped_city
from tests.journeys.looking import BUILT, look

POTHOLE = "Dziura w jezdni, wyrwa w asfalcie na drodze."
PHONE: ViewportSize = {"width": 360, "height": 780}

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


def _go_on(page: Any) -> None:
    page.locator("main form.panel .actions button").first.click()


def _look(page: Any) -> None:
    if page.script:
        look(page)


def _write_what(page: Any) -> None:
    page.get_by_label("Opisz swoimi słowami").fill(POTHOLE)
    photo = {"name": "dziura.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg().read()}
    page.set_input_files("input[type=file]", [photo])
    if page.script:  # it goes up while the rest is being written
        page.locator(".thumbs button").wait_for()
        expect(page.get_by_label("Uszkodzenia")).to_be_checked()
    _look(page)
    _go_on(page)


def _write_where(page: Any) -> None:
    expect(page).to_have_title("Gdzie to jest? · Centrum Kontaktu · Kraków")
    page.get_by_label("Adres albo miejsce").press_sequentially("dluga")
    if page.script:
        page.get_by_role("option", name="ul. Długa").click()
    page.get_by_label("Jak tam trafić?").fill("koło kiosku")
    _look(page)
    _go_on(page)


def test_a_pothole_with_a_photo_gets_a_number(page: Any, live_server: Any):
    page.goto(live_server.url)
    _look(page)
    page.get_by_role("button", name="Zgłoś problem").click()
    _go_on(page)
    expect(page).to_have_title(re.compile("^Błąd: "))
    _write_what(page)
    _write_where(page)
    page.get_by_label("Jak talerz").check()
    _look(page)
    _go_on(page)
    expect(page.get_by_text("koło kiosku")).to_be_visible()
    expect(page.locator(".consents")).to_be_hidden()
    page.get_by_role("textbox", name="E-mail").fill("anna@example.org")
    expect(page.locator(".consents")).to_be_visible()
    _look(page)
    page.get_by_role("button", name="Wyślij zgłoszenie").click()

    expect(page).to_have_title(
        f"Zgłoszenie przyjęte {display(Case.objects.get().number)} · Centrum Kontaktu · Kraków"
    )
    _look(page)
    case = Case.objects.get()
    assert (case.address, case.photos.count()) == ("ul. Długa", 1)
    assert case.lat is not None


def test_gas_names_the_number_before_anything_else(page: Any, live_server: Any):
    page.goto(f"{live_server.url}/report/")
    page.get_by_label("Opisz swoimi słowami").fill("Czuć gaz na klatce schodowej")
    _go_on(page)

    call = page.get_by_role("link", name="992")
    expect(call).to_have_attribute("href", "tel:992")
    expect(call).to_be_in_viewport()  # without scrolling
    _look(page)
    page.get_by_role("button", name="To nie jest nagłe").click()
    expect(page).to_have_title("Gdzie to jest? · Centrum Kontaktu · Kraków")
