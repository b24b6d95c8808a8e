"""A real browser for the journeys; without one they say that they are skipped, or fail in CI."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# a page that is slow to come on a busy machine is not a wrong one
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey that fails is walked once more, and named as such at the end (RERUN)."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


def _program(playwright: Playwright) -> str:
    """The browser that is installed, else the one Playwright has fetched, else nothing."""
    asked = os.environ.get("KCK_TEST_BROWSER", "")
    own = playwright.chromium.executable_path
    found = next((path for name in _NAMES if (path := shutil.which(name))), "")
    return asked or found or (own if os.path.exists(own) else "")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; the database is asked between its calls
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        program = _program(playwright)
        if not program:
            words = "no Chromium here: apt install chromium, or playwright install chromium"
            if os.environ.get("CI") == "true":
                pytest.fail(words)
            pytest.skip(words)
        running = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield running
        running.close()
