"""The way on paper: each stop with a code that opens its case."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from kck.field.route import Route, RouteRow
from kck.field.work import Work, work_on
from kck.foundation.actor import Actor
from kck.ui.qr import qr_of


@dataclass(frozen=True, kw_only=True)
class SheetStop:
    """One stop with what one must know there."""

    row: RouteRow
    work: Work
    qr: SafeString


def stops_of(route: Route, actor: Actor, *, at: datetime) -> list[SheetStop]:
    """Those still there: somebody may close one while the sheet is made."""
    works = ((row, work_on(actor, row.row.number, at=at)) for row in route.rows)
    return [
        SheetStop(row=row, work=work, qr=qr_of(_address_of(work.number)))
        for row, work in works
        if work
    ]


def _address_of(number: str) -> str:
    return settings.SITE_URL + reverse("field:case", args=[number])
