"""What did not arrive, for whoever works in conversations."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kck.desk.pages import page
from kck.desk.views.conversations.found import whose_inbox
from kck.messaging.queries import troubled


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    staff = whose_inbox(request)
    context = {"nav_view": "deliveries", "rows": troubled()}
    return page(staff, "conversations/deliveries.html", context)
