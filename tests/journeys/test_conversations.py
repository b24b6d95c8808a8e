"""A morning's mails: walked and answered by keyboard, taken back, split into cases, settled."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from kck.accounts import commands as accounts
from kck.accounts.models import Staff
from kck.cases.models import Case
from kck.conversations.models import Post, Thread
from kck.desk.tests.talking import a_thread
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from tests.fixtures import load_shipped_city
from tests.journeys.looking import BUILT, look, press

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]
DESK: Any = {"width": 1440, "height": 900}
PHONE: Any = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def _city(transactional_db: None, settings: Any) -> None:
    load_shipped_city()
    settings.KCK_TAKE_BACK_SECONDS = 600
    accounts.install_roles(by=PLATFORM)


@pytest.fixture
def desk(browser: Browser, live_server: Any) -> Iterator[Any]:
    open_ones = []

    def of(name: str, size: Any = DESK) -> Any:
        mail = f"{name.lower()}@example.org"
        staff = Staff.objects.filter(email=mail).first()
        if staff is None:
            staff = accounts.join(email=mail, name=name, password=None, at=clock.now(), by=PLATFORM)
            accounts.appoint(staff, role="agent", unit="KCK", by=PLATFORM)
        client = Client()
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        context = browser.new_context(viewport=size, locale="pl", bypass_csp=True)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        open_ones.append(context)
        return context.new_page()

    yield of
    for context in open_ones:
        context.close()


def test_a_mail_is_opened_answered_and_taken_back_by_keys(desk: Any, live_server: Any) -> None:
    a_thread()
    page = desk("Anna")
    page.goto(f"{live_server.url}/desk/conversations/")
    look(page)
    press(page, "j", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Godziny otwarcia")
    look(page)
    press(page, "a")
    words = page.locator("#action textarea[name=text]")
    expect(words).to_be_focused()
    page.keyboard.type("Tak, do osiemnastej.")
    expect(page.locator("[data-draft-state]")).to_contain_text("szkic z")
    page.keyboard.press("Alt+p")
    letter = page.frame_locator("iframe.letter")
    expect(letter.locator("body")).to_contain_text("Tak, do osiemnastej.")
    look(page)
    words.press("Control+Enter")
    bar = page.locator("take-back")
    expect(bar).to_contain_text("Odpowiedź wyjdzie za chwilę")
    expect(bar).to_contain_text("anna@example.org")
    press(page, "u")
    expect(page.locator("#action textarea[name=text]")).to_have_value("Tak, do osiemnastej.")
    assert not Post.objects.filter(way="out").exists()


def test_two_at_once_do_not_write_over_one_another(desk: Any, live_server: Any) -> None:
    thread = a_thread()
    first, second = desk("Anna"), desk("Ewa")
    where = f"{live_server.url}/desk/conversations/{thread.pk}/do/answer/"
    first.goto(where)
    second.goto(where)
    first.locator("#action textarea[name=text]").fill("Otwarte do szesnastej.")
    expect(second.locator("#thread-here")).to_contain_text("Anna pisze odpowiedź")
    first.locator("#action textarea[name=text]").press("Control+Enter")
    expect(first.locator("take-back")).to_contain_text("Odpowiedź wyjdzie")
    second.locator("#action textarea[name=text]").fill("Otwarte do osiemnastej.")
    second.locator("#action textarea[name=text]").press("Control+Enter")
    expect(second.locator("#action")).to_contain_text("Ktoś zmienił tę rozmowę")
    expect(second.locator("#action")).to_contain_text("Otwarte do szesnastej.")
    kept = second.locator("#action textarea[name=text]")
    expect(kept).to_have_value("Otwarte do osiemnastej.")
    look(second)


def test_a_mail_becomes_a_case_and_the_next_is_settled_and_back(
    desk: Any, live_server: Any
) -> None:
    thread = a_thread(text="Przy ul. Długiej 12 jest dziura w jezdni, wpadł w nią rower.")
    page = desk("Anna")
    page.goto(f"{live_server.url}/desk/conversations/{thread.pk}/")
    press(page, "c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sprawy z rozmowy")
    look(page)
    press(page, "c")
    expect(page.locator("#thread-head .thread-cases")).to_be_visible()
    assert Case.objects.count() == 1
    other = a_thread(2, sender="jan@example.org")
    page.goto(f"{live_server.url}/desk/conversations/{other.pk}/")
    press(page, "e")
    expect(page.locator(".inbox-undo")).to_contain_text("Rozmowa załatwiona")
    assert Thread.objects.get(pk=other.pk).state == "done"
    press(page, "u")
    expect(page.locator("#inbox-table")).to_contain_text("Godziny otwarcia")
    assert Thread.objects.get(pk=other.pk).state == "open"


def test_several_are_chosen_by_keys_and_snoozed(desk: Any, live_server: Any) -> None:
    a_thread()
    a_thread(2, sender="jan@example.org")
    page = desk("Anna")
    page.goto(f"{live_server.url}/desk/conversations/")
    press(page, "j", "x", "j", "x")
    expect(page.locator("[data-said]")).to_have_text("Zaznaczono: 2")
    look(page)
    press(page, "z")
    expect(page.get_by_role("heading", level=1)).to_have_text("Odłóż")
    look(page)
    page.get_by_role("button", name="Odłóż").click()
    expect(page.locator(".inbox-undo")).to_contain_text("rozmowy: 2")
    assert set(Thread.objects.values_list("state", flat=True)) == {"snoozed"}


def test_on_a_phone_nothing_sticks_out(desk: Any, live_server: Any) -> None:
    thread = a_thread(quoted="> " + "bardzo" * 40, signature="Anna")
    page = desk("Anna", PHONE)
    for where in ("", f"{thread.pk}/", f"{thread.pk}/do/answer/", f"{thread.pk}/cases/"):
        page.goto(f"{live_server.url}/desk/conversations/{where}")
        expect(page.locator("main h1")).to_be_visible()
        look(page)
    page.goto(f"{live_server.url}/desk/deliveries/")
    look(page)
