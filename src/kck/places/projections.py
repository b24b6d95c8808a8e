"""From the coordinate systems of Polish registers to the degrees of WGS84."""

from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Literal, get_args

from kck.places.rules import possible_point

if TYPE_CHECKING:
    from pyproj import Transformer

Crs = Literal["4326", "2180", "2178"]
SYSTEMS: tuple[str, ...] = get_args(Crs)


class NotAPoint(ValueError):
    """Numbers that are no place on Earth in that system."""


@cache
def _transformer(crs: str) -> "Transformer":
    # 8 MB that pages do without: only imports meet metres
    from pyproj import Transformer

    return Transformer.from_crs(f"EPSG:{crs}", "EPSG:4326", always_xy=True)


def to_wgs84(east: float, north: float, crs: str) -> tuple[float, float]:
    """(lat, lon) of metres in EPSG:2180 or EPSG:2178, or of degrees (lon, lat) as they are."""
    if crs == "4326":
        lat, lon = north, east
    else:
        lon, lat = _transformer(crs).transform(east, north)
    if not (isfinite(lat) and isfinite(lon) and possible_point(lat, lon)):
        raise NotAPoint(f"{east}, {north}")
    return float(lat), float(lon)
