"""The banner of crowds: asked for again when one appears; taken down by a person, with a reason."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kck.desk.doors import StaffRequest
from kck.desk.pages import page
from kck.foundation import clock
from kck.foundation.text import _
from kck.intake.commands.crowds import NoReason, dismiss_crowd
from kck.intake.crowd_queries import open_crowds


@require_safe
def crowds(request: HttpRequest) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    return page(staff, "_crowd_list.html", {"crowds": open_crowds(staff.actor, at=clock.now())})


@require_POST
def dismiss(request: HttpRequest, crowd_id: int) -> HttpResponse:
    """What is not open any more, or not this person's to judge, is not there."""
    staff: StaffRequest = request  # type: ignore[assignment]
    at = clock.now()
    known = {one.id for one in open_crowds(staff.actor, at=at) if one.may_dismiss}
    if crowd_id not in known:
        raise Http404
    try:
        dismiss_crowd(crowd_id, reason=staff.POST.get("reason", ""), at=at, by=staff.actor)
    except NoReason as problem:
        messages.warning(staff, str(problem))
    else:
        messages.success(staff, _("Zdjęte. Wróci, gdy zgłosi się dwa razy tyle osób."))
    return redirect("desk:triage" if staff.POST.get("back") == "triage" else "desk:queue")
