"""Address search, "where I am" and the base map, as JSON for the form and the map."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kck.foundation.http import client_address
from kck.foundation.limits import allow
from kck.foundation.text import _
from kck.places import queries

PER_MINUTE = 240  # somebody who types fast, with a household behind the same address
LONGEST = 200
_TOO_OFTEN = _("Za dużo pytań naraz. Poczekaj minutę i spróbuj jeszcze raz.")
_NO_POINT = _("Podaj szerokość (lat) i długość (lon) geograficzną jako liczby.")


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """`?q=` → suggestions, the best first."""
    if not _may(request):
        return _wrong(_TOO_OFTEN, 429)
    typed = request.GET.get("q", "")[:LONGEST]
    found = queries.suggest(typed, language=get_language() or "") if typed.strip() else []
    return _private({"suggestions": [asdict(suggestion) for suggestion in found]})


@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """`?lat=&lon=` → district, address in words, and a kind sentence when it is outside."""
    if not _may(request):
        return _wrong(_TOO_OFTEN, 429)
    point = _point(request)
    if point is None:
        return _wrong(_NO_POINT, 400)
    lat, lon = point
    located = queries.locate(lat, lon)
    return _private(
        {
            "inside": located.inside,
            "district": located.district.name if located.district else "",
            "district_code": located.district.code if located.district else "",
            "address": queries.describe(lat, lon) if located.inside else "",
            "sentence": queries.outside_sentence(lat, lon),
        }
    )


@require_safe
def base(request: HttpRequest) -> HttpResponse:
    """Outlines of districts; the same bytes until the areas change."""
    body = json.dumps(queries.base_map(), ensure_ascii=False, separators=(",", ":")).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="application/geo+json")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _may(request: HttpRequest) -> bool:
    return allow(f"places:{client_address(request)}", limit=PER_MINUTE, seconds=60)


def _point(request: HttpRequest) -> tuple[float, float] | None:
    try:
        lat, lon = float(request.GET["lat"]), float(request.GET["lon"])
    except (KeyError, ValueError):
        return None
    return lat, lon


def _private(content: dict[str, Any]) -> JsonResponse:
    """Where somebody is stays out of caches."""
    return JsonResponse(content, headers={"Cache-Control": "private, no-store"})


def _wrong(sentence: Any, status: int) -> JsonResponse:
    return JsonResponse({"error": str(sentence)}, status=status)


places_urls = [
    path("suggest", suggest, name="places_suggest"),
    path("here", here, name="places_here"),
    path("base.json", base, name="places_base"),
]
