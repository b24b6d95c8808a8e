"""The banner over the triage screen: dangers that nobody has seen yet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kck.cases.commands import see_alarm
from kck.cases.queries.alarms import unseen_alarms
from kck.cases.queries.desk_case import case_for
from kck.desk.doors import StaffRequest
from kck.desk.pages import page
from kck.foundation import clock


@require_safe
def alarms(request: HttpRequest) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    return _list(staff)


@require_POST
def seen(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody at the screen has it before them."""
    staff: StaffRequest = request  # type: ignore[assignment]
    case = case_for(staff.actor, number, at=clock.now())
    if case is None or not staff.actor.may("cases.triage", case.unit.id):
        raise Http404
    see_alarm(case.id, at=clock.now(), by=staff.actor)
    return _list(staff) if staff.htmx else redirect("desk:triage")


def _list(request: StaffRequest) -> HttpResponse:
    if not request.actor.may("cases.triage"):
        raise Http404
    shown = unseen_alarms(request.actor, at=clock.now())
    return page(request, "_alarm_list.html", {"alarms": shown})
