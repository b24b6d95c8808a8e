"""What every page of a journey must pass: no axe violation, nothing that sticks out sideways."""

from typing import Any

from django.conf import settings
from playwright.sync_api import Page, expect

AXE = settings.BASE_DIR / "frontend" / "tools" / "node_modules" / "axe-core" / "axe.min.js"
BUILT = settings.BASE_DIR / "frontend" / "dist" / "static" / "portal" / "main.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """tags => axe.run(document, {runOnly: tags, iframes: false}).then(found =>
    found.violations.map(one => [one.id, one.nodes[0].html.slice(0, 200)]))"""
_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


_LOADED = "typeof axe === 'object'"
_STILL = "Promise.all(document.getAnimations().map(one => one.finished))"


def sideways(page: Page) -> list[Any]:
    """Whether the page is wider than its screen."""
    too_wide = page.evaluate(_WIDE)
    return [[page.url, "wider than the screen", f"{too_wide} px"]] if too_wide > 0 else []


def faults(page: Page) -> list[Any]:
    """What is wrong with how the page looks now, in words for whoever has to mend it."""
    page.wait_for_load_state()  # a link just followed has an address before it has a body
    return sideways(page) + _violations(page, _TAGS)


def contrast(page: Page) -> list[Any]:
    """The one rule that a page's other colours may break."""
    page.evaluate(_STILL)
    return _violations(page, {"type": "rule", "values": ["color-contrast"]})


def _violations(page: Page, only: object) -> list[Any]:
    if not AXE.exists():
        return []
    if not page.evaluate(_LOADED):
        page.evaluate(AXE.read_text())
    return [[page.url, *fault] for fault in page.evaluate(_RUN, only)]


def press(page: Page, *keys: str) -> None:
    """Keys of the desk, once the page says that it hears them: an earlier one is lost."""
    expect(page.locator("html")).to_have_attribute("data-hotkeys", "on")
    for key in keys:
        page.keyboard.press(key)


def look(page: Page) -> None:
    found = faults(page)
    assert not found, "\n".join(map(str, found))
