"""What waits for the records system or was put aside: where a person must look."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.papers import SettleForm
from kck.backoffice.pages import page
from kck.channels.edoreczenia.commands import settle_put_aside
from kck.channels.edoreczenia.queries import put_aside, settled_aside, troubled_letters
from kck.channels.ezd.commands import settle_stray
from kck.channels.ezd.configured import is_on
from kck.channels.ezd.queries import settled_receipts, stray_receipts, unfinished
from kck.channels.ezd.settling import AsideRow
from kck.foundation import clock

_STRAY, _ASIDE = "stray", "aside"


@require_safe
def papers(request: StaffRequest) -> HttpResponse:
    return _page(request)


@require_POST
def stray_settled(request: StaffRequest, stray_id: int) -> HttpResponse:
    return _settled(request, _STRAY, stray_id, settle_stray)


@require_POST
def aside_settled(request: StaffRequest, aside_id: int) -> HttpResponse:
    return _settled(request, _ASIDE, aside_id, settle_put_aside)


def _settled(
    request: StaffRequest, kind: str, pk: int, settle: Callable[..., None]
) -> HttpResponse:
    """Somebody has dealt with it; the file stays where it lies."""
    form = SettleForm(request.POST, prefix=f"{kind}-{pk}")
    if not form.is_valid():
        return _page(request, form, status=422)
    settle(pk, how=form.cleaned_data["how"], at=clock.now(), by=request.actor)
    return redirect("backoffice:papers")


def _page(
    request: StaffRequest, wrong: SettleForm | None = None, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "wrong": wrong,
        "on": is_on(),
        "packages": unfinished(),
        "strays": _with_forms(_STRAY, stray_receipts(), wrong),
        "aside": _with_forms(_ASIDE, put_aside(), wrong),
        "settled": [*settled_receipts(), *settled_aside()],
        "letters": troubled_letters(),
    }
    return page(request, "papers.html", context, section="papers", status=status)


def _with_forms(
    kind: str, rows: Iterable[AsideRow], wrong: SettleForm | None
) -> list[tuple[AsideRow, SettleForm]]:
    forms = {one.prefix: one for one in [wrong] if one}
    names = [(row, f"{kind}-{row.id}") for row in rows]
    return [(row, forms.get(name) or SettleForm(prefix=name)) for row, name in names]
