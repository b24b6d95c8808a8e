"""The galleries in a real browser: no accessibility violation, nothing wider than a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

CHROMIUM = Path("/usr/bin/chromium")
AXE = settings.BASE_DIR / "frontend" / "tools" / "node_modules" / "axe-core" / "axe.min.js"
BUILT = settings.BASE_DIR / "frontend" / "dist" / "static" / "ui" / "main.css"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium"),
    pytest.mark.skipif(not AXE.exists(), reason="needs `npm ci` in frontend/tools"),
    pytest.mark.skipif(not BUILT.exists(), reason="needs `npm run build` in frontend"),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(name="browser", scope="module")
def _browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # the browser's event loop lives in this thread, Django's test client does too
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("page", ["gallery", "gallery/desk", "gallery/error/404"])
def test_a_page_has_no_violation_and_fits(
    browser: Browser, live_server: LiveServer, settings: Settings, page: str
) -> None:
    settings.KCK_DEMO = True
    context = browser.new_context(bypass_csp=True)
    tab = context.new_page()
    tab.goto(f"{live_server.url}/ui/{page}")
    tab.add_script_tag(path=AXE)

    for width, scheme in ((320, "light"), (1440, "dark"), (1440, "light")):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = tab.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)
        wide = tab.evaluate("document.documentElement.scrollWidth")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        assert wide <= width, f"{page} is {wide} px wide on a screen of {width}"
    context.close()


def test_the_page_obeys_its_own_content_policy(
    browser: Browser, live_server: LiveServer, settings: Settings
) -> None:
    settings.KCK_DEMO = True
    tab = browser.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))

    tab.goto(f"{live_server.url}/ui/gallery", wait_until="networkidle")
    tab.locator("map-view").scroll_into_view_if_needed()
    tab.locator(".maplibregl-canvas").wait_for()
    tab.wait_for_load_state("networkidle")
    tab.close()

    assert [text for text in complaints if "Content Security" in text or "Error" in text] == []
