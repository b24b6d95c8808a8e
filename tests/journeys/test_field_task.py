"""A crew does its task in another unit's case without network; the case stays with its unit."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from playwright.sync_api import Browser, Page, expect

from kck.cases import commands
from kck.cases.models import Case, CasePhoto, Task
from kck.cases.terms import CaseState, TaskState
from kck.demo.staff import hire
from kck.foundation import clock
from kck.foundation.models import RecordedEvent
from tests.builders import a_case, acting_for
from tests.fixtures import load_shipped_city
from tests.journeys.looking import look
from tests.journeys.phones import a_phone, photo_of

BUILT = project.BASE_DIR / "frontend" / "dist" / "static" / "field" / "sw.js"
PICTURES = os.environ.get("KCK_TEST_PICTURES", "")
DONE, WORDS = "Zakończ zadanie", "Gałąź zabrana, jezdnia wolna."

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


@pytest.fixture
def case() -> Case:
    found = a_case(
        text="Dziura, a nad nią gałąź. Jan Kowalski, 600 100 200.",
        name="Jan Kowalski", email="jan@example.org", at=clock.now(),
    )  # fmt: skip
    commands.give_task(
        found.pk, words="Zdjąć gałąź znad jezdni, zanim wjedzie walec.", unit="ZZM",
        at=clock.now(), by=acting_for("ZDMK"),
    )  # fmt: skip
    return found


def seen(page: Page, name: str) -> None:
    look(page)
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"field-task-{name}.png", full_page=True)


def test_a_task_is_done_without_network_and_sent_once(
    browser: Browser, live_server: Any, case: Case
) -> None:
    with a_phone(browser, live_server.url) as phone:
        phone.sign_in("zzm")
        phone.keep_the_day()
        expect(phone.page.get_by_text("Zadanie od ZDMK")).to_have_count(1)
        seen(phone.page, "route")
        phone.offline()
        page = phone.open(f"{case.number}/")
        expect(page.get_by_role("heading", name="Zadanie od ZDMK")).to_be_visible()
        expect(page.get_by_text("Kowalski")).to_have_count(0)
        seen(page, "page")

        page.get_by_role("button", name=DONE).click()
        expect(page.get_by_text("Napisz co najmniej 5 znaków.")).to_be_visible()
        page.set_input_files("#task-done_photos", photo_of(1600, 1200))
        expect(page.locator("#task-done .photo-picker__item")).to_have_count(1)
        page.get_by_label("Co zrobiono").fill(WORDS)
        page.get_by_role("button", name=DONE).click()
        page.wait_for_url("**/teren/")
        phone.waits(1)
        assert Task.objects.get(case=case, beside=True).state == TaskState.WAITING
        phone.killed()
        phone.online()
        row = phone.open("outbox/").locator(f"outbox-list li[data-number='{case.number}']")
        expect(row.locator("[data-state=sent]")).to_have_count(1)

    task = Task.objects.get(case=case, beside=True)
    case.refresh_from_db()
    assert (task.state, case.state) == (TaskState.DONE, CaseState.NEW)
    assert task.said is not None
    assert task.said.body == WORDS
    assert CasePhoto.objects.filter(case=case, kind="evidence").count() == 1
    ended = RecordedEvent.objects.filter(stream=case.stream, name="cases.task_done")
    assert ended.count() == 1


def test_what_was_called_off_meanwhile_stays_on_the_phone_with_its_words(
    browser: Browser, live_server: Any, case: Case
) -> None:
    with a_phone(browser, live_server.url) as phone:
        phone.sign_in("zzm")
        phone.keep_the_day()
        phone.offline()
        page = phone.open(f"{case.number}/")
        page.get_by_label("Co zrobiono").fill(WORDS)
        page.get_by_role("button", name=DONE).click()
        page.wait_for_url("**/teren/")
        phone.waits(1)
        task = Task.objects.get(case=case, beside=True)
        commands.cancel_task(task.pk, at=clock.now(), by=acting_for("ZDMK"))

        phone.online()
        page = phone.open("outbox/")

        row = page.locator(f"outbox-list li[data-number='{case.number}']")
        expect(row).to_contain_text("Tej sprawy nie ma już Twoja jednostka.")
        expect(row).to_contain_text(WORDS)
    assert Task.objects.get(pk=task.pk).state == TaskState.CANCELLED
