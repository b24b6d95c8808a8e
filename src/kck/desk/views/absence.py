"""Being away: one's own, and that of the people whose work one gives out."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kck.accounts.absence_commands import WrongAbsence, arrange_absence, end_absence
from kck.accounts.absence_queries import (
    AbsenceRow,
    absence_by_id,
    absences_among,
    absences_of,
    substitutions_of,
)
from kck.accounts.queries import colleagues
from kck.accounts.staff_queries import colleagues_of
from kck.desk.doors import StaffRequest
from kck.desk.forms.account import AbsenceForm
from kck.desk.pages import page
from kck.foundation import clock
from kck.foundation.text import _, polish_sort_key


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    me = staff.user.pk or 0
    people = colleagues_of(me)
    form = AbsenceForm(staff.POST or None, people=people)
    if staff.method == "POST" and form.is_valid() and _arranged(staff, me, form):
        return redirect("desk:absence")
    context = {
        "form": form,
        "people": people,
        "absences": absences_of(me, clock.today()),
        "substitutions": substitutions_of(me, clock.today()),
        "leads": bool(_led(staff)),
    }
    return page(staff, "absence.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest) -> HttpResponse:
    """Of everybody whose work this person gives out."""
    staff: StaffRequest = request  # type: ignore[assignment]
    led = _led(staff)
    if not led:
        raise Http404
    who = _chosen(staff, led)
    form = AbsenceForm(staff.POST if who and staff.method == "POST" else None, people=led.items())
    if staff.method == "POST" and who and form.is_valid() and _arranged(staff, who, form):
        return redirect("desk:absence-unit")
    context = {
        "form": form,
        "led": list(led.items()),
        "who": who,
        "nobody": staff.method == "POST" and not who,
        "absences": absences_among(led, clock.today()),
    }
    return page(staff, "absence_unit.html", context, status=422 if form.errors else 200)


def _led(request: StaffRequest) -> dict[int, str]:
    """People of the units in which this person assigns work, by Polish name order."""
    units = request.actor.units_with("cases.assign")
    found = {one.id: one.name for pk in units for one in colleagues(pk)}
    return dict(sorted(found.items(), key=lambda row: polish_sort_key(row[1])))


def _chosen(request: StaffRequest, led: dict[int, str]) -> int:
    asked = request.POST.get("who", "")
    return int(asked) if asked.isdecimal() and len(asked) < 18 and int(asked) in led else 0


def _arranged(request: StaffRequest, who: int, form: AbsenceForm) -> bool:
    data: dict[str, Any] = form.cleaned_data
    days: dict[str, date] = {"first_day": data["first_day"], "last_day": data["last_day"]}
    try:
        arrange_absence(
            who, substitute_id=int(data["substitute"]), **days, at=clock.now(), by=request.actor
        )
    except WrongAbsence as wrong:
        form.add_error(wrong.field, str(wrong))
        return False
    messages.success(request, str(_("Zastępstwo zapisane. Skończy się samo.")))
    return True


@require_POST
def end(request: HttpRequest, absence_id: int) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    found = absence_by_id(absence_id, clock.today())
    if found is None or not _mine(staff, found):
        raise Http404
    end_absence(absence_id, at=clock.now(), by=staff.actor)
    messages.success(request, str(_("Zastępstwo zakończone.")))
    return redirect("desk:absence" if found.staff_id == staff.user.pk else "desk:absence-unit")


def _mine(request: StaffRequest, found: AbsenceRow) -> bool:
    return found.staff_id == request.user.pk or found.staff_id in _led(request)
