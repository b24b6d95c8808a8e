"""The door: a link that is good, or a page that says kindly why it is not, and whom to call."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from kck.cases.queries.tasks import TaskSheet, task_sheet
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.http import client_address
from kck.foundation.limits import allow
from kck.ui.errors import error_page
from kck.ui.private import private
from kck.unitlinks.queries.links import case_id_in, find_link
from kck.unitlinks.terms import Link, LinkKind, LinkState
from kck.worklink.work import Work, work_on

HOUR = 3600
GUESSES_PER_HOUR = 30
LOOKS_PER_HOUR = 600
ACTS_PER_HOUR = 60

P = ParamSpec("P")
LinkView = Callable[Concatenate[HttpRequest, str, Link, P], HttpResponseBase]
TaskView = Callable[Concatenate[HttpRequest, str, Link, TaskSheet, P], HttpResponseBase]
WorkView = Callable[Concatenate[HttpRequest, str, Link, Work, P], HttpResponseBase]


def with_link(view: LinkView[P], *, even_ended: bool = False) -> Callable[..., HttpResponseBase]:
    """The view gets a good link; `even_ended`: one that was good once does as well."""

    @private
    @wraps(view)
    def wrapped(
        request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        address = client_address(request)
        link = find_link(token)
        if link is None:
            known = allow(f"worklink:guess:{address}", limit=GUESSES_PER_HOUR, seconds=HOUR)
            return closed(request, "unknown", status=404) if known else error_page(request, 429)
        if not allow(f"worklink:look:{link.id}", limit=LOOKS_PER_HOUR, seconds=HOUR):
            return error_page(request, 429)
        if link.state != LinkState.OPEN and not even_ended:
            return ended(request, token, link)
        return view(request, token, link, *args, **kwargs)

    return wrapped


def with_work(view: WorkView[P]) -> Callable[..., HttpResponseBase]:
    """The view gets a case that the link opens and that its unit still has."""

    @wraps(view)
    def found(
        request: HttpRequest, token: str, link: Link, number: str, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if case_id_in(link, number) is None:
            return closed(request, "unknown", status=404)
        work = work_on(link, number, at=clock.now())
        if work is None:
            return closed(request, "elsewhere", status=410, token=token, link=link)
        return view(request, token, link, work, *args, **kwargs)

    return with_link(found)


def with_task(view: TaskView[P]) -> Callable[..., HttpResponseBase]:
    """The view gets the task that the link opens; also one that is over, to say so."""

    @wraps(view)
    def found(
        request: HttpRequest, token: str, link: Link, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        sheet = task_sheet(link.task_id, at=clock.now()) if link.task_id else None
        if sheet is None:
            return closed(request, "unknown", status=404)
        return view(request, token, link, sheet, *args, **kwargs)

    return with_link(found)


def may_act(link: Link) -> bool:
    return allow(f"worklink:act:{link.id}", limit=ACTS_PER_HOUR, seconds=HOUR)


def ended(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    """Expired or taken back. A new one may be asked for where only time was the reason."""
    why = "expired" if link.state == LinkState.EXPIRED else "revoked"
    renewable = link.state == LinkState.EXPIRED and link.kind != LinkKind.LIST
    return closed(request, why, status=410, token=token, renewable=renewable)


def closed(request: HttpRequest, why: str, *, status: int, **more: Any) -> HttpResponse:
    """A page that tells a stranger nothing but whom to call."""
    return render(request, "worklink/closed.html", {"why": why, **more}, status=status)


def unit_of(link: Link) -> Any:
    return snapshot().unit_by_id(link.unit_id)
