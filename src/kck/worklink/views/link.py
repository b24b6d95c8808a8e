"""The link itself: its case or its list, "this was not for me", a new one for an expired one."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.foundation import clock
from kck.foundation.limits import allow
from kck.ui.errors import error_page
from kck.unitlinks.commands import not_for_me, open_link
from kck.unitlinks.mailing import renew_link
from kck.unitlinks.queries.links import listed_cases
from kck.unitlinks.terms import Link, LinkKind, LinkState
from kck.worklink.doors import closed, unit_of, with_link
from kck.worklink.views import task
from kck.worklink.views.case import case_page
from kck.worklink.work import work_on

DAY = 24 * 3600
RENEWALS_PER_DAY = 3


@require_safe
@with_link
def page(request: HttpRequest, token: str, link: Link) -> HttpResponseBase:
    if link.kind == LinkKind.LIST:
        return _list(request, token, link)
    if link.kind == LinkKind.TASK:
        return task.page(request, token)
    [row] = listed_cases(link, at=clock.now())
    work = work_on(link, row.number, at=clock.now())
    if work is None:
        return closed(request, "elsewhere", status=410, token=token)
    return case_page(request, token, link, work)


def _list(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    at = clock.now()
    if request.method == "GET":
        open_link(link, case_id=None, at=at)
    rows = listed_cases(link, at=at)
    context = {
        "token": token,
        "link": link,
        "unit": unit_of(link),
        "waiting": [(row, row.late(at)) for row in rows if row.mine],
        "over": [row for row in rows if not row.mine],
        "now": at,
    }
    return render(request, "worklink/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_link
def not_me(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    """A wrong address: after one question the link is dead, and the centre knows."""
    if request.method != "POST":
        return render(request, "worklink/not_me.html", {"token": token, "unit": unit_of(link)})
    not_for_me(link, at=clock.now())
    return closed(request, "not-me", status=200)


def _renew(request: HttpRequest, token: str, link: Link) -> HttpResponseBase:
    """Only to the address that the first one went to, which the page does not say."""
    if link.state == LinkState.OPEN:
        return redirect("worklink:link", token)
    if not allow(f"worklink:renew:{link.id}", limit=RENEWALS_PER_DAY, seconds=DAY):
        return error_page(request, 429)
    sent = renew_link(link, at=clock.now())
    return closed(request, "renewed" if sent else "elsewhere", status=200 if sent else 410)


renew = require_POST(with_link(_renew, even_ended=True))
