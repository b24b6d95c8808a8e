"""A report travels the whole way: a phone, ZDMK's desk, the mail, the reporter's confirmation."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, ViewportSize, expect

from kck.cases.models import Case
from kck.cases.terms import CaseState
from kck.config.worker import work
from kck.demo.staff import hire
from kck.foundation.numbers import display
from tests.builders import a_jpeg
from tests.fixtures import load_shipped_city
from tests.journeys.looking import BUILT, look, press

POTHOLE = "Głęboka dziura w jezdni, wyrwa w asfalcie na drodze. Uszkodziłem oponę."
REPORTER = "jan.testowy@poczta.example"
REPAIRED = "Dziura jest załatana masą na gorąco."
PHONE: ViewportSize = {"width": 360, "height": 780}
DESK: ViewportSize = {"width": 1440, "height": 900}

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]


@pytest.fixture(autouse=True)
def _city(transactional_db: None, settings: Any, live_server: Any) -> None:
    """The demo's pages, its people, and the shipped city, committed."""
    settings.KCK_DEMO = True
    settings.SITE_URL = live_server.url  # letters lead here
    load_shipped_city()
    hire()


def _let_jobs_run() -> None:
    """What the worker would do now; in a thread, since the browser's loop lives in this one."""

    def run() -> None:
        try:
            work(concurrency=1, once=True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(run).result(timeout=60)


@contextmanager
def _tab(browser: Browser, size: ViewportSize, *, touch: bool = False) -> Iterator[Page]:
    context = browser.new_context(viewport=size, locale="pl", bypass_csp=True, has_touch=touch)
    yield context.new_page()
    context.close()


def _photo(name: str) -> Any:
    return {"name": name, "mimeType": "image/jpeg", "buffer": a_jpeg().read()}


def _go_on(page: Page) -> None:
    look(page)
    page.locator("main form.panel .actions button").first.click()


def _say_what(page: Page, url: str) -> None:
    page.goto(url)
    look(page)
    page.get_by_role("button", name="Zgłoś problem").click()
    page.get_by_label("Opisz swoimi słowami").fill(POTHOLE)
    page.set_input_files("input[type=file]", [_photo("dziura.jpg")])
    page.locator(".thumbs button").wait_for()
    expect(page.get_by_label("Uszkodzenia")).to_be_checked()
    _go_on(page)


def _say_where(page: Page) -> None:
    page.get_by_label("Adres albo miejsce").press_sequentially("karmelic")
    page.get_by_role("option", name="ul. Karmelicka").click()
    page.get_by_label("Jak tam trafić?").fill("przy przystanku")
    _go_on(page)


def _report(page: Page, url: str) -> Case:
    _say_what(page, url)
    _say_where(page)
    page.get_by_label("Jak talerz").check()
    _go_on(page)
    page.get_by_role("textbox", name="E-mail").fill(REPORTER)
    look(page)
    page.get_by_role("button", name="Wyślij zgłoszenie").click()
    expect(page.get_by_text("Zgłoszenie przyjęte").first).to_be_visible()
    look(page)
    return Case.objects.get()


def _work_on(page: Page, url: str, number: str) -> None:
    """ZDMK takes it, asks nothing, and says with a photo that it is done."""
    page.goto(f"{url}/demo/")
    look(page)
    page.goto(f"{url}/account/login/")
    look(page)
    page.get_by_label("E-mail").fill("zdmk@demo.example")
    page.get_by_label("Hasło").fill("krakow-demo-2026")
    page.locator("main form button[type=submit], main form button").first.click()
    page.wait_for_url("**/desk/**")
    look(page)
    page.get_by_role("link", name=display(number)).click()
    expect(page.get_by_text("Uszkodziłem oponę").first).to_be_visible()
    look(page)
    press(page, "t")
    expect(page.get_by_text("Prowadzisz tę sprawę.")).to_be_visible()
    _say_done(page)


def _say_done(page: Page) -> None:
    press(page, "d")
    page.get_by_label("Wynik").select_option("done")
    page.get_by_label("Co zrobiono").fill(REPAIRED)
    look(page)
    page.set_input_files("#action input[type=file]", [_photo("po.jpg")])
    page.get_by_role("button", name="Zakończ i poproś o potwierdzenie").click()
    expect(page.get_by_text("Zgłaszający dostał prośbę o potwierdzenie.")).to_be_visible()
    look(page)


def _open_letter(page: Page, url: str, subject: str) -> None:
    page.goto(f"{url}/demo/mailbox/?address={REPORTER}")
    look(page)
    page.get_by_role("link", name=subject).first.click()
    look(page)


def test_a_report_with_a_photo_is_repaired_and_confirmed_through_the_mail(
    browser: Browser, live_server: Any
) -> None:
    url = live_server.url
    with _tab(browser, PHONE, touch=True) as phone:
        case = _report(phone, url)
        assert (case.unit.code, case.photos.count()) == ("ZDMK", 1)
        _let_jobs_run()

        with _tab(browser, DESK) as desk:
            _work_on(desk, url, case.number)
        _let_jobs_run()
        case.refresh_from_db()
        assert case.state == CaseState.DONE

        _open_letter(phone, url, display(case.number))
        phone.locator('.letter a[href*="/s/"]').first.click()
        expect(phone.locator("#status").get_by_text(REPAIRED)).to_be_visible()
        look(phone)
        phone.get_by_role("button", name="Tak, jest dobrze").click()
        expect(phone.get_by_text("Dziękujemy za potwierdzenie.")).to_be_visible()
        look(phone)

    case.refresh_from_db()
    assert (case.state, case.outcome) == (CaseState.CLOSED, "done")
