"""Other people's geocoders, asked only when our own registers know nothing. Off by default."""

from collections.abc import Iterator

from django.conf import settings

from kck.places.adapters.arcgis import ArcGisLocator
from kck.places.adapters.geocoders import Geocoder, Nominatim, Photon
from kck.places.terms import Bounds, Suggestion


def _chosen() -> Iterator[Geocoder]:
    env = settings.ENV
    if env.arcgis_locator_url:
        yield ArcGisLocator(env.arcgis_locator_url)
    if env.photon_url:
        yield Photon(env.photon_url)
    if env.nominatim_url:
        yield Nominatim(env.nominatim_url)


def suggest(text: str, *, limit: int, near: Bounds | None) -> list[Suggestion]:
    """The first answer of those that allow being asked at every key press."""
    for geocoder in _chosen():
        if geocoder.as_you_type and (found := geocoder.search(text, limit=limit, near=near)):
            return found
    return []


def geocode(text: str, *, near: Bounds | None) -> Suggestion | None:
    for geocoder in _chosen():
        if found := geocoder.search(text, limit=1, near=near):
            return found[0]
    return None
