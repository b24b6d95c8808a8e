"""Clients of Nominatim (https://nominatim.org/release-docs/latest/api/Search/) and Photon."""

import logging
from typing import Any, Protocol

import httpx2

from kck.places.rules import possible_point, within
from kck.places.terms import Bounds, Suggestion

TIME_LIMIT_S = 2.0
log = logging.getLogger(__name__)


class Geocoder(Protocol):
    as_you_type: bool

    def search(self, text: str, *, limit: int, near: Bounds | None) -> list[Suggestion]:
        """Places within the bounds; nothing when the far end fails."""


def ask(name: str, url: str, params: dict[str, str], client: httpx2.Client | None) -> Any | None:
    """The JSON answer, or None; the log names the far end and the failure, never the text."""
    try:
        if client is not None:
            response = client.get(url, params=params, timeout=TIME_LIMIT_S)
        else:
            response = httpx2.get(url, params=params, timeout=TIME_LIMIT_S)
        response.raise_for_status()
        return response.json()
    except (httpx2.HTTPError, ValueError) as error:
        log.warning("%s gave no answer: %s", name, type(error).__name__)
        return None


def suggestion(label: str, lat: object, lon: object, near: Bounds | None) -> Suggestion | None:
    try:
        point = float(str(lat)), float(str(lon))
    except ValueError:
        return None
    if not label or not possible_point(*point) or (near and not within(*point, near)):
        return None
    return Suggestion(
        label=label, detail="", kind="address", value=label, lat=point[0], lon=point[1]
    )


def dicts(found: object) -> list[dict[str, Any]]:
    """Strangers' JSON: whatever is not a list of objects is nothing."""
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


class Nominatim:
    # its usage policy forbids a search at every key press
    as_you_type = False

    def __init__(self, url: str, client: httpx2.Client | None = None) -> None:
        self._url, self._client = f"{url.rstrip('/')}/search", client

    def search(self, text: str, *, limit: int, near: Bounds | None) -> list[Suggestion]:
        params = {"q": text, "format": "jsonv2", "limit": str(limit)}
        if near:
            south, west, north, east = near
            params |= {"viewbox": f"{west},{south},{east},{north}", "bounded": "1"}
        answer = ask("Nominatim", self._url, params, self._client)
        found = (
            suggestion(str(place.get("display_name", "")), place.get("lat"), place.get("lon"), near)
            for place in dicts(answer)
        )
        return [place for place in found if place]


class Photon:
    as_you_type = True

    def __init__(self, url: str, client: httpx2.Client | None = None) -> None:
        self._url, self._client = f"{url.rstrip('/')}/api", client

    def search(self, text: str, *, limit: int, near: Bounds | None) -> list[Suggestion]:
        params = {"q": text, "limit": str(limit)}
        if near:
            south, west, north, east = near
            params["bbox"] = f"{west},{south},{east},{north}"
        answer = ask("Photon", self._url, params, self._client)
        features = dicts(answer.get("features")) if isinstance(answer, dict) else []
        return [found for feature in features if (found := _photon_place(feature, near))]


def _photon_place(feature: dict[str, Any], near: Bounds | None) -> Suggestion | None:
    props, geometry = feature.get("properties"), feature.get("geometry")
    if not isinstance(props, dict) or not isinstance(geometry, dict):
        return None
    point = geometry.get("coordinates")
    if not isinstance(point, list) or len(point) < 2:
        return None
    street = f"{props.get('street') or ''} {props.get('housenumber') or ''}".strip()
    label = str(props.get("name") or street)
    return suggestion(label, point[1], point[0], near)
