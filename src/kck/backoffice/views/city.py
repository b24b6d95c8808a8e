"""The configuration, table by table; each line leads to the page where it is changed."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from kck.backoffice import changing
from kck.backoffice.city import Part, rows_of
from kck.backoffice.doors import StaffRequest
from kck.backoffice.pages import page
from kck.directory.queries import snapshot
from kck.foundation import clock

LONGEST_QUERY = 100


@require_safe
def first(request: StaffRequest) -> HttpResponse:
    return redirect("backoffice:city-part", Part.UNITS.value)


@require_safe
def part(request: StaffRequest, part: str) -> HttpResponse:
    if part not in Part.values:
        raise Http404
    shown, city = Part(part), snapshot(clock.now())
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    context = {
        "part": shown,
        "parts": [_tab(one, shown) for one in Part],
        "rows": rows_of(shown, city, query=query),
        "query": query,
        "changes": changing.current(request),
    }
    return page(request, "city.html", context, section="city")


def _tab(one: Part, shown: Part) -> dict[str, object]:
    address = reverse("backoffice:city-part", args=[one.value])
    return {"label": one.label, "href": address, "current": one == shown, "count": None}
