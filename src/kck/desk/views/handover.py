"""Sending a case to its unit once more, by hand; saying that a trouble is settled."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kck.cases.queries.desk_case import DeskCase
from kck.desk.doors import StaffRequest
from kck.desk.views.case import of_case
from kck.foundation import clock
from kck.handover import commands
from kck.handover.queries import find


@require_POST
@of_case
def resend(request: StaffRequest, case: DeskCase, sending_id: int) -> HttpResponse:
    _check(case, sending_id)
    commands.retry(sending_id, at=clock.now(), by=request.actor)
    return _done(request, case)


@require_POST
@of_case
def settle(request: StaffRequest, case: DeskCase, sending_id: int) -> HttpResponse:
    _check(case, sending_id)
    commands.settle(sending_id, at=clock.now(), by=request.actor)
    return _done(request, case)


def _check(case: DeskCase, sending_id: int) -> None:
    sending = find(sending_id)
    if sending is None or sending.case_id != case.id:
        raise Http404


def _done(request: StaffRequest, case: DeskCase) -> HttpResponse:
    if not request.htmx:
        return redirect("desk:case", number=case.number)
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = f"kck:case:{case.id}"
    return response
