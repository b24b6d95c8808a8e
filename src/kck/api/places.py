"""Addresses and points. Where somebody is stays out of caches and out of the log."""

from typing import Annotated

from django.http import HttpResponse, JsonResponse
from django.utils.translation import get_language
from ninja import Query, Router
from pydantic import Field

from kck.api import told
from kck.api.answers import no_other
from kck.api.callers import Call, within
from kck.api.render import district
from kck.places import queries

router = Router(tags=["Places"])
PER_MINUTE = 240
Typed = Annotated[str, Field(min_length=1, max_length=200, description="What was typed so far.")]
Lat = Annotated[float, Field(ge=-90, le=90)]
Lon = Annotated[float, Field(ge=-180, le=180)]


@router.get("/places/suggest", response=list[told.Suggestion], operation_id="suggest_places")
def suggest_places(request: Call, q: Query[Typed]) -> HttpResponse:
    """Addresses, streets, stops and places that begin so; typing errors are forgiven."""
    no_other(request, "q")
    within(request, "places", limit=PER_MINUTE, seconds=60)
    found = queries.suggest(q, language=get_language() or "") if q.strip() else []
    return _kept_nowhere(
        [
            {
                "address": one.value,
                "detail": one.detail,
                "kind": one.kind,
                "lat": one.lat,
                "lon": one.lon,
            }
            for one in found
        ]
    )


@router.get("/places/at", response=told.Spot, operation_id="place_at")
def place_at(request: Call, lat: Query[Lat], lon: Query[Lon]) -> HttpResponse:
    """District, areas and the nearest address of a point."""
    no_other(request, "lat", "lon")
    within(request, "places", limit=PER_MINUTE, seconds=60)
    here = queries.locate(lat, lon)
    found = {
        "inside": here.inside,
        "address": queries.describe(lat, lon) if here.inside else "",
        "district": district(here.district.code) if here.district else None,
        "areas": [{"code": one.code, "name": one.name} for one in here.areas],
        "sentence": queries.outside_sentence(lat, lon),
    }
    return _kept_nowhere(found)


def _kept_nowhere(content: object) -> HttpResponse:
    answer = JsonResponse(content, safe=False, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
