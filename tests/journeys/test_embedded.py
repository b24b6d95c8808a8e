"""A page of another site shows the form and the status in frames, and the browser keeps no cookie.

The page is served from another host name, so to the browser it is another site altogether.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from kck.cases.models import Case
from kck.cases.queries.access import access_code
from kck.entrances.commands import allow_site
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.numbers import display
from tests.builders import a_case, a_jpeg
from tests.fixtures import load_shipped_city
from tests.journeys.looking import BUILT, faults

POTHOLE = "Dziura w jezdni, wyrwa w asfalcie na drodze."
SCRIPT = """<!doctype html><html lang="pl"><head><title>Inna strona</title>
<script src="{kck}/embed/kck.js" async></script></head><body><main><h1>Inna strona</h1>
<kck-{what} accent="#22532f" {more}><a href="{kck}/report/">Zgłoś problem</a></kck-{what}>
</main></body></html>"""
PLAIN = """<!doctype html><html lang="pl"><head><title>Inna strona</title></head><body><main>
<h1>Inna strona</h1><iframe title="Zgłoś problem" width="100%" height="1500"
src="{kck}/embed/form/?lang=pl"></iframe></main></body></html>"""

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]


@pytest.fixture(autouse=True)
def _city(transactional_db: None) -> None:
    load_shipped_city()


class OtherSite:
    """One page, whatever is asked for."""

    def __init__(self) -> None:
        self.html = ""
        self.policy = ""  # its own Content-Security-Policy
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def run(self) -> None:
        self._server.serve_forever()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, site: OtherSite, *args: Any) -> None:
        self._site = site
        super().__init__(*args)

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self._site.policy:
            self.send_header("Content-Security-Policy", self._site.policy)
        self.end_headers()
        self.wfile.write(self._site.html.encode())

    def log_message(self, *args: Any) -> None:
        """Nothing: the tests say what went wrong."""


@pytest.fixture
def other() -> Iterator[OtherSite]:
    site = OtherSite()
    thread = Thread(target=site.run, daemon=True)
    thread.start()
    yield site
    site.stop()
    thread.join()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Any]:
    """CSP stays on: it is what decides who may frame us."""
    script = bool(request.param)
    context = browser.new_context(
        viewport={"width": 360, "height": 780}, java_script_enabled=script, locale="pl"
    )
    opened: Any = context.new_page()
    opened.script = script
    yield opened
    context.close()


def let_in(site: OtherSite) -> None:
    allow_site(site.url, insecure=True, by=PLATFORM, at=clock.now())


def the_frame(page: Page) -> Frame:
    page.locator("iframe").wait_for()
    handle = page.locator("iframe").element_handle()
    frame = handle.content_frame() if handle else None
    assert frame
    return frame


def go_on(frame: Frame) -> None:
    frame.locator("main form.panel .actions button").first.click()


def look(page: Any, frame: Frame) -> None:
    if page.script:
        found = faults(frame)  # type: ignore[arg-type]
        assert not found, "\n".join(map(str, found))


def test_a_report_goes_all_the_way_on_another_site(page: Any, live_server: Any, other: OtherSite):
    let_in(other)
    other.html = (SCRIPT if page.script else PLAIN).format(
        kck=live_server.url, what="report", more=""
    )
    page.goto(other.url)
    frame = the_frame(page)
    frame.get_by_label("Opisz swoimi słowami").fill(POTHOLE)
    photo: Any = {"name": "dziura.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg().read()}
    frame.set_input_files("input[type=file]", [photo])
    if page.script:
        frame.locator(".thumbs button").wait_for()
    look(page, frame)
    go_on(frame)
    frame.get_by_label("Adres albo miejsce").press_sequentially("dluga")
    if page.script:
        frame.get_by_role("option", name="ul. Długa").click()
    look(page, frame)
    go_on(frame)
    frame.get_by_label("Jak talerz").check()
    go_on(frame)
    expect(frame.get_by_text(POTHOLE)).to_be_visible()
    look(page, frame)
    frame.get_by_role("button", name="Wyślij zgłoszenie").click()
    expect(frame.get_by_text("Zgłoszenie przyjęte")).to_be_visible()

    case = Case.objects.get()
    expect(frame.get_by_text(display(case.number))).to_be_visible()
    assert (case.address, case.photos.count()) == ("ul. Długa", 1)
    assert page.context.cookies() == []
    look(page, frame)
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Zobacz sprawę").click()
    expect(opened.value).to_have_url(f"{live_server.url}/s/{case.token}")


@contextmanager
def _kept(page: Page) -> Iterator[None]:
    """Until the page around has what is typed; which it cannot read."""
    page.evaluate("addEventListener('message', told => told.data.kckTyped && (window.told = true))")
    page.evaluate("window.told = false")
    yield
    page.wait_for_function("window.told")
    assert not page.evaluate("JSON.stringify(sessionStorage).match(/dziura|kiosk/i)")


def test_a_reload_of_the_page_around_loses_nothing(wide: Page, live_server: Any, other: OtherSite):
    let_in(other)
    page = SCRIPT.format(kck=live_server.url, what="report", more="")
    other.html = page.replace("</main>", '<kck-report category="greenery"></kck-report></main>')
    wide.goto(other.url)
    first = wide.frame_locator("iframe >> nth=0")
    with _kept(wide):
        first.get_by_label("Opisz swoimi słowami").fill(POTHOLE)
    wide.reload()
    expect(first.get_by_label("Opisz swoimi słowami")).to_have_value(POTHOLE)  # not sent yet
    photo: Any = {"name": "dziura.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg().read()}
    first.locator("input[type=file]").set_input_files([photo])
    first.locator(".thumbs button").wait_for()
    wide.reload()
    expect(first.locator(".thumbs img")).to_have_count(1)
    first.locator("main form.panel .actions button").first.click()
    words = first.get_by_label("Jak tam trafić?")
    words.wait_for()
    with _kept(wide):
        words.fill("koło kiosku")
    wide.reload()
    expect(first.get_by_label("Jak tam trafić?")).to_have_value("koło kiosku")
    second = wide.frame_locator("iframe >> nth=1")
    expect(second.get_by_label("Opisz swoimi słowami")).to_have_value("")
    first.locator("main form.panel .actions button").first.click()
    first.get_by_label("Jak talerz").check()
    first.locator("main form.panel .actions button").first.click()
    first.get_by_role("button", name="Wyślij zgłoszenie").click()
    expect(first.get_by_text("Zgłoszenie przyjęte")).to_be_visible()
    wide.wait_for_function("sessionStorage.length === 1")  # of the other form

    wide.reload()
    expect(first.get_by_label("Opisz swoimi słowami")).to_have_value("")
    assert Case.objects.get().photos.count() == 1
    assert wide.context.cookies() == []


def test_a_site_that_is_not_listed_shows_nothing(page: Any, live_server: Any, other: OtherSite):
    other.html = PLAIN.format(kck=live_server.url)
    page.goto(other.url)
    with_frame = page.frames[1:]
    assert with_frame

    texts = [frame.content() for frame in page.frames[1:] if frame.url.startswith("http://local")]
    assert all("Opisz swoimi" not in text for text in texts)
    assert Case.objects.count() == 0


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="pl")
    yield context.new_page()
    context.close()


def test_the_frame_is_as_high_as_what_it_shows_and_believes_only_us(
    wide: Page, live_server: Any, other: OtherSite
):
    let_in(other)
    other.html = SCRIPT.format(kck=live_server.url, what="status", more="")
    wide.goto(other.url)
    frame = the_frame(wide)
    frame.get_by_label("Numer sprawy").wait_for()
    inside = "document.body.offsetHeight"
    wide.wait_for_function(
        "document.querySelector('iframe').offsetHeight != 640"
    )  # it began with 640
    height = wide.locator("iframe").evaluate("one => one.offsetHeight")
    assert abs(height - frame.evaluate(inside)) <= 1

    wide.evaluate("postMessage({kckHeight: 5000}, '*')")
    wide.wait_for_timeout(200)

    assert wide.locator("iframe").evaluate("one => one.offsetHeight") == height
    assert wide.locator("iframe").get_attribute("title") == "Sprawdź swoją sprawę"


def test_number_and_code_tell_the_state_on_another_site(
    wide: Page, live_server: Any, other: OtherSite
):
    let_in(other)
    case = a_case(at=clock.now())
    other.html = SCRIPT.format(kck=live_server.url, what="status", more='scheme="dark"')
    wide.goto(other.url)
    frame = the_frame(wide)

    frame.get_by_role("button", name="Pokaż sprawę").click()
    expect(frame.locator("[data-field=validation]").first).to_be_visible()
    frame.get_by_label("Numer sprawy").fill(case.number)
    frame.get_by_label("Kod").fill(access_code(case.token))
    frame.get_by_role("button", name="Pokaż sprawę").click()

    expect(frame.get_by_text("Nasz termin")).to_be_visible()
    # whoever listens to the page is led to its beginning, not left where the button was
    expect(frame.locator("main")).to_be_focused()
    assert wide.context.cookies() == []
    found = faults(frame)  # type: ignore[arg-type]
    assert not found, "\n".join(map(str, found))


def test_a_site_with_a_strict_policy_shows_what_it_lets_in(
    wide: Page, live_server: Any, other: OtherSite
):
    let_in(other)
    told: list[str] = []
    wide.on("console", lambda message: told.append(message.text))
    other.policy = (
        f"default-src 'none'; script-src {live_server.url}; frame-src {live_server.url};"
        f" frame-ancestors 'none'; require-trusted-types-for 'script'"
    )
    tag = f'<script src="{live_server.url}/embed/kck.js" data-widget="report" async></script>'
    other.html = f'<!doctype html><html lang="uk"><title>Inna</title><main>{tag}</main></html>'
    wide.goto(other.url)

    expect(the_frame(wide).get_by_role("textbox").first).to_be_visible()
    frame = wide.locator("iframe")
    expect(frame).to_have_attribute("title", "Повідомити місту про проблему")
    expect(frame).to_have_css("border-top-width", "0px")
    wide.wait_for_function("document.querySelector('iframe').offsetHeight > 640")
    assert [one for one in told if other.url in one and "Security" in one] == []


def test_a_preset_of_the_page_is_shown_in_its_frame(wide: Page, live_server: Any, other: OtherSite):
    let_in(other)
    more = 'category="lighting-single-lamp" lat="50.0617" lon="19.9373" lang="en"'
    other.html = SCRIPT.format(kck=live_server.url, what="report", more=more)
    wide.goto(other.url)

    frame = the_frame(wide)

    expect(frame.get_by_text("Single street lamp")).to_be_visible()
