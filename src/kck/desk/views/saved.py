"""One's own views: kept under a name, shared with a unit, put in order, removed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kck.desk.asking import Asked, from_where
from kck.desk.doors import StaffRequest
from kck.desk.forms.filters import SaveForm
from kck.desk.pages import page
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.queues.commands.saved import move_view, remove_view, save_view
from kck.queues.queries.saved import saved_view, saved_views
from kck.queues.terms import NotSaved, SavedInfo


@require_safe
def views(request: HttpRequest) -> HttpResponse:
    """All of them, to be put in order."""
    staff: StaffRequest = request  # type: ignore[assignment]
    city = snapshot(clock.now())
    rows = [
        (row, city.unit_by_id(row.unit_id).code if row.unit_id else "")
        for row in saved_views(staff.actor)
    ]
    return page(staff, "saved_views.html", {"rows": rows, "asked": {"text": ""}})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """What stands in the address now, under a name; or over the view it was opened from."""
    staff: StaffRequest = request  # type: ignore[assignment]
    form = SaveForm(staff.POST, actor=staff.actor)
    asked = from_where(staff, staff.POST.get("where", ""))
    if not form.is_valid():
        return _again(staff, asked, form)
    over = asked.saved if "over" in staff.POST else None
    try:
        view_id = _save(staff, asked, form.cleaned_data, over)
    except (NotSaved, Refused) as problem:
        form.add_error("name", str(problem))
        return _again(staff, asked, form)
    messages.success(staff, _("Widok zapisany."))
    return redirect(f"{asked.address().partition('?')[0]}?v={view_id}")


def _save(request: StaffRequest, asked: Asked, data: dict[str, Any], over: SavedInfo | None) -> int:
    unit_id = over.unit_id if over else None
    unit = snapshot(clock.now()).unit_by_id(unit_id).code if unit_id else data["unit"]
    return save_view(
        name=over.name if over else data["name"],
        base=str(asked.view),
        filters=asked.filters.asked(),
        person_id=asked.person_id,
        unit=unit,
        view_id=over.id if over else None,
        by=request.actor,
        at=clock.now(),
    )


def _again(request: StaffRequest, asked: Asked, form: SaveForm) -> HttpResponse:
    context = {"save_form": form, "asked": asked, "where_now": asked.where}
    return page(request, "save_view.html", context, status=422)


@require_POST
def change(request: HttpRequest, view_id: int) -> HttpResponse:
    """Up, down, away."""
    staff: StaffRequest = request  # type: ignore[assignment]
    if saved_view(staff.actor, view_id) is None:
        raise Http404
    try:
        if "remove" in staff.POST:
            remove_view(view_id, by=staff.actor, at=clock.now())
        else:
            move_view(view_id, up="up" in staff.POST, by=staff.actor)
    except Refused as problem:
        messages.warning(staff, str(problem))
    return redirect("desk:views")
