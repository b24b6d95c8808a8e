"""What the centre watches: cases that nobody opened, sendings that failed, units to be called."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kck.cases.commands.presence import UNOPENED_TOPIC
from kck.desk.doors import StaffRequest
from kck.desk.pages import page
from kck.foundation import clock
from kck.unitlinks.policy import may_watch
from kck.unitlinks.queries.watch import watch as watched

_HEARD = (UNOPENED_TOPIC, "centre", "cases")


@require_safe
def watch(request: HttpRequest) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    if not may_watch(staff.actor):
        raise Http404
    seen = watched(clock.now())
    context = {
        "nav_view": "watch",
        "seen": seen,
        "hears": " ".join(_HEARD),
    }
    part = "#parts" if staff.htmx and "watch" in (staff.htmx.target or "") else ""
    return page(staff, f"watch.html{part}", context)
