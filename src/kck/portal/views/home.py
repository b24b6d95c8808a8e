"""The first page: what can be done here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kck.foundation import clock
from kck.notices.queries import current


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"notices": current(clock.now())})
