"""Two colleagues at their desks, on the real server: by keyboard, with a photo, live."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from playwright.sync_api import Browser, expect
from pytest_django.plugin import DjangoDbBlocker

from kck.accounts import commands as accounts
from kck.accounts.terms import GRANTS
from kck.cases.models import Case
from kck.cases.terms import CaseState
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.numbers import display
from tests.builders import a_case, a_jpeg, a_photo
from tests.fixtures import load_shipped_city
from tests.journeys.looking import look, press

BUILT = settings.BASE_DIR / "frontend" / "dist" / "static" / "desk" / "main.js"
PASSWORD = "haslo-pokazowe-1"  # noqa: S105 - of people who live as long as a test
# ms in which a change by somebody else is seen: some 300 on an idle machine, which benchmarks hold;
# tests run on busy ones too, and only say that nobody has to load the page anew
AT_ONCE = 20_000
DESK: Any = {"width": 1440, "height": 900}
PHONE: Any = {"width": 360, "height": 780}

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]


@pytest.fixture(autouse=True)
def _city(transactional_db: None) -> None:
    load_shipped_city()


def _colleague(name: str, email: str, role: str, unit: str) -> None:
    grants = [g for g in GRANTS if g.startswith("cases.") and g != "cases.triage"]
    if role == "agent":
        grants = [g for g in GRANTS if g.startswith(("cases.", "intake."))]
    accounts.set_role(
        role, names={"pl": role}, grants=grants, everywhere=role == "agent", by=PLATFORM
    )
    staff = accounts.join(email=email, name=name, password=None, at=clock.now(), by=PLATFORM)
    # the server knows the real hashers, not the fast one of tests
    staff.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1000)
    staff.save()
    accounts.appoint(staff, role=role, unit=unit, by=PLATFORM)


@pytest.fixture(autouse=True)
def _staff(_city: None) -> None:
    _colleague("Anna Nowak", "anna@example.org", "unit", "ZDMK")
    _colleague("Piotr Sowa", "piotr@example.org", "unit", "ZDMK")
    _colleague("Ola Kot", "ola@example.org", "agent", "KCK")


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The web process as operators run it, on the tests' database and files."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    env = {**os.environ, "KCK_DATABASE_URL": _database(), "PORT": str(port)}
    env |= {"KCK_DEBUG": "yes", "KCK_DEMO": "yes", "DJANGO_SETTINGS_MODULE": "kck.config.settings"}
    env |= {
        "KCK_TAKE_BACK_SECONDS": "0",
        "KCK_TAKE_BACK_CLOSING_SECONDS": "0",
        "KCK_NEWS_WAIT_MINUTES": "0",
    }
    command = [sys.executable, "-m", "kck.config.cli", "web"]
    process = subprocess.Popen(
        command,
        env=env,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_up(base, process)
        yield base
    finally:
        process.terminate()
        process.wait(timeout=20)
        with django_db_blocker.unblock():
            _let_go()


def _database() -> str:
    known = connection.get_connection_params()
    host = known.get("host") or ""
    query = f"?host={host}" if host.startswith("/") else ""
    where = "" if query else f"{host}:{known.get('port') or 5432}"
    port = f"&port={known['port']}" if query and known.get("port") else ""
    return f"postgresql://{known['user']}@{where}/{known['dbname']}{query}{port}"


def _until_up(base: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(720):
        assert process.poll() is None, "the web process ended"
        try:
            urlopen(f"{base}/healthz", timeout=1)  # noqa: S310 - our own server
            return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the web process did not come up")


def _let_go() -> None:
    """Connections that the server left behind would keep the tables from being emptied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def sign_in(browser: Browser, server: str) -> Iterator[Callable[..., Any]]:
    """A browser of their own for everybody; closed before the tables are emptied."""
    contexts = []

    def opened(email: str, viewport: Any = DESK) -> Any:
        context = browser.new_context(viewport=viewport, locale="pl", bypass_csp=True)
        contexts.append(context)
        return _signed_in(context.new_page(), server, email)

    yield opened
    for context in contexts:
        context.close()


def _signed_in(page: Any, base: str, email: str) -> Any:
    page.set_default_timeout(10_000)
    page.goto(f"{base}/desk/")
    page.get_by_label("Adres e-mail").fill(email)
    page.get_by_label("Hasło").fill(PASSWORD)
    page.get_by_role("button", name="Zaloguj się", exact=True).click()
    expect(page.locator(".desk-main")).to_be_visible()
    return page


