"""Sheets of labels for objects: a QR code, and in letters for who has no camera or no network."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString

from kck.directory.queries import snapshot
from kck.entrances.rules import display_code
from kck.entrances.terms import ObjectInfo
from kck.foundation import clock
from kck.ui.qr import qr_of

MOST_LABELS = 1000
A4_MM = (210, 297)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """How a sheet is cut; `skip` labels of the first one are gone already."""

    columns: int = 3
    rows: int = 6
    margin_mm: int = 8
    skip: int = 0

    @property
    def on_a_sheet(self) -> int:
        return self.columns * self.rows

    @property
    def label_mm(self) -> tuple[float, float]:
        width, height = ((whole - 2 * self.margin_mm) for whole in A4_MM)
        return width / self.columns, height / self.rows

    @property
    def qr_mm(self) -> float:
        """As large as words beside or below it allow."""
        width, height = self.label_mm
        return round(min(width * 0.45, height - 4, 60), 1)


@dataclass(frozen=True, kw_only=True)
class Label:
    code: str
    title: str
    place: str
    qr: SafeString


def sheets(objects: Sequence[ObjectInfo], grid: Grid) -> Iterator[list[Label | None]]:
    """Label by label, sheet by sheet; None is a place that stays empty."""
    cells: list[Label | None] = [None] * (grid.skip % grid.on_a_sheet)
    cells += [label_of(one) for one in objects]
    for start in range(0, len(cells), grid.on_a_sheet):
        yield cells[start : start + grid.on_a_sheet]


def label_of(one: ObjectInfo) -> Label:
    return Label(
        code=display_code(one.code),
        title=one.title,
        place=one.street,
        qr=qr_of(address_of(one), error="q"),  # out of doors
    )


def address_of(one: ObjectInfo) -> str:
    return f"{settings.SITE_URL}/o/{one.code}"


def printed_host() -> str:
    """What somebody types who cannot scan."""
    return f"{settings.SITE_URL.partition('://')[2]}/o/"


def city_phone() -> str:
    return snapshot(clock.now()).city.phone
