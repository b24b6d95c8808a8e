"""Every main page at 320 and 1440 px, light and dark: no axe violation, nothing sticks out."""

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
DESK = [
    "/desk/",
    "/desk/?view=unassigned",
    "/desk/?view=late",
    "/desk/?q=nic+takiego",
    "/desk/triage/",
    "/desk/watch/",
    "/desk/new/",
    "/desk/account/",
]
OFFICE = [
    "/backoffice/",
    "/backoffice/texts/",
    "/backoffice/texts/cases.done/pl/",
    "/backoffice/notices/",
    "/backoffice/notices/new",
    "/backoffice/city/units/",
    "/backoffice/city/categories/",
    "/backoffice/city/rules/",
    "/backoffice/city/calendars/",
    "/backoffice/city/helplines/",
    "/backoffice/city/stages/",
    "/backoffice/embedding/",
    "/backoffice/objects/",
    "/backoffice/objects/new",
    "/backoffice/objects/table",
    "/backoffice/objects/labels?columns=9",
    "/backoffice/roles/",
    "/backoffice/ways/",
    "/backoffice/ways/ZDMK/",
    "/backoffice/registers/",
    "/backoffice/registers/new",
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


def _pages_of_cases() -> tuple[list[str], list[str]]:
    """What residents and staff see of one case in each state, and of a letter."""
    by_state = {case.state: case for case in Case.objects.order_by("-pk")}
    mail = StoredMail.objects.latest("pk")
    shown = Case.objects.filter(private=False).latest("pk")
    residents = [f"/s/{case.token}/" for case in by_state.values()]
    residents += [f"/cases/{shown.number}/", f"/cases/{shown.number}/me-too/"]
    residents += [f"/s/{shown.token}/withdraw/", f"/s/{shown.token}/erase/"]
    residents += [reverse("demo:mail", args=[mail.pk])]
    staff = [f"/desk/case/{case.number}/" for case in by_state.values()]
    staff += [f"/desk/case/{shown.number}/do/{name}/" for name in ("done", "forward", "schedule")]
    return residents, staff


def _enter(page: Page, url: str, seat: str) -> None:
    page.goto(f"{url}/demo/")
    page.locator(f'form[action="/demo/role/{seat}/"] button').first.click()
    page.wait_for_url(lambda address: "/demo/" not in address)  # each role to its own home


def _wrong(page: Page, url: str, paths: list[str]) -> Iterator[Any]:
    for path in paths:
        page.goto(url + path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
            yield from ((scheme, page.viewport_size, *fault) for fault in faults(page))


def test_every_page_fits_and_can_be_used_by_everybody(browser: Browser, live_server: Any) -> None:
    residents, staff = _pages_of_cases()
    found: list[Any] = []
    for width, height in SIZES:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="pl", bypass_csp=True
        )
        page = context.new_page()
        found += _wrong(page, live_server.url, PORTAL + residents)
        _enter(page, live_server.url, "kierownik")
        found += _wrong(page, live_server.url, DESK + staff)
        _enter(page, live_server.url, "admin")
        found += _wrong(page, live_server.url, OFFICE)
        context.close()

    assert not found, "\n".join(map(str, found))
