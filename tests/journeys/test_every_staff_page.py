"""Every page of staff, as the resolver knows them: no axe violation, one name, nothing sticks out.

A new address is walked by itself. What needs something to show finds it in `staff_things.py`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize

from kck.demo.seeding import Size, seed
from kck.foundation import clock
from tests.builders import MONDAY
from tests.fixtures import load_shipped_city
from tests.journeys.looking import BUILT, contrast, faults, sideways
from tests.journeys.staff_things import everything, seat
from tests.staff_doors import DOORS, SAMPLES
from tests.walking import Address, addresses

FACES = ("desk:", "backoffice:", "field:")
# who looks where several may: whoever has the most to see first
SEATS = {
    "supervisor": "kierownik",
    "administrator": "admin",
    "worker": "zdmk",
    "lead": "zdmk-kierownik",
    "privacy": "iod",
    "councillor": "radny",
}
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONES: tuple[ViewportSize, ...] = ({"width": 390, "height": 844}, {"width": 320, "height": 640})
# what answers with a file, a picture or a piece of a page, of things that are not made here
NO_PAGES = {
    "backoffice:register-run",
    "desk:case-parts",
    "desk:file",
    "desk:photo",
    "desk:prolongation",
    "desk:records-file",
    "desk:thread-file",
    "desk:thread-original",
    "desk:thread-parts",
    "desk:unread-mail-file",
    "field:act",
    "field:photo",
}

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]


@pytest.fixture(autouse=True)
def _city(transactional_db: None, settings: Any) -> Iterator[None]:
    """A short fortnight with every scene in it, on the Monday morning after."""
    settings.KCK_DEMO = True
    load_shipped_city()
    seed(Size(days=2, reports=40, contacts=40))
    clock.set_anchor(f"{MONDAY.isoformat()}@{datetime.now(UTC).isoformat()}@1")
    yield
    clock.set_anchor("")


class Sitting:
    """Everybody's client; signed in once each."""

    def __init__(self) -> None:
        self._clients: dict[str, Client] = {}

    def __getitem__(self, key: str) -> Client:
        if key not in self._clients:
            staff = seat(key)
            Authenticator.objects.get_or_create(user=staff, type="totp", defaults={"data": {}})
            client = self._clients[key] = Client(raise_request_exception=False)
            client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        return self._clients[key]


def _asked() -> Iterator[tuple[str, str, str]]:
    """Name, seat and path of everything that might be a page."""
    things = everything(clock.now())
    for one in addresses("260000014", SAMPLES):
        if one.name.startswith(FACES) and one.name not in things:
            yield one.name, _seat(one), one.path
    for name, found in things.items():
        for thing in found:
            [address] = _filled(name, thing.gaps)
            yield name, thing.seat or _seat(address), address.path + thing.query


def _filled(name: str, gaps: Mapping[str, str]) -> list[Address]:
    every = addresses("260000014", {**SAMPLES, name: gaps})
    return [one for one in every if one.name == name]


def _seat(address: Address) -> str:
    who = DOORS[address.name].who
    return next((key for role, key in SEATS.items() if role in who), "admin")


def _pages(sitting: Sitting) -> tuple[dict[str, list[str]], list[str]]:
    """Whose pages there are, and addresses that have nothing to show here."""
    pages, missing = defaultdict(list), []
    for name, key, path in _asked():
        answer = sitting[key].get(path)
        if answer.status_code in {403, 404}:
            missing.append(f"{name} {path} for {key}: {answer.status_code}")
        elif answer.status_code == 200 and _is_page(answer):
            pages[key].append(path)
        elif answer.status_code >= 500:
            missing.append(f"{name} {path}: {answer.status_code}")
    return pages, [one for one in missing if one.split()[0] not in NO_PAGES]


def _is_page(answer: Any) -> bool:
    """No redirect, no fragment, no picture, no table to take away."""
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return html and not answer.streaming and answer.content.lstrip()[:9].lower() == b"<!doctype"


def _wrong(page: Page, url: str) -> Iterator[Any]:
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    page.goto(url)
    yield from faults(page)
    if (names := page.locator("h1").count()) != 1:
        yield [page.url, "not one h1", names]
    page.emulate_media(color_scheme="dark")
    yield from (["dark", *fault] for fault in contrast(page))
    for phone in PHONES:
        page.set_viewport_size(phone)
        yield from ([phone["width"], *fault] for fault in sideways(page))


def _signed_in(browser: Browser, client: Client, url: str) -> Page:
    context = browser.new_context(locale="pl", bypass_csp=True)
    name = settings.SESSION_COOKIE_NAME
    # a map in every case would be most of the walk; its own journeys look at it
    context.route("**/map-canvas*", lambda route: route.abort())
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
    return context.new_page()


def test_every_page_of_staff_fits_and_can_be_used_by_everybody(
    browser: Browser, live_server: Any
) -> None:
    sitting = Sitting()
    pages, missing = _pages(sitting)
    assert not missing, "give these something to show in staff_things.py:\n" + "\n".join(missing)
    found: list[Any] = []

    for key, paths in pages.items():
        page = _signed_in(browser, sitting[key], live_server.url)
        for path in paths:
            found += _wrong(page, live_server.url + path)
        page.context.close()

    assert sum(map(len, pages.values())) > 100
    assert not found, "\n".join(map(str, found))
