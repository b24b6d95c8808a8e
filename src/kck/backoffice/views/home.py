"""What I may look after here."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kck.backoffice.doors import StaffRequest
from kck.backoffice.pages import page


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    return page(request, "home.html", {})
