"""Where somebody lands after signing in: where their work is."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from kck.accounts.homes import home_of
from kck.accounts.terms import Home
from kck.desk.doors import StaffRequest

PAGES: Mapping[Home, str] = {
    Home.QUEUE: "desk:queue",
    Home.CONTACT: "desk:new",
    Home.WATCH: "desk:watch",
    Home.TRIAGE: "desk:triage",
    Home.DISTRICT: "desk:district",
    Home.TEXTS: "backoffice:texts",
    Home.FIGURES: "desk:figures",
    Home.AUDIT: "backoffice:audit",
    Home.PRIVACY: "backoffice:privacy",
    Home.OFFICE: "backoffice:home",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    return redirect(PAGES[home_of(staff.actor)])
