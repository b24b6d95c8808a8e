"""Districts: what is open, what was done lately, and the newest reports of each."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kck.cases.queries.public import PublicFilter, open_by_district, public_page, tally
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import _
from kck.notices.queries import current
from kck.places import queries as places
from kck.portal.forms.filters import Asked
from kck.portal.views.cases import box_words, rows_and_links
from kck.ui.errors import error_page

LATELY = timedelta(days=30)
NO_SUCH = _("Nie ma takiej dzielnicy. Wybierz ją z listy dzielnic.")


@require_safe
def districts(request: HttpRequest) -> HttpResponse:
    opened = open_by_district()
    rows = [(area, opened.get(area.code, 0)) for area in places.districts()]
    return render(request, "portal/districts/list.html", {"rows": rows})


@require_safe
def district(request: HttpRequest, code: str) -> HttpResponse:
    area, at = places.area(code), clock.now()
    if area is None:
        return error_page(request, 404, reason=str(NO_SUCH))
    asked = Asked(city=snapshot(at), district=code)
    page = public_page(asked.filter, cursor=request.GET.get("page", "")[:200])
    rows, older, newer = rows_and_links(page, Asked(city=asked.city))
    context = {
        "area": area,
        "tally": tally(PublicFilter(district=code), since=at - LATELY),
        "rows": rows,
        "older": older,
        "newer": newer,
        "asked": asked,
        "bounds": box_words(places.area_bounds(code)),
        "notices": current(at, district=code),
    }
    return render(request, "portal/districts/district.html", context)
