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


def faults(page: Page) -> list[Any]:
    """What is wrong with how the page looks now, in words for whoever has to mend it."""
    page.wait_for_load_state()  # a link just followed has an address before it has a body
    too_wide = page.evaluate(_WIDE)
    found: list[Any] = [["wider than the screen", f"{too_wide} px"]] if too_wide > 0 else []
    if AXE.exists():
        page.evaluate(AXE.read_text())
        found += page.evaluate(_RUN, _TAGS)
    return [[page.url, *fault] for fault in found]


def press(page: Page, *keys: str) -> None:
    """Keys of the desk, once the page says that it hears them: an earlier one is lost."""
    expect(page.locator("html")).to_have_attribute("data-hotkeys", "on")
    for key in keys:
        page.keyboard.press(key)


def look(page: Page) -> None:
    found = faults(page)
    assert not found, "\n".join(map(str, found))
