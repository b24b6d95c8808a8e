"""A case in triage is what another already is; and it is not, after all."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kck.cases.commands import merge, unmerge
from kck.cases.queries.desk_case import DeskCase, case_for
from kck.cases.rules import IllegalMove
from kck.desk.doors import StaffRequest
from kck.desk.same import LAST, merged_last, remember
from kck.foundation import clock
from kck.foundation.text import _
from kck.foundation.verdict import Refused


@require_POST
def merge_here(request: HttpRequest, number: str) -> HttpResponse:
    """A danger goes the longer way, through the form of its own page."""
    staff: StaffRequest = request  # type: ignore[assignment]
    case = _case(staff, number)
    into = case_for(staff.actor, staff.POST.get("into", ""), at=clock.now())
    if into is None or case.danger or into.danger:
        messages.warning(staff, _("Tych spraw nie połączysz stąd: otwórz sprawę."))
        return redirect(f"{reverse('desk:triage')}?case={case.number}")
    try:
        merge(case.id, into_id=into.id, at=clock.now(), by=staff.actor)
    except (IllegalMove, Refused) as problem:
        messages.warning(staff, str(problem))
        return redirect(f"{reverse('desk:triage')}?case={case.number}")
    remember(staff, case.number, into.number)
    return redirect("desk:triage")


@require_POST
def unmerge_here(request: HttpRequest, number: str) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    case, last = _case(staff, number), merged_last(staff)
    staff.session.pop(LAST, None)
    try:
        if last is None or last.number != case.number:
            raise IllegalMove(str(_("Za późno, żeby cofnąć tutaj. Rozłącz na stronie sprawy.")))
        unmerge(case.id, at=clock.now(), by=staff.actor)
    except (IllegalMove, Refused) as problem:
        messages.warning(staff, str(problem))
    return redirect(f"{reverse('desk:triage')}?case={case.number}")


def _case(request: StaffRequest, number: str) -> DeskCase:
    case = case_for(request.actor, number, at=clock.now())
    if case is None or not request.actor.may("cases.triage", case.unit.id):
        raise Http404
    return case
