"""The areas of the city in memory: which of them hold a point."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.db.models import Q
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from kck.foundation import clock
from kck.places.models import Area
from kck.places.rules import possible_point
from kck.places.terms import AreaInfo, Bounds, Located
from kck.places.versions import Kept

LIMITS = ("city", "district")
SIMPLER_BY = 0.0004  # degrees, about 30 m: our own map is small


@dataclass(frozen=True, kw_only=True)
class Piece:
    info: AreaInfo
    shape: BaseGeometry


class Atlas:
    """Immutable once built; borders belong to both sides and the first in order wins."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = sorted(pieces, key=_order)
        # prepared shapes are asked one after the other: a tree would ask them unprepared, which
        # takes ten times as long for the few dozen areas of a city
        self._shapes = np.array([piece.shape for piece in self.pieces], dtype=object)
        shapely.prepare(self._shapes)
        self._work_out()
        self.by_code = {(piece.info.kind, piece.info.code): piece.info for piece in self.pieces}
        limits = [piece.shape for piece in self.pieces if piece.info.kind in LIMITS]
        self.bounds = _bounds(limits) if limits else None
        # the same point is asked for again while its report is checked, placed and routed
        self.locate = lru_cache(maxsize=64)(self._locate)

    def _work_out(self) -> None:
        """A prepared shape makes its index when first asked, and threads must not do so at once."""
        inside = [piece.shape.representative_point() for piece in self.pieces]
        shapely.intersects_xy(self._shapes, shapely.get_x(inside), shapely.get_y(inside))

    def _holding(self, lat: float, lon: float) -> tuple[AreaInfo, ...]:
        if not possible_point(lat, lon):
            return ()
        found = shapely.intersects_xy(self._shapes, lon, lat)
        return tuple(self.pieces[place].info for place in found.nonzero()[0].tolist())

    def _locate(self, lat: float, lon: float) -> Located:
        areas = self._holding(lat, lon)
        district = next((area for area in areas if area.kind == "district"), None)
        if district is None and any(area.kind == "city" for area in areas):
            district = self._nearest_district(lat, lon)
        owner = next((area for area in areas if area.kind == "owner"), None)
        # without limits nobody is sent away
        inside = self.bounds is None or any(area.kind in LIMITS for area in areas)
        return Located(
            inside=inside and possible_point(lat, lon),
            district=district,
            areas=areas,
            owner=str(owner.props.get("owner", "")) if owner else "",
            owner_unit=str(owner.props.get("unit", "")) if owner else "",
        )

    def _nearest_district(self, lat: float, lon: float) -> AreaInfo | None:
        """Hand-drawn districts do not quite meet; nobody in the city lives between them."""
        point = shapely.Point(lon, lat)
        near = [
            (piece.shape.distance(point), place)
            for place, piece in enumerate(self.pieces)
            if piece.info.kind == "district"
        ]
        return self.pieces[min(near)[1]].info if near else None

    def base_map(self) -> dict[str, Any]:
        districts = [piece for piece in self.pieces if piece.info.kind == "district"]
        shapes = shapely.coverage_simplify([piece.shape for piece in districts], SIMPLER_BY)
        return {
            "type": "FeatureCollection",
            "features": [
                _feature(piece.info, simple)
                for piece, simple in zip(districts, shapes, strict=True)
            ],
        }


def _order(piece: Piece) -> tuple[float, int, str]:
    """The smallest first, as it says most; then by code, so that the answer never changes."""
    code = piece.info.code
    return (piece.shape.area, int(code) if code.isdecimal() else 0, code)


def _bounds(shapes: list[BaseGeometry]) -> Bounds:
    west, south, east, north = shapely.total_bounds(shapes)
    return float(south), float(west), float(north), float(east)


def _feature(info: AreaInfo, geometry: BaseGeometry) -> dict[str, Any]:
    rounded = shapely.set_precision(geometry, 0.00001)
    label = {"lat": info.lat, "lon": info.lon}
    return {
        "type": "Feature",
        "id": info.code,
        "properties": {"code": info.code, "names": dict(info.names), **label},
        "geometry": mapping(rounded if not rounded.is_empty else geometry),
    }


def _piece(area: Area) -> Piece:
    polygon = shape(area.geometry)
    inner = polygon.representative_point()
    info = AreaInfo(
        kind=area.kind,
        code=area.code,
        names=area.names,
        props=area.props,
        lat=round(inner.y, 6),
        lon=round(inner.x, 6),
    )
    return Piece(info=info, shape=polygon)


def _build() -> Atlas:
    today = clock.today()
    valid = Area.objects.filter(valid_from__lte=today).filter(
        Q(valid_to=None) | Q(valid_to__gt=today)
    )
    return Atlas(_piece(area) for area in valid.iterator(200))


_kept = Kept(("areas",), _build)


def atlas() -> Atlas:
    return _kept.get()
