"""The public list of cases, the same on a map, as points and as a feed."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from kck.cases.queries.public import MOST_POINTS, PublicPage, points, public_page
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.numbers import WrongNumber, display, parse
from kck.places.terms import Bounds
from kck.portal import feed
from kck.portal.forms.filters import Asked, CasesForm
from kck.portal.pages import site_address
from kck.portal.public import Shown, shown

MOST_IN_FEED = 50
_FRESH = "public, max-age=60"


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """A number leads straight to its case."""
    form = _form(request)
    if number := form.cleaned_data.get("number"):
        try:
            return redirect("portal:case", display(parse(number)))
        except WrongNumber as wrong:
            form.add_error("number", str(wrong))
    asked = form.asked()
    found = public_page(asked.filter, cursor=request.GET.get("page", "")[:200])
    context: dict[str, object] = {
        "rows": [shown(row, at=clock.now()) for row in found.rows],
        "older": page_link(asked, found.older),
        "newer": page_link(asked, found.newer),
    }
    return _page(request, "list", form, asked, context)


@require_safe
def on_map(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    asked = form.asked()
    return _page(request, "map", form, asked, {"most": MOST_POINTS})


def _form(request: HttpRequest) -> CasesForm:
    form = CasesForm(request.GET, city=snapshot(clock.now()))
    form.is_valid()
    return form


def _page(
    request: HttpRequest, view: str, form: CasesForm, asked: Asked, context: dict[str, object]
) -> HttpResponse:
    status = 422 if form.errors else 200
    full = {"form": form, "asked": asked, "view": view, "status": status, **context}
    return render(request, f"portal/cases/{view}.html", full, status=status)


def page_link(asked: Asked, cursor: str) -> str:
    if not cursor:
        return ""
    return f"{asked.query}&page={cursor}" if asked.query else f"?page={cursor}"


def rows_and_links(page: PublicPage, asked: Asked) -> tuple[list[Shown], str, str]:
    return (
        [shown(row, at=clock.now()) for row in page.rows],
        page_link(asked, page.older),
        page_link(asked, page.newer),
    )


@require_safe
def points_json(request: HttpRequest) -> HttpResponse:
    """GeoJSON of the newest cases with an exact public place; `bbox=west,south,east,north`."""
    found = points(_form(request).asked().filter, _box(request))
    for feature in found:
        number = display(feature["properties"]["number"])
        feature["properties"]["number"] = number
        feature["properties"]["url"] = f"/cases/{number}/"
    response = JsonResponse({"type": "FeatureCollection", "features": found})
    response.headers["Content-Type"] = "application/geo+json"
    return _fresh(response)


def _box(request: HttpRequest) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = (float(part) for part in request.GET["bbox"].split(","))
    except (KeyError, ValueError):
        return None
    return west, south, east, north


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The newest cases of the same filters, for feed readers."""
    asked, at = _form(request).asked(), clock.now()
    found = public_page(asked.filter, size=MOST_IN_FEED)
    rows = [shown(row, at=at) for row in found.rows]
    body = feed.atom(rows, asked=asked, site=site_address(request))
    return _fresh(HttpResponse(body, content_type="application/atom+xml; charset=utf-8"))


def _fresh(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = _FRESH
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def box_words(box: Bounds | None) -> str:
    """West, south, east, north, as the map reads them."""
    if box is None:
        return ""
    south, west, north, east = box
    return f"{west:.5f},{south:.5f},{east:.5f},{north:.5f}"
