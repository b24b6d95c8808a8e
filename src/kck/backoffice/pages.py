"""What every page of the back office shows around its own."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from kck.backoffice.doors import StaffRequest
from kck.backoffice.sections import sections_of
from kck.foundation import clock

# what makes the desk somebody's place too
_DESK = ("cases.view", "intake.receive", "cases.district")
LANGUAGE_NAMES = {"pl": "polski", "en": "English", "uk": "українська"}


def page(
    request: StaffRequest,
    template: str,
    context: dict[str, Any],
    *,
    section: str = "",
    status: int = 200,
) -> HttpResponse:
    full = {
        "now": clock.now(),
        "section": section,
        "sections": sections_of(request.actor),
        "has_desk": any(map(request.actor.may, _DESK)),
        **context,
    }
    return render(request, f"backoffice/{template}", full, status=status)
