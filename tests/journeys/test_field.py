"""A crew closes 10 of 40 cases without network; then each is sent once and nothing is lost."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from playwright.sync_api import Browser, Page, Route, expect

from kck.accounts.models import Staff
from kck.cases import commands
from kck.cases.models import Case, CasePhoto, CaseText
from kck.cases.terms import CaseState, Outcome, Spot, TextKind
from kck.demo.staff import hire
from kck.foundation import clock
from kck.foundation.models import RecordedEvent
from tests.builders import a_case, a_photo, acting_for
from tests.fixtures import load_shipped_city
from tests.journeys.looking import look
from tests.journeys.phones import DONE, Phone, a_phone, items_on, kept_on, photo_of

BUILT = project.BASE_DIR / "frontend" / "dist" / "static" / "field" / "sw.js"
SIZES: Any = {"320": (320, 640), "390": (390, 844), "1440": (1440, 900)}
# where to put pictures of the pages for a person to look at; empty: nowhere
PICTURES = os.environ.get("KCK_TEST_PICTURES", "")
WORDS = "Zalane masą na gorąco, ekipa czwarta."

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]


@pytest.fixture(autouse=True)
def _city(transactional_db: None, settings: Any, live_server: Any) -> None:
    settings.KCK_DEMO = True
    settings.SITE_URL = live_server.url
    load_shipped_city()
    hire()


def _cases(number: int, **more: Any) -> list[Case]:
    return [
        a_case(
            spot=Spot(
                lat=50.05 + place * 0.001,
                lon=19.92 + place % 7 * 0.004,
                address=f"ul. Dziur {place}",
            ),
            at=clock.now(),
            **more,
        )
        for place in range(1, number + 1)
    ]


def _times(case: Case, name: str) -> int:
    return RecordedEvent.objects.filter(stream=case.stream, name=f"cases.{name}").count()


def _state(case: Case) -> CaseState:
    case.refresh_from_db()
    return CaseState(case.state)


def _only_at_first(route: Route) -> None:
    """The server does it, the answer is lost on the way."""
    route.fetch()
    route.abort()


def test_ten_of_forty_are_closed_without_network_and_sent_once_each(
    browser: Browser, live_server: Any
) -> None:
    cases = _cases(40)
    ten, other = cases[:10], acting_for("ZDMK", id=777)
    with a_phone(browser, live_server.url) as phone:
        phone.sign_in("zdmk")
        phone.keep_the_day()
        phone.offline()

        phone.finish(ten[0], words=WORDS)
        for case in ten[1:5]:
            phone.finish(case)
        phone.waits(5)
        phone.killed()
        phone.open()
        phone.waits(5)
        expect(phone.page.locator("outbox-badge")).to_contain_text("Bez sieci")
        _killed_by_its_own_camera(phone, ten[5])
        for case in ten[6:]:
            phone.finish(case, words=f"Zalane masą, {case.address}.")
        phone.waits(10)
        _seen(phone.page, "offline-list")

        # meanwhile, at the desk
        commands.done(
            ten[0].pk, outcome=Outcome.NOT_FOUND, words="Byliśmy rano, dziury nie ma.",
            at=clock.now(), by=other,
        )  # fmt: skip
        commands.hand_back(ten[9].pk, reason="To droga krajowa.", at=clock.now(), by=other)

        # the answer to one of them is lost, and the page dies while the rest is being sent
        phone.context.route(f"**/{ten[1].number}/done/", _only_at_first, times=1)
        phone.online()
        expect(phone.page.locator("outbox-badge")).to_contain_text("sprawdź")
        phone.killed()
        phone.open("outbox/")
        phone.all_gone()

        for case in ten[1:9]:
            assert (_state(case), _times(case, "case_done")) == (CaseState.DONE, 1), case.address
            assert CasePhoto.objects.filter(case=case, kind="evidence").count() == 1
        assert all(_state(case) == CaseState.NEW for case in cases[10:])
        _settle_the_clash(phone, ten[0])
        _tell_the_centre(phone, ten[9])


def _killed_by_its_own_camera(phone: Phone, case: Case) -> None:
    """Opening the camera throws the page out of memory: its photo and words are there again."""
    phone.open(f"{case.number}/")
    phone.picture()
    phone.page.get_by_label("Słowa do zgłaszającego").fill("Wymieniona płyta chodnika.")
    phone.page.wait_for_timeout(900)  # a page that is killed has had as long as this to keep it
    phone.killed()
    phone.open(f"{case.number}/")
    expect(phone.page.locator("#done .photo-picker__item")).to_have_count(1)
    expect(phone.page.get_by_label("Słowa do zgłaszającego")).to_have_value(
        "Wymieniona płyta chodnika."
    )
    phone.outcome("Zrobione")
    expect(phone.page.get_by_label("Słowa do zgłaszającego")).to_have_value(
        "Wymieniona płyta chodnika."
    )
    phone.page.get_by_role("button", name=DONE).click()
    phone.page.wait_for_url("**/teren/")


def _settle_the_clash(phone: Phone, case: Case) -> None:
    """Both versions stand there; ours is kept as a note, with its photo."""
    row = phone.page.locator(f"outbox-list li[data-number='{case.number}']")
    expect(row).to_contain_text("Byliśmy rano, dziury nie ma.")
    expect(row).to_contain_text(WORDS)
    expect(row.get_by_role("button", name="Wyślij mimo to")).to_have_count(0)
    _seen(phone.page, "clash")
    row.get_by_role("button", name="Zapisz jako notatkę").click()
    expect(row.locator("[data-state=sent]")).to_have_count(1)  # folded among what was sent
    note = CaseText.objects.get(case=case, kind=TextKind.NOTE)
    assert note.body == f"Miało być: Zakończ sprawę. {WORDS}"
    assert CasePhoto.objects.filter(case=case, kind="evidence").count() == 1
    assert (_state(case), case.outcome, _times(case, "case_done")) == ("done", "not-found", 1)


def _tell_the_centre(phone: Phone, case: Case) -> None:
    """The case is another unit's now: the words stay, and whom to ring."""
    row = phone.page.locator(f"outbox-list li[data-number='{case.number}']")
    expect(row).to_contain_text("Tej sprawy nie ma już Twoja jednostka.")
    expect(row).to_contain_text("Zalane masą")
    expect(row.get_by_role("link", name="Zadzwoń do centrum")).to_have_count(1)
    assert _times(case, "case_done") == 0
    phone.page.once("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name="Usuń moją wersję").click()
    expect(row).to_have_count(0)


def test_another_person_on_the_same_phone_neither_sees_nor_sends_it(
    browser: Browser, live_server: Any
) -> None:
    [case, _rest] = _cases(2)
    with a_phone(browser, live_server.url) as phone:
        phone.sign_in("zdmk")
        phone.keep_the_day()
        phone.offline()
        phone.finish(case)
        phone.waits(1)

        phone.sign_in("zdmk2")
        phone.online()  # the page of the first one still stands open, the session is the second's
        expect(phone.page.locator("outbox-badge")).to_contain_text("Zaloguj się, żeby wysłać")
        assert _state(case) == CaseState.NEW
        phone.open()
        expect(phone.page.locator("outbox-badge")).not_to_contain_text("czeka")
        phone.open("outbox/")
        expect(phone.page.get_by_text("Wszystko wysłane.")).to_be_visible()
        phone.page.wait_for_timeout(1000)
        assert _state(case) == CaseState.NEW

        phone.sign_in("zdmk")
        phone.open("outbox/")
        row = phone.page.locator(f"outbox-list li[data-number='{case.number}']")
        expect(row.locator("[data-state=sent]")).to_have_count(1)
        assert (_state(case), _times(case, "case_done")) == (CaseState.DONE, 1)
        assert RecordedEvent.objects.get(stream=case.stream, name="cases.case_done").actor == str(
            f"staff:{Staff.objects.get(email='zdmk@demo.example').pk}"
        )


def test_a_session_that_ended_meanwhile_leaves_the_outbox_and_no_pages(
    browser: Browser, live_server: Any
) -> None:
    [case] = _cases(1)
    with a_phone(browser, live_server.url) as phone:
        phone.sign_in("zdmk")
        phone.keep_the_day()
        phone.offline()
        phone.finish(case)
        phone.sign_out()
        phone.online()
        expect(phone.page.locator("outbox-badge")).to_contain_text("Zaloguj się, żeby wysłać")

        phone.open("outbox/")
        phone.page.wait_for_url("**/account/login/**")
        assert not kept_on(phone)
        assert _state(case) == CaseState.NEW

        phone.sign_in("zdmk")
        phone.open()
        phone.all_gone()
        expect(phone.page.locator("ol > li")).to_have_count(0)
        assert (_state(case), _times(case, "case_done")) == (CaseState.DONE, 1)


def test_signing_out_wipes_the_phone_and_asks_about_what_is_not_sent(
    browser: Browser, live_server: Any
) -> None:
    [case] = _cases(1, photos=(a_photo(at=clock.now()),))
    with a_phone(browser, live_server.url) as phone:
        phone.sign_in("zdmk")
        phone.keep_the_day()
        kept = kept_on(phone)
        assert f"/teren/{case.number}/" in kept
        assert any(path.endswith("/320") for path in kept)
        assert not any("contact" in path or "sheet" in path for path in kept)
        seen = phone.page.locator("li").first
        expect(seen).to_be_visible()
        commands.add_note(
            case.pk, text="Czekać na gazownię.", at=clock.now(), by=acting_for("ZDMK", id=777)
        )
        phone.offline()
        phone.finish(case)
        phone.online()
        expect(phone.page.locator("outbox-badge")).to_contain_text("sprawdź: 1")

        phone.page.get_by_label("Twoje konto").click()
        phone.page.get_by_role("button", name="Wyloguj się").click()
        dialog = phone.page.get_by_role("dialog", name="Nie wszystko zostało wysłane")
        expect(dialog).to_be_visible()
        phone.page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
        look(phone.page)
        dialog.get_by_role("button", name="Zostaw na telefonie i wyloguj").click()
        phone.page.wait_for_url("**/account/login/**")
        assert not kept_on(phone)
        assert items_on(phone) == 1

        phone.sign_in("zdmk")
        phone.open()
        phone.page.get_by_label("Twoje konto").click()
        phone.page.get_by_role("button", name="Wyloguj się").click()
        phone.page.get_by_role("button", name="Usuń z telefonu i wyloguj").click()
        phone.page.wait_for_url("**/account/login/**")
        assert not kept_on(phone)
        assert items_on(phone) == 0


def test_a_full_phone_says_so_and_keeps_the_form(browser: Browser, live_server: Any) -> None:
    [case] = _cases(1)
    with a_phone(browser, live_server.url) as phone:
        phone.context.add_init_script(
            """IDBObjectStore.prototype.put = () => {
                throw new DOMException("full", "QuotaExceededError");
            }"""
        )
        phone.sign_in("zdmk")
        phone.open(f"{case.number}/")
        phone.picture()
        phone.outcome("Zrobione doraźnie")
        phone.page.get_by_role("button", name=DONE).click()

        expect(phone.page.get_by_text("Pamięć telefonu jest pełna.")).to_be_visible()
        expect(phone.page.locator("#done .photo-picker__item")).to_have_count(1)
        expect(phone.page.get_by_label("Słowa do zgłaszającego")).not_to_have_value("")
        assert _state(case) == CaseState.NEW


def test_the_way_is_ordered_from_where_the_phone_is_without_telling_anybody(
    browser: Browser, live_server: Any
) -> None:
    _cases(6)
    north = {"latitude": 50.0565, "longitude": 19.95}
    with a_phone(browser, live_server.url, geolocation=north, permissions=["geolocation"]) as phone:
        phone.sign_in("zdmk")
        phone.keep_the_day()
        phone.offline()
        phone.page.get_by_role("button", name="Ułóż stąd").click()
        expect(phone.page.get_by_text("Kolejność od miejsca, w którym jesteś.")).to_be_visible()
        expect(phone.page.locator("ol > li").first).to_contain_text("ul. Dziur 6")

        phone.page.get_by_label("Numer albo adres").fill("dziur 3")
        expect(phone.page.locator("ol > li:visible")).to_have_count(1)


def test_without_script_the_same_pages_do_the_same(browser: Browser, live_server: Any) -> None:
    [case, second] = _cases(2)
    with a_phone(browser, live_server.url, java_script_enabled=False) as phone:
        phone.sign_in("zdmk")
        page = phone.open()
        page.get_by_role("link", name="ul. Dziur 1").click()
        page.get_by_role("button", name="Biorę to").click()
        page.set_input_files("#done_photos", photo_of(640, 480))
        phone.outcome("Zrobione doraźnie")
        page.get_by_label("Gotowe słowa").select_option("done-for-now.secured")
        page.get_by_role("button", name=DONE).click()
        expect(page.get_by_text("Zgłaszający dostanie prośbę o potwierdzenie.")).to_be_visible()
        page.get_by_role("link", name="ul. Dziur 2").click()
        page.get_by_text("To nie nasze: oddaj").click()
        page.get_by_label("Dlaczego to nie Wasza sprawa").fill("To droga wewnętrzna spółdzielni.")
        page.get_by_role("button", name="Oddaj sprawę").click()
        expect(page.get_by_text("Dziękujemy za wyjaśnienie.")).to_be_visible()

    assert (_state(case), case.outcome) == (CaseState.DONE, Outcome.DONE_FOR_NOW)
    assert CasePhoto.objects.filter(case=case, kind="evidence").count() == 1
    second.refresh_from_db()
    assert second.hand_backs == 1


def _seen(page: Page, name: str) -> None:
    look(page)
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"field-{name}.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_the_field_looks_well(
    browser: Browser, live_server: Any, size: str, scheme: Any
) -> None:
    case = a_case(
        name="Anna Kowalska",
        phone="+48600700800",
        photos=(a_photo(at=clock.now()),),
        at=clock.now(),
    )
    commands.add_note(case.pk, text="Wjazd od podwórza.", at=clock.now(), by=acting_for("ZDMK"))
    _cases(2)
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="pl",
        bypass_csp=True,
        color_scheme=scheme,
        service_workers="block",
    )
    phone, mark = Phone(context, live_server.url), f"{size}-{scheme}"
    phone.sign_in("zdmk-kierownik")
    for name, path in {
        "list": "", "mine": "?who=mine", "none": "?q=nic+takiego", "case": f"{case.number}/",
        "outbox": "outbox/", "offline": "offline/", "sheet": "sheet/",
    }.items():  # fmt: skip
        phone.open(path)
        _seen(phone.page, f"{name}-{mark}")
    for act in ("note", "another-crew", "ask", "hand-back"):
        phone.open(f"{case.number}/{act}/")
        _seen(phone.page, f"{act}-{mark}")
    phone.open(f"{case.number}/")
    phone.page.get_by_role("button", name="Kontakt do zgłaszającego").click()
    _seen(phone.page, f"contact-{mark}")
    context.close()
