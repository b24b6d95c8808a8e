"""Clients of an ArcGIS GeocodeServer and of a land-ownership layer of an ArcGIS MapServer.

https://developers.arcgis.com/rest/services-reference/enterprise/find-address-candidates/
https://developers.arcgis.com/rest/services-reference/enterprise/query-map-service-layer/
"""

from typing import Any

import httpx2
from django.conf import settings

from kck.places.adapters.geocoders import ask, dicts, suggestion
from kck.places.terms import Bounds, Suggestion

LEAST_SCORE = 80
OWNER_FIELDS = ("owner", "wlasciciel", "forma_wlasnosci", "ownership")


class ArcGisLocator:
    as_you_type = True

    def __init__(self, url: str, client: httpx2.Client | None = None) -> None:
        self._url, self._client = f"{url.rstrip('/')}/findAddressCandidates", client

    def search(self, text: str, *, limit: int, near: Bounds | None) -> list[Suggestion]:
        params = {"SingleLine": text, "f": "json", "outSR": "4326", "maxLocations": str(limit)}
        if near:
            south, west, north, east = near
            params["searchExtent"] = f"{west},{south},{east},{north}"
        answer = ask("ArcGIS locator", self._url, params, self._client)
        candidates = dicts(answer.get("candidates")) if isinstance(answer, dict) else []
        return [found for item in candidates if (found := _candidate(item, near))]


def _candidate(item: dict[str, Any], near: Bounds | None) -> Suggestion | None:
    place, score = item.get("location"), item.get("score", 100)
    if not isinstance(place, dict) or not isinstance(score, int | float) or score < LEAST_SCORE:
        return None
    return suggestion(str(item.get("address", "")), place.get("y"), place.get("x"), near)


def land_owner(lat: float, lon: float, client: httpx2.Client | None = None) -> str:
    """The kind of owner of the plot under a point, as the layer calls it; empty if unknown."""
    if not settings.ENV.arcgis_land_url:
        return ""
    params = {
        "geometry": f"{lon},{lat}",
        "geometryType": "esriGeometryPoint",
        "inSR": "4326",
        "outFields": "*",
        "returnGeometry": "false",
        "f": "json",
    }
    url = f"{settings.ENV.arcgis_land_url.rstrip('/')}/query"
    answer = ask("ArcGIS land layer", url, params, client)
    features = dicts(answer.get("features")) if isinstance(answer, dict) else []
    for feature in features:
        attributes = feature.get("attributes")
        if isinstance(attributes, dict):
            return _owner(attributes)
    return ""


def _owner(attributes: dict[str, Any]) -> str:
    lower = {str(name).lower(): value for name, value in attributes.items()}
    return next((str(lower[name]) for name in OWNER_FIELDS if lower.get(name)), "")
