"""One case by its link: read it, see its photos."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kck.cases.queries.desk_case import photo_for
from kck.files.http import serve
from kck.foundation import clock
from kck.unitlinks.commands import open_link
from kck.unitlinks.terms import Link, LinkKind
from kck.worklink.acts import ACTS, offered
from kck.worklink.doors import unit_of, with_work
from kck.worklink.names import known_name
from kck.worklink.work import Work


@require_safe
@with_work
def page(request: HttpRequest, token: str, link: Link, work: Work) -> HttpResponse:
    said = ACTS.get(request.GET.get("did", ""))
    return case_page(request, token, link, work, said=said.said if said else "")


def case_page(
    request: HttpRequest, token: str, link: Link, work: Work, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The whole page. Reading it is written down; asking for its head is not reading."""
    if request.method == "GET" and not only_fetched_ahead(request):
        open_link(link, case_id=work.case.id, at=clock.now())
    context = {
        "token": token,
        "work": work,
        "case": work.case,
        "unit": unit_of(link),
        "acts": offered(work.acts),
        "listed": link.kind == LinkKind.LIST,
        "name": known_name(request),
        "now": clock.now(),
        "status": status,
        **more,
    }
    return render(request, "worklink/case.html", context, status=status)


def only_fetched_ahead(request: HttpRequest) -> bool:
    """A browser guesses where one goes next; nobody has seen it."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in purpose


@require_safe
@with_work
def photo(
    request: HttpRequest, token: str, link: Link, work: Work, public_id: UUID, size: str
) -> HttpResponseBase:
    """Any photo of this very case, published or not: the work needs to see it."""
    shown = {one.public_id for one in work.pictures}
    shown |= {one.public_id for entry in work.story for one in entry.pictures}
    stored = photo_for(work.by, public_id) if public_id in shown else None
    if stored is None:
        raise Http404
    return serve(stored, size, request=request)
