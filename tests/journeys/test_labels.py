"""A sheet of labels as the browser prints it: each code is read by a decoder, also from a coarse
picture, leads to its object, and lies in its own place of the grid."""

from collections.abc import Sequence
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from kck.accounts.models import Staff
from kck.backoffice.labels import A4_MM, Grid
from kck.demo.staff import hire
from kck.entrances.commands import give_codes
from kck.entrances.rules import display_code
from kck.entrances.terms import NewObject, ObjectInfo, ObjectKind
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from tests.fixtures import load_shipped_city
from tests.journeys.looking import BUILT

SITE = "https://kontakt.krakow.example"
INCH_MM = 25.4
# what sticks out of its label, and would not be printed
_CUT_OFF = """[...document.querySelectorAll('.label-cell')].flatMap(cell => {
    const box = cell.getBoundingClientRect();
    const shown = [...cell.querySelectorAll('p, svg')].filter(one => one.getClientRects().length);
    return shown.filter(one => {
        const own = one.getBoundingClientRect();
        return own.top < box.top || own.bottom > box.bottom + 1 || own.right > box.right + 1;
    }).map(one => one.textContent);
})"""
SLACK_MM = 0.5  # pixels are not millimetres
# (grid, dots per inch that a decoder must be content with)
SHEETS = [
    (Grid(columns=3, rows=6), 100),
    (Grid(columns=2, rows=4, margin_mm=12, skip=3), 100),
    (Grid(columns=5, rows=12, margin_mm=0), 150),
]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: npm run build"),
]


@pytest.fixture(autouse=True)
def _city(transactional_db: None, settings: Any) -> None:
    settings.SITE_URL = SITE
    settings.KCK_DEMO = True  # nobody is asked for a second factor
    load_shipped_city()
    hire()


def _lamps(count: int) -> Sequence[ObjectInfo]:
    lamps = [
        NewObject(
            kind=ObjectKind.LAMP,
            category="lighting-single-lamp",
            lat=50.06,
            lon=19.93,
            street="Rondo Czyżyńskie przy ul. Bieńczyckiej",
            label=f"Latarnia numer {number}",
            valid_from=clock.today(),
        )
        for number in range(count)
    ]
    return give_codes(lamps, by=PLATFORM, at=clock.now())[0]


def _session() -> str:
    administrator = Client()
    administrator.force_login(
        Staff.objects.get(email="admin@demo.example"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return administrator.cookies[settings.SESSION_COOKIE_NAME].value


def _printed(browser: Browser, url: str, grid: Grid, path: Any) -> None:
    context = browser.new_context(locale="pl")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": _session(), "url": url}])
    page = context.new_page()
    page.goto(
        f"{url}/backoffice/objects/labels?columns={grid.columns}&rows={grid.rows}"
        f"&margin={grid.margin_mm}&skip={grid.skip}"
    )
    expect(page.locator(".label-cell__qr").first).to_be_visible()
    page.emulate_media(media="print")
    assert page.evaluate(_CUT_OFF) == []
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    context.close()


def _cell_of(found: Any, grid: Grid, dpi: int) -> int:
    """Which place of the grid all four corners of a code lie in; -1: they do not."""
    width, height = grid.label_mm
    corners = [getattr(found.position, name) for name in _CORNERS]
    cells = set()
    for slack in (-SLACK_MM, SLACK_MM):
        for corner in corners:
            x, y = (one * INCH_MM / dpi - grid.margin_mm + slack for one in (corner.x, corner.y))
            cells.add(int(y // height) * grid.columns + int(x // width))
    return cells.pop() if len(cells) == 1 else -1


_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")


@pytest.mark.parametrize(("grid", "dpi"), SHEETS, ids=["3 x 6", "half used", "tiny"])
def test_every_code_of_a_printed_sheet_is_read(
    browser: Browser, live_server: Any, tmp_path: Any, grid: Grid, dpi: int
) -> None:
    lamps = _lamps(grid.on_a_sheet + 1)
    _printed(browser, live_server.url, grid, tmp_path / "sheet.pdf")

    with pypdfium2.PdfDocument(tmp_path / "sheet.pdf") as paper:
        size = [round(points / 72 * INCH_MM) for points in paper[0].get_size()]
        sheets = [page.render(scale=dpi / 72).to_pil() for page in paper]
    assert size == list(A4_MM)
    places = [
        (_cell_of(one, grid, dpi) + number * grid.on_a_sheet, one.text)
        for number, sheet in enumerate(sheets)
        for one in zxingcpp.read_barcodes(sheet)
    ]
    expected = [(grid.skip + at, f"{SITE}/o/{lamp.code}") for at, lamp in enumerate(lamps)]
    assert sorted(places) == expected
    words = "".join(page.extract_text() for page in PdfReader(tmp_path / "sheet.pdf").pages)
    assert all(display_code(lamp.code) in words for lamp in lamps)
