"""The place that a form may offer to somebody who wrote about it and has not pointed at it yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from kck.places.naming import house_point
from kck.triage.terms import Matter, PlaceFound


@dataclass(frozen=True, kw_only=True)
class PlaceOffer:
    """What to write into the field of the address, and where it is, if that is known."""

    address: str
    lat: float | None = None
    lon: float | None = None


def offered(matters: Iterable[Matter]) -> PlaceOffer | None:
    """The likeliest place that a register knows; a whole district tells nobody where to go."""
    candidates = (place for matter in matters for place in matter.place_candidates)
    known = (place for place in candidates if place.register_id is not None)
    best = next((place for place in known if place.kind != "district"), None)
    return _offer(best) if best else None


def _offer(place: PlaceFound) -> PlaceOffer:
    point: tuple[float | None, float | None] = (place.lat, place.lon)
    if place.number and place.kind == "street" and place.register_id is not None:
        point = house_point(place.register_id, place.number) or point
    return PlaceOffer(address=place.label, lat=point[0], lon=point[1])
