"""The pages in a real browser: no accessibility violation, and nothing wider than a phone."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from kck.channels.webhooks.tests.conftest import a_subscription

CHROMIUM = Path("/usr/bin/chromium")
AXE = settings.BASE_DIR / "frontend" / "tools" / "node_modules" / "axe-core" / "axe.min.js"
BUILT = settings.BASE_DIR / "frontend" / "dist" / "static" / "backoffice" / "main.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "",
    "texts/",
    "texts/cases.done/pl/",
    "notices/",
    "notices/new",
    "city/units/",
    "city/categories/?q=drog",
    "city/rules/",
    "city/calendars/",
    "city/helplines/",
    "city/stages/",
    "city/questions/",
    "city/groups/",
    "city/dangers/",
    "city/units/ZZM/",
    "city/units/new",
    "city/categories/roads-pothole/",
    "city/rules/tree-at-night/",
    "city/calendars/office/",
    "city/questions/roads-pothole:size/",
    "city/changes/",
    "city/files/",
    "embedding/",
    "objects/",
    "objects/new",
    "objects/table",
    "objects/labels?columns=9",
    "objects/labels",
    "roles/",
    "ways/",
    "ways/ZDMK/",
    "webhooks/",
    "webhooks/new",
    "tokens/",
    "registers/",
    "registers/new",
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium"),
    pytest.mark.skipif(not AXE.exists(), reason="needs `npm ci` in frontend/tools"),
    pytest.mark.skipif(not BUILT.exists(), reason="needs `npm run build` in frontend"),
]


def test_pages_have_no_violation_and_fit_and_the_preview_follows_the_typing(
    editor: Client, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the browser's event loop lives in this thread, Django's test client does too
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(bypass_csp=True)
        cookie = editor.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        tab = context.new_page()

        for page in (*PAGES, f"webhooks/{a_subscription().pk}/"):
            tab.goto(f"{live_server.url}/backoffice/{page}")
            tab.add_script_tag(path=AXE)
            for width, scheme in ((320, "dark"), (1440, "light")):
                tab.set_viewport_size({"width": width, "height": 800})
                tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                found = tab.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)
                wide = tab.evaluate("document.documentElement.scrollWidth")
                assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], page
                assert wide <= width, f"{page} is {wide} px wide on a screen of {width}"

        tab.goto(f"{live_server.url}/backoffice/texts/cases.done/pl/")
        tab.fill("#id_subject", "Gotowe: {{number}}")
        tab.locator(".letter__subject", has_text="Gotowe: 26-").wait_for()
        browser.close()
