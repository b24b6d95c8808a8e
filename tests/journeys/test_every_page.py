"""Every page of residents at 320 and 1440 px, light and dark: no axe violation, all fits."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from kck.cases.models import Case
from kck.channels.email.models import StoredMail
from kck.demo.seeding import Size, seed
from tests.fixtures import load_shipped_city
from tests.journeys.looking import BUILT, faults

PORTAL = [
    "/",
    "/report/",
    "/find/",
    "/cases/",
    "/cases/?state=closed",
    "/cases/map/",
    "/districts/",
    "/districts/1/",
    "/units/",
    "/contact/",
    "/about/",
    "/accessibility/",
    "/privacy/",
    "/formal-filing/",
    "/how-we-work/",
    "/no-such-page/",
    "/account/login/",
    "/demo/",
    "/demo/embed/",
    "/o/ACDEFGH/",
    "/zglos/?category=lighting-single-lamp&lat=50.0617&lon=19.9373",
    "/zglos/?category=dragon",
    "/demo/mailbox/",
    "/demo/mailbox/?address=nobody@example.org",
]
SIZES = ((320, 640), (1440, 900))

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]


@pytest.fixture(autouse=True)
def _city(transactional_db: None, settings: Any) -> None:
    """A short fortnight, with every scene in it."""
    settings.KCK_DEMO = True
    load_shipped_city()
    seed(Size(days=2, reports=50, contacts=60))


def _pages_of_cases() -> list[str]:
    """What residents see of one case in each state, and of a letter."""
    by_state = {case.state: case for case in Case.objects.order_by("-pk")}
    mail = StoredMail.objects.latest("pk")
    shown = Case.objects.filter(private=False).latest("pk")
    residents = [f"/s/{case.token}/" for case in by_state.values()]
    residents += [f"/cases/{shown.number}/", f"/cases/{shown.number}/me-too/"]
    residents += [f"/s/{shown.token}/withdraw/", f"/s/{shown.token}/erase/"]
    residents += [reverse("demo:mail", args=[mail.pk])]
    return residents


def _wrong(page: Page, url: str, paths: list[str]) -> Iterator[Any]:
    for path in paths:
        page.goto(url + path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
            yield from ((scheme, page.viewport_size, *fault) for fault in faults(page))


def test_every_page_fits_and_can_be_used_by_everybody(browser: Browser, live_server: Any) -> None:
    residents = _pages_of_cases()
    found: list[Any] = []
    for width, height in SIZES:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="pl", bypass_csp=True
        )
        page = context.new_page()
        found += _wrong(page, live_server.url, PORTAL + residents)
        context.close()

    assert not found, "\n".join(map(str, found))
