"""Places where the same comes back: for whoever plans what would end it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kck.cases.queries.returning import places_that_return
from kck.desk.doors import StaffRequest
from kck.desk.pages import page
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import clean


@require_safe
def returning(request: HttpRequest) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    at, actor = clock.now(), staff.actor
    unit = clean(request.GET.get("unit", ""))[:20]
    everywhere = "cases.view" in actor.grants
    context = {
        "places": places_that_return(actor, at=at, unit=unit),
        "units": sorted(one.code for one in snapshot(at).units_in_force()) if everywhere else [],
        "unit": unit,
        "nav_view": "returning",
    }
    return page(staff, "returning.html", context)
