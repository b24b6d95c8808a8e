"""A foreman without an account closes a case from the link in the mail, on a telephone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from kck.cases.models import Case, CasePhoto, Task
from kck.cases.terms import CaseState
from kck.demo.staff import hire
from kck.directory.commands import set_way
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.numbers import display
from kck.foundation.outbox import reactions_at_once
from kck.handover.sending import send_due as hand_over
from kck.messaging.sending import send_due as send_mails
from kck.unitlinks.models import LinkUse
from kck.unitlinks.morning import send_morning_list
from tests.builders import a_case, a_jpeg, a_photo, unit_id
from tests.fixtures import load_shipped_city
from tests.journeys.looking import BUILT, look

CREW = "brygada@mpo.example"
NAME = "Jan Brygadzista"
PHONE: ViewportSize = {"width": 360, "height": 780}
SMALL: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1440, "height": 900}
# where to put pictures of the pages for a person to look at; empty: nowhere
PICTURES = os.environ.get("KCK_TEST_PICTURES", "")

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]


@pytest.fixture(autouse=True)
def _city(transactional_db: None, settings: Any, live_server: Any) -> None:
    settings.KCK_DEMO = True
    settings.SITE_URL = live_server.url  # mails lead here
    load_shipped_city()
    hire()


@contextmanager
def _tab(browser: Browser, size: ViewportSize, **more: Any) -> Iterator[Page]:
    context = browser.new_context(viewport=size, locale="pl", bypass_csp=True, **more)
    yield context.new_page()
    context.close()


def _seen(page: Page, name: str) -> None:
    look(page)
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def _by_link(**link: Any) -> None:
    set_way(
        "MPO",
        way=WayOfWorking.LINK,
        settings={"link": {"mails": [CREW], **link}},
        valid_from=None,
        at=clock.now(),
        by=PLATFORM,
    )


def _an_overflowing_bin(**more: Any) -> Case:
    with reactions_at_once():
        return a_case(
            category="waste-overflowing-bin",
            text="Kosz na przystanku jest przepełniony. Anna Kowalska, tel. 600 700 800",
            email="anna@poczta.example",
            name="Anna Kowalska",
            at=clock.now(),
            **more,
        )


def _photo(name: str) -> Any:
    return {"name": name, "mimeType": "image/jpeg", "buffer": a_jpeg().read()}


def _open_mail(page: Page, url: str, subject: str) -> None:
    page.goto(f"{url}/demo/mailbox/?address={CREW}")
    page.get_by_role("link", name=subject).first.click()
    page.locator('.letter a[href*="/z/"]').first.click()


def test_a_foreman_closes_a_case_from_the_mail_on_a_telephone(
    browser: Browser, live_server: Any
) -> None:
    _by_link()
    case = _an_overflowing_bin(photos=(a_photo(at=clock.now()),))
    hand_over()
    send_mails()

    with _tab(browser, PHONE, has_touch=True) as phone:
        _open_mail(phone, live_server.url, display(case.number))
        expect(phone.get_by_text("Kosz na przystanku jest przepełniony.")).to_be_visible()
        expect(phone.get_by_text("Kowalska")).to_have_count(0)
        _seen(phone, "case-360")
        assert Task.objects.get(case=case).opened_at is not None

        phone.get_by_role("link", name="Przyjmuję").click()
        phone.get_by_label("Twoje imię i nazwisko").fill(NAME)
        _seen(phone, "take-360")
        phone.get_by_role("button", name="Przyjmuję").click()
        expect(phone.get_by_text("Sprawa jest Wasza.")).to_be_visible()
        _seen(phone, "taken-360")

        phone.get_by_role("link", name="Gotowe").click()
        expect(phone.get_by_label("Twoje imię i nazwisko")).to_have_value(NAME)
        phone.get_by_label("zrobione", exact=True).check()
        phone.get_by_label("Co zrobiono").fill("Kosz opróżniony, wokół posprzątane.")
        phone.get_by_role("button", name="Zakończ sprawę").click()
        expect(phone.get_by_text("dodaj zdjęcie").first).to_be_visible()  # without it: not yet
        _seen(phone, "done-refused-360")
        phone.set_input_files("input[type=file]", [_photo("po.jpg")])
        phone.get_by_role("button", name="Zakończ sprawę").click()
        expect(phone.get_by_text("Zgłaszający dostanie prośbę o potwierdzenie.")).to_be_visible()
        _seen(phone, "done-360")

    case.refresh_from_db()
    assert case.state == CaseState.DONE
    assert CasePhoto.objects.filter(case=case, kind="evidence").count() == 1
    assert set(LinkUse.objects.exclude(name="").values_list("name", flat=True)) == {NAME}


def test_a_morning_list_without_any_script_at_320_pixels(
    browser: Browser, live_server: Any
) -> None:
    _by_link(when="morning", hour=7)
    first, second = _an_overflowing_bin(), _an_overflowing_bin()
    send_morning_list(unit_id("MPO", clock.now()), at=clock.now())
    send_mails()

    with _tab(browser, SMALL, java_script_enabled=False) as phone:
        phone.goto(f"{live_server.url}/demo/mailbox/?address={CREW}")
        phone.get_by_role("link", name="Sprawy na dziś: 2").first.click()
        address = phone.locator('.letter a[href*="/z/"]').first.get_attribute("href")
        phone.goto(str(address))
        expect(phone.locator(".worklink__row")).to_have_count(2)
        phone.get_by_role("link", name=display(second.number)).click()
        phone.get_by_role("link", name="To nie nasze: oddaj").click()
        phone.get_by_label("Dlaczego").fill("Ten kosz należy do spółdzielni.")
        phone.get_by_label("Twoje imię").fill(NAME)
        phone.get_by_role("button", name="Oddaj sprawę").click()
        expect(phone.get_by_text("Dziękujemy za wyjaśnienie.")).to_be_visible()
        phone.goto(str(address))
        expect(phone.locator(".worklink__row")).to_have_count(1)

    with _tab(browser, SMALL) as phone:
        phone.goto(str(address))
        _seen(phone, "list-320")
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.state == CaseState.NEW
    assert second.hand_backs == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SMALL, PHONE, DESK], ids=["320", "360", "1440"])
def test_every_page_of_a_link_looks_well(
    browser: Browser, live_server: Any, scheme: Any, size: ViewportSize
) -> None:
    _by_link()
    case = _an_overflowing_bin(photos=tuple(a_photo(at=clock.now()) for _turn in range(3)))
    hand_over()
    send_mails()

    with _tab(browser, size, color_scheme=scheme) as page:
        _open_mail(page, live_server.url, display(case.number))
        here, mark = page.url, f"{size['width']}-{scheme}"
        _seen(page, f"case-{mark}")
        for act in ("take", "done", "ask", "photo", "note", "hand_back"):
            page.goto(f"{here}{case.number}/{act}/")
            page.get_by_role("button").last.wait_for()
            _seen(page, f"{act}-{mark}")
        page.goto(f"{here}not-me/")
        _seen(page, f"not-me-{mark}")
        page.get_by_role("button", name="To nie do mnie").click()
        _seen(page, f"not-me-said-{mark}")
        page.goto(here)
        expect(page.get_by_text("już nie działa").first).to_be_visible()
        _seen(page, f"revoked-{mark}")