def _streaming(page: Any) -> None:
    """Until the page hears of changes there is nothing to measure."""
    page.wait_for_timeout(700)


def test_a_case_is_worked_to_done_by_keyboard_while_a_colleague_watches(sign_in, server):
    case = a_case(at=clock.now(), photos=(a_photo(at=clock.now()),))
    anna = sign_in("anna@example.org")
    piotr = sign_in("piotr@example.org")
    look(anna)

    press(anna, "j")
    expect(anna.locator("tr[aria-current]")).to_have_attribute("data-number", case.number)
    anna.keyboard.press("Enter")
    anna.wait_for_url(f"**/case/{case.number}/")
    piotr.goto(anna.url)
    # who came before her page listened is noticed when it asks again, each twenty seconds
    expect(anna.get_by_text("Piotr Sowa ma tę sprawę otwartą.")).to_be_visible(timeout=40_000)
    look(anna)
    _streaming(piotr)

    press(anna, "t")
    expect(anna.get_by_text("Prowadzisz tę sprawę.")).to_be_visible()
    expect(piotr.locator("#case-head")).to_contain_text("w realizacji", timeout=AT_ONCE)
    expect(piotr.locator("#case-head")).to_contain_text("Anna Nowak")

    press(anna, "d")
    expect(anna.get_by_label("Wynik")).to_be_focused()
    anna.get_by_label("Wynik").select_option("done")
    anna.get_by_label("Co zrobiono").fill("Ubytek zalany masą na gorąco.")
    look(anna)
    anna.keyboard.press("Control+Enter")
    expect(anna.get_by_text("W tej kategorii dodaj zdjęcie wykonanej pracy.")).to_be_visible()
    expect(anna.get_by_label("Co zrobiono")).to_have_value("Ubytek zalany masą na gorąco.")

    photo = {"name": "po.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg().read()}
    anna.set_input_files("open-form input[type=file]", [photo])
    anna.get_by_role("button", name="Zakończ i poproś o potwierdzenie").click()
    expect(anna.get_by_text("Zgłaszający dostał prośbę o potwierdzenie.")).to_be_visible()
    expect(piotr.locator("#case-head")).to_contain_text("wykonana", timeout=AT_ONCE)
    look(piotr)

    assert Case.objects.get().state == CaseState.DONE


def test_who_was_faster_is_shown_and_the_typed_words_stay(sign_in, server):
    case = a_case(at=clock.now())
    anna = sign_in("anna@example.org")
    piotr = sign_in("piotr@example.org")
    for page in (anna, piotr):
        page.goto(f"{server}/desk/case/{case.number}/")

    press(anna, "r")
    anna.get_by_label("Odpowiedź do zgłaszającego").fill("Jedziemy jutro rano.")
    press(piotr, "t")
    expect(piotr.get_by_text("Prowadzisz tę sprawę.")).to_be_visible()
    expect(anna.get_by_label("Odpowiedź do zgłaszającego")).to_have_value("Jedziemy jutro rano.")
    anna.keyboard.press("Control+Enter")

    expect(anna.get_by_text("Ktoś zmienił tę sprawę, kiedy pisano")).to_be_visible()
    expect(anna.get_by_label("Odpowiedź do zgłaszającego")).to_have_value("Jedziemy jutro rano.")
    anna.get_by_role("button", name="Wyślij mimo to").click()
    expect(anna.get_by_text("Odpowiedź wysłana.")).to_be_visible()


def test_a_new_case_appears_in_the_queue_and_in_its_count_by_itself(sign_in, server):
    anna = sign_in("anna@example.org")
    expect(anna.get_by_text("W tej kolejce nic teraz nie czeka.")).to_be_visible()
    _streaming(anna)

    case = a_case(at=clock.now())

    expect(anna.get_by_role("link", name=display(case.number))).to_be_visible(timeout=AT_ONCE)
    current = anna.locator("#desk-queues a[aria-current] .nav-item__count")
    expect(current).to_have_text("1", timeout=AT_ONCE)


def test_an_agent_takes_a_call_and_decides_by_one_key(sign_in, server):
    ola = sign_in("ola@example.org")

    press(ola, "n")
    ola.wait_for_url("**/desk/new/", timeout=30_000)
    ola.get_by_label("O co chodzi").fill("Czuć gaz na klatce schodowej")
    expect(ola.get_by_role("link", name="992")).to_be_visible()
    look(ola)
    ola.get_by_role("button", name="Otwórz sprawę").click()
    expect(ola.get_by_role("heading", name="Podyktuj numer sprawy")).to_be_visible()
    expect(ola.get_by_text("Kod do sprawy:")).to_be_visible()
    look(ola)

    ola.goto(f"{server}/desk/triage/")
    look(ola)
    press(ola, "1")
    expect(ola.get_by_text("Wszystko rozstrzygnięte")).to_be_visible()
    assert not Case.objects.get().needs_triage


def test_the_list_of_keys_opens_and_a_category_is_found_by_a_few_letters(sign_in, server):
    case = a_case(at=clock.now())
    anna = sign_in("anna@example.org")
    anna.goto(f"{server}/desk/case/{case.number}/")

    press(anna, "?")
    expect(anna.get_by_role("dialog")).to_contain_text("Przekaż")
    anna.keyboard.press("Escape")
    press(anna, "c")
    expect(anna.get_by_role("textbox", name="Kategoria: Wpisz kilka liter")).to_be_focused()
    anna.keyboard.type("uszk chod")
    anna.keyboard.press("Control+Enter")

    expect(anna.get_by_text("Kategoria zmieniona.")).to_be_visible()
    expect(anna.locator("#case-head h1")).to_contain_text("Uszkodzony chodnik")


@pytest.mark.parametrize("path", ["", "triage/", "new/", "account/"])
def test_pages_fit_a_phone(sign_in, server, path):
    a_case(category="", text="Znowu to samo przy tym sklepie", at=clock.now())

    ola = sign_in("ola@example.org", PHONE)
    ola.goto(f"{server}/desk/{path}")
    look(ola)


def test_what_nobody_opened_is_watched_until_somebody_of_the_unit_opens_it(sign_in, server):
    long_ago = clock.now() - timedelta(minutes=20)
    case = a_case(category="roads-collapse", text="Zapadła się jezdnia.", at=long_ago)
    ola = sign_in("ola@example.org")
    ola.get_by_role("link", name="Pilnowane").click()
    expect(ola.locator(".watched--urgent")).to_contain_text(display(case.number))
    look(ola)
    _streaming(ola)

    sign_in("anna@example.org").goto(f"{server}/desk/case/{case.number}/")

    expect(ola.locator(".watched")).to_have_count(0, timeout=AT_ONCE)
    expect(ola.get_by_text("Wszystko doszło i zostało otwarte")).to_be_visible()
    look(ola)


def test_a_report_about_three_matters_becomes_three_cases_with_one_voice(sign_in, server):
    case = a_case(
        at=clock.now(), email="anna@poczta.example",
        text="Przed szkołą jest głęboka dziura w jezdni. Obok stoi rozbity pojemnik na śmieci. "
        "A trawa na skwerze ma już metr wysokości.",
    )  # fmt: skip
    ola = sign_in("ola@example.org")
    ola.goto(f"{server}/desk/case/{case.number}/")

    press(ola, ".", "r")
    ola.wait_for_url("**/split/")
    look(ola)
    parts = ola.locator("fieldset")
    parts.nth(0).get_by_label("Treść").fill("")
    for words, category in (
        ("Obok stoi rozbity pojemnik na śmieci.", "waste-container"),
        ("A trawa na skwerze ma już metr wysokości.", "greenery-uncut-grass"),
    ):
        empty = next(one for one in parts.all() if not one.get_by_label("Treść").input_value())
        empty.get_by_label("Treść").fill(words)
        empty.locator("select").select_option(category, force=True)
        if not any(not one.get_by_label("Treść").input_value() for one in parts.all()):
            ola.get_by_role("button", name="Jeszcze jedna część").click()
            ola.wait_for_load_state()
    ola.get_by_role("button", name="Rozdziel", exact=True).click()

    expect(ola.get_by_text("Rozdzielono na osobne sprawy.")).to_be_visible()
    look(ola)
    made = list(Case.objects.exclude(pk=case.pk))
    assert {one.person_id for one in made} == {case.person_id}
    assert len({case.unit_id, *(one.unit_id for one in made)}) >= 2
    for one in made:
        expect(ola.locator("#case-aside")).to_contain_text(display(one.number))
