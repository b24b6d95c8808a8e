"""Somebody of the staff writes to a reporter: by keyboard, a ready text, taken back in time."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from kck.accounts import commands as accounts
from kck.accounts.models import Staff
from kck.cases.commands import let_go
from kck.cases.models import CaseText
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.replies.commands import write_text
from kck.replies.models import Draft, HeldReply
from kck.replies.terms import Limits
from tests.builders import a_case
from tests.fixtures import load_shipped_city
from tests.journeys.looking import BUILT, look, press

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]
GRANTS = ["cases.view", "cases.work", "cases.forward"]
DESK: Any = {"width": 1440, "height": 900}


@pytest.fixture(autouse=True)
def _city(transactional_db: None, settings: Any) -> None:
    load_shipped_city()
    settings.KCK_TAKE_BACK_SECONDS = settings.KCK_TAKE_BACK_CLOSING_SECONDS = 60
    accounts.set_role("unit", names={"pl": "x"}, grants=GRANTS, everywhere=False, by=PLATFORM)
    write_text(
        "soon", names={"pl": "Ekipa jedzie"}, bodies={"pl": "Ekipa jedzie na miejsce."},
        limits=Limits(purposes=["answer"], categories=["roads-pothole"]),
        valid_from=clock.today(), at=clock.now(), by=PLATFORM,
    )  # fmt: skip


def a_colleague(name: str, email: str) -> Staff:
    staff = accounts.join(email=email, name=name, password=None, at=clock.now(), by=PLATFORM)
    accounts.appoint(staff, role="unit", unit="ZDMK", by=PLATFORM)
    return staff


@pytest.fixture
def desk(browser: Browser, live_server: Any) -> Iterator[Any]:
    """Pages of one signed-in person, each call in a browser of its own."""
    open_ones = []

    def of(staff: Staff) -> Any:
        client = Client()
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        context = browser.new_context(viewport=DESK, locale="pl", bypass_csp=True)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        open_ones.append(context)
        return context.new_page()

    yield of
    for context in open_ones:
        context.close()


def test_an_answer_is_written_by_keyboard_looked_at_sent_and_taken_back(
    desk: Any, live_server: Any
) -> None:
    case = a_case(at=clock.now(), email="jan@example.org")
    page = desk(a_colleague("Anna Nowak", "anna@example.org"))
    page.goto(f"{live_server.url}/desk/case/{case.number}/")

    press(page, "r")
    words = page.locator("#action textarea[name=text]")
    expect(words).to_be_focused()
    page.keyboard.press("Alt+1")
    expect(words).to_have_value("Ekipa jedzie na miejsce.")
    page.keyboard.press("Alt+p")
    letter = page.frame_locator("iframe.letter")
    expect(letter.locator("body")).to_contain_text("Ekipa jedzie na miejsce.")
    look(page)
    words.press("Control+Enter")

    bar = page.locator("take-back")
    expect(bar).to_contain_text("Odpowiedź wyjdzie za chwilę")
    look(page)
    page.goto(f"{live_server.url}/desk/drafts/")  # another page: the bar is there
    expect(page.locator("take-back")).to_contain_text("Cofnij")
    press(page, "z")

    expect(page.locator("#action textarea[name=text]")).to_have_value("Ekipa jedzie na miejsce.")
    assert not HeldReply.objects.exists()
    assert not CaseText.objects.filter(case=case, kind="answer").exists()


def test_what_is_typed_is_there_on_another_machine_and_colleagues_see_it(
    desk: Any, live_server: Any
) -> None:
    case = a_case(at=clock.now())
    anna, ewa = a_colleague("Anna Nowak", "a@example.org"), a_colleague("Ewa Lis", "e@example.org")
    first, colleague = desk(anna), desk(ewa)
    first.goto(f"{live_server.url}/desk/case/{case.number}/do/answer/")
    first.locator("#action textarea[name=text]").press_sequentially("Zaczęłam pisać")
    expect(first.locator("[data-draft-state]")).to_contain_text("szkic z")

    colleague.goto(f"{live_server.url}/desk/case/{case.number}/")
    expect(colleague.locator("#case-here")).to_contain_text("Anna Nowak pisze odpowiedź")
    elsewhere = desk(anna)
    elsewhere.goto(f"{live_server.url}/desk/case/{case.number}/do/answer/")

    expect(elsewhere.locator("#action textarea[name=text]")).to_have_value("Zaczęłam pisać")
    assert Draft.objects.get().version >= 1


def test_a_note_calls_a_colleague_by_a_few_letters(desk: Any, live_server: Any) -> None:
    case = a_case(at=clock.now())
    a_colleague("Ewa Lis", "ewa@example.org")
    page = desk(a_colleague("Anna Nowak", "anna@example.org"))
    page.goto(f"{live_server.url}/desk/case/{case.number}/do/note/")

    words = page.locator("#action textarea[name=text]")
    words.press_sequentially("Zerkniesz, @ew")
    expect(page.get_by_role("option", name="Ewa Lis")).to_be_visible()
    look(page)
    words.press("Enter")

    expect(words).to_have_value("Zerkniesz, @ewa.lis ")


def test_two_answer_at_once_and_both_see_both(desk: Any, live_server: Any) -> None:
    case = a_case(at=clock.now())
    anna = desk(a_colleague("Anna Nowak", "anna@example.org"))
    ewa = desk(a_colleague("Ewa Lis", "ewa@example.org"))
    for page, words in ((anna, "Jedziemy jutro."), (ewa, "Byliśmy wczoraj.")):
        page.goto(f"{live_server.url}/desk/case/{case.number}/do/answer/")
        page.locator("#action textarea[name=text]").fill(words)
    anna.keyboard.press("Control+Enter")
    expect(anna.locator("take-back")).to_be_visible()

    ewa.keyboard.press("Control+Enter")

    expect(ewa.locator("#action")).to_contain_text("Jedziemy jutro.")
    expect(ewa.locator("#action textarea[name=text]")).to_have_value("Byliśmy wczoraj.")
    look(ewa)
    ewa.get_by_role("button", name="Odrzuć moje").click()
    expect(ewa.locator("#action textarea")).to_have_count(0)
    held = HeldReply.objects.get()
    HeldReply.objects.update(due_at=clock.real_now() - timedelta(seconds=1))
    let_go(held.pk, at=clock.now())
    assert CaseText.objects.get(case=case, kind="answer").body == "Jedziemy jutro."
