"""A crew's telephone in a journey."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from kck.accounts.models import Staff
from kck.cases.models import Case
from tests.builders import a_jpeg

PHONE: Any = {"width": 390, "height": 844}
KEPT_MS = 60_000
DONE = "Zakończ sprawę"


def photo_of(width: int, height: int) -> FilePayload:
    content = a_jpeg(width, height).read()
    return FilePayload(name="po.jpg", mimeType="image/jpeg", buffer=content)


class Phone:
    """One telephone: it may change hands, lose its network, its page and its session."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context, self.base = context, base
        self.page = context.new_page()

    def sign_in(self, seat: str) -> None:
        self.sign_out()
        client = Client()
        client.force_login(
            Staff.objects.get(email=f"{seat}@demo.example"),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        value = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": value, "url": self.base}])

    def sign_out(self) -> None:
        """The session ends somewhere else: the phone is not told."""
        self.context.clear_cookies(name="sessionid")

    def offline(self) -> None:
        self.context.set_offline(True)
        reached = "fetch('/teren/me/').then(() => true, () => false)"
        assert not self.page.evaluate(reached)
        assert not any(worker.evaluate(reached) for worker in self.context.service_workers)

    def online(self) -> None:
        self.context.set_offline(False)

    def killed(self) -> None:
        """As a phone does it: without asking the page."""
        self.page.close()
        self.page = self.context.new_page()

    def open(self, path: str = "") -> Page:
        self.page.goto(f"{self.base}/teren/{path}")
        return self.page

    def keep_the_day(self) -> None:
        self.open()
        kept = self.page.locator("crew-list[data-kept-state=kept]")
        expect(kept).to_have_count(1, timeout=KEPT_MS)
        # the first page was opened before there was a worker
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def finish(self, case: Case, words: str = "") -> None:
        """Three taps: the camera, the outcome, the end."""
        self.open(f"{case.number}/")
        self.picture()
        self.outcome("Zrobione")
        if words:
            self.page.get_by_label("Słowa do zgłaszającego").fill(words)
        self.page.get_by_role("button", name=DONE).click()
        self.page.wait_for_url("**/teren/")

    def picture(self) -> None:
        self.page.set_input_files("#done_photos", photo_of(3000, 2000))
        expect(self.page.locator("#done .photo-picker__item")).to_have_count(1)

    def outcome(self, name: str) -> None:
        self.page.get_by_role("radio", name=name, exact=True).check()

    def waits(self, number: int) -> None:
        waiting = self.page.locator("crew-list [data-state=waits]:visible")
        expect(waiting).to_have_count(number, timeout=15_000)

    def all_gone(self) -> None:
        pending = self.page.locator("outbox-badge", has_text="czeka")
        expect(pending).to_have_count(0, timeout=30_000)


@contextmanager
def a_phone(browser: Browser, base: str, **more: Any) -> Iterator[Phone]:
    context = browser.new_context(viewport=PHONE, locale="pl", has_touch=True, **more)
    yield Phone(context, base)
    context.close()


def kept_on(phone: Phone) -> list[str]:
    found: list[str] = phone.page.evaluate(
        """async () => {
            const names = (await caches.keys()).filter(name => name.startsWith("kck-field-p"));
            const kept = names.map(async name => (await caches.open(name)).keys());
            return (await Promise.all(kept)).flat().map(one => new URL(one.url).pathname);
        }"""
    )
    return found


def items_on(phone: Phone) -> int:
    number: int = phone.page.evaluate(
        """async () => {
            let found = 0;
            for (const { name } of await indexedDB.databases()) found += await new Promise(done => {
                const opening = indexedDB.open(name);
                opening.onsuccess = () => {
                    const asked = opening.result.transaction("items").objectStore("items").count();
                    asked.onsuccess = () => done(asked.result);
                };
            });
            return found;
        }"""
    )
    return number
