"""The way on paper: each stop with a code that opens its case."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kck.field.route import Route, RouteRow
from kck.field.work import Work, work_on
from kck.foundation.actor import Actor


@dataclass(frozen=True, kw_only=True)
class SheetStop:
    """One stop with what one must know there."""

    row: RouteRow
    work: Work
    qr: SafeString


def stops_of(route: Route, actor: Actor, *, at: datetime) -> list[SheetStop]:
    """Those still there: somebody may close one while the sheet is made."""
    works = ((row, work_on(actor, row.row.number, at=at)) for row in route.rows)
    return [SheetStop(row=row, work=work, qr=qr_of(work.number)) for row, work in works if work]


def qr_of(number: str) -> SafeString:
    import segno  # who prints a sheet loads it

    address = settings.SITE_URL + reverse("field:case", args=[number])
    code = segno.make_qr(address, error="m")
    drawing = code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    return mark_safe(drawing)  # noqa: S308 - drawn here, from an address of our own
