"""Sheets of paper with numbers drawn beforehand, for the day on which nothing works."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.cases.rules import IllegalMove
from kck.desk.doors import StaffRequest
from kck.desk.pages import page
from kck.directory.info import HelplineInfo
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import _
from kck.intake.commands import draw_sheets, void_sheet
from kck.intake.commands.sheets import MOST_AT_ONCE
from kck.intake.policy import may_use_sheets
from kck.intake.queries import SheetInfo, free_sheets, used_sheets
from kck.ui.qr import qr_of

_JUST_DRAWN = "desk.sheets_drawn"


class SheetsForm(forms.Form):
    count = forms.IntegerField(
        label=_("Ile arkuszy"), min_value=1, max_value=MOST_AT_ONCE, initial=20
    )


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A sheet as it is printed: whoever scans its code types it in."""

    sheet: SheetInfo
    qr: SafeString


def _agent(request: HttpRequest) -> StaffRequest:
    staff: StaffRequest = request  # type: ignore[assignment]
    if not may_use_sheets(staff.actor):
        raise Http404
    return staff


@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """What was drawn and waits to be typed in; more is drawn here."""
    staff = _agent(request)
    form = SheetsForm(staff.POST if staff.method == "POST" else None)
    if staff.method == "POST" and form.is_valid():
        count = form.cleaned_data["count"]
        staff.session[_JUST_DRAWN] = draw_sheets(count, at=clock.now(), by=staff.actor)
        return redirect(reverse("desk:sheets-print") + "?new=1")
    context = {"nav_view": "sheets", "form": form, "free": free_sheets(), "used": used_sheets()}
    return page(staff, "sheets.html", context, status=422 if form.errors else 200)


@require_safe
def print_sheets(request: HttpRequest) -> HttpResponse:
    """One page each: what to ask, and a slip with number and code for whoever reports."""
    staff = _agent(request)
    asked = staff.session.get(_JUST_DRAWN, []) if staff.GET.get("new") else None
    found = free_sheets(asked)[:MOST_AT_ONCE]
    address = settings.SITE_URL + reverse("desk:new")
    context = {
        "sheets": [
            Printed(sheet=one, qr=qr_of(f"{address}?sheet={one.number}"))
            for one in sorted(found, key=lambda one: one.number)
        ],
        "phone": snapshot().city.phone,
        "lines": _danger_lines(),
        "host": settings.SITE_URL.partition("://")[2],
    }
    return page(staff, "sheets_print.html", context)


def _danger_lines() -> list[HelplineInfo]:
    """Whom to call first; of those the dangers of the city name."""
    city = snapshot()
    named = {code for danger in city.dangers() for code in danger.helplines}
    return [line for line in city.helplines if line.code in named]


@require_POST
def void(request: HttpRequest, number: str) -> HttpResponse:
    staff = _agent(request)
    try:
        void_sheet(parse(number), at=clock.now(), by=staff.actor)
    except (IllegalMove, WrongNumber) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Arkusz unieważniony."))
    return redirect("desk:sheets")
