"""Reaching a unit without an account: a call is entered, links go out again or are taken back."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kck.cases.queries.desk_case import DeskCase, history_seen
from kck.cases.queries.tasks import task_for, tasks_in
from kck.cases.rules import Incomplete
from kck.cases.terms import TextKind
from kck.desk.doors import StaffRequest
from kck.desk.forms.reach import CallForm
from kck.desk.pages import page
from kck.desk.reach import Reach, reach_of
from kck.desk.views.case import of_case
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.handover.by_hand import send_again
from kck.handover.queries import find
from kck.unitlinks.commands import enter_call, revoke_link, revoke_links_of
from kck.unitlinks.policy import may_watch
from kck.unitlinks.queries.links import links_of
from kck.unitlinks.terms import CallResult


@require_http_methods(["GET", "HEAD", "POST"])
@of_case
def call(request: StaffRequest, case: DeskCase) -> HttpResponse:
    """Beside the number: all that has to be said, and a form for what was said."""
    reach = _reach(request, case)
    if not reach.may_call:
        raise Http404
    if request.method != "POST":
        now = clock.now().astimezone(clock.city_zone()).replace(second=0, microsecond=0)
        return _call_page(request, case, CallForm(initial={"called_at": now}))
    form = CallForm(request.POST)
    if not form.is_valid():
        return _call_page(request, case, form, status=422)
    try:
        _enter(request, case, form.cleaned_data, reach.task_id)
    except Incomplete as problem:
        form.add_error(None, str(problem))
        return _call_page(request, case, form, status=422)
    return _back(request, case)


def _reach(request: StaffRequest, case: DeskCase) -> Reach:
    return reach_of(case, request.actor, tasks_in(case, request.actor, at=clock.now()))


def _enter(
    request: StaffRequest, case: DeskCase, data: dict[str, Any], task_id: int | None
) -> None:
    at = clock.now()
    called_at: datetime = data["called_at"]
    enter_call(
        case.id,
        result=CallResult(data["result"]),
        spoke_with=data["spoke_with"],
        words=data["text"],
        called_at=called_at,
        next_at=data["next_at"],
        task_id=task_id,
        at=at,
        by=request.actor,
    )


def _call_page(
    request: StaffRequest, case: DeskCase, form: CallForm, *, status: int = 200
) -> HttpResponse:
    words = history_seen(case)[0].words
    said = {one.kind: one.body for one in words}
    reach = _reach(request, case)
    task = task_for(request.actor, case.id, reach.task_id or 0, at=clock.now())
    context = {
        "case": case,
        "reach": reach,
        "called": snapshot().unit_by_id(reach.unit_id).name(),
        "task": task,
        "form": form,
        "description": said.get(TextKind.DESCRIPTION, ""),
        "place": said.get(TextKind.PLACE, ""),
        "back": request.GET.get("back", ""),
        "status": status,
    }
    return page(request, "call.html", context, status=status)


@require_POST
@of_case
def mail_again(request: StaffRequest, case: DeskCase, sending_id: int) -> HttpResponse:
    """A new mail with a new link; the one before it ends."""
    sending = find(sending_id)
    if sending is None or sending.case_id != case.id:
        raise Http404
    send_again(sending_id, at=clock.now(), by=request.actor)
    return _back(request, case)


@require_POST
@of_case
def revoke(request: StaffRequest, case: DeskCase, link_id: int) -> HttpResponse:
    _only_the_centre(request)
    if link_id not in {link.id for link in links_of(case.id)}:
        raise Http404
    revoke_link(link_id, at=clock.now(), by=request.actor)
    return _back(request, case)


@require_POST
@of_case
def revoke_all(request: StaffRequest, case: DeskCase) -> HttpResponse:
    _only_the_centre(request)
    revoke_links_of(case.id, at=clock.now(), by=request.actor)
    return _back(request, case)


def _only_the_centre(request: StaffRequest) -> None:
    if not may_watch(request.actor):
        raise Http404


def _back(request: StaffRequest, case: DeskCase) -> HttpResponse:
    """To the page it was done from."""
    watching = request.GET.get("back") == "watch"
    if not request.htmx:
        where = reverse("desk:watch") if watching else reverse("desk:case", args=[case.number])
        return redirect(where)
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = "kck:unopened" if watching else f"kck:case:{case.id}"
    return response
