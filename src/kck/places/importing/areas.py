"""Areas: polygons of GeoJSON with a code and names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from kck.places import wrong
from kck.places.importing.report import BadRow
from kck.places.importing.sources import Row, plain
from kck.places.models import ALWAYS, Area
from kck.places.projections import NotAPoint, to_wgs84
from kck.places.rules import possible_point
from kck.places.terms import OWNERS

_CODE = ("code", "kod", "id", "no", "nr", "number")
_NAME = ("name", "nazwa", "official_name")
_LANGUAGES = ("pl", "en", "uk")
_LONGEST_CODE = 60
_KEPT_BY_CASES = 20  # letters: with a longer one nobody could report anything there


@dataclass(frozen=True, kw_only=True)
class AreaRow:
    code: str
    names: dict[str, str]
    geometry: dict[str, Any]
    props: dict[str, Any]
    kind: str = ""
    valid_from: date = ALWAYS
    valid_to: date | None = None


def read_area(row: Row, crs: str = "4326", kind: str = "") -> AreaRow:
    """A feature as an area; what is not code, name or validity stays in `props`."""
    raw = row.values.get("properties")
    props = _plain_values(raw) if isinstance(raw, dict) else {}
    code = _taken(props, _CODE) or str(row.values.get("id") or "")
    names = _names(props)
    if not code:
        raise BadRow(wrong.NO_AREA_CODE)
    if len(code) > (_KEPT_BY_CASES if kind == "district" else _LONGEST_CODE):
        raise BadRow(wrong.TOO_LONG(name="code"))
    owner = str(props.get("owner") or "")
    if kind == "owner" and owner and owner not in OWNERS:
        raise BadRow(wrong.NO_SUCH_OWNER(owner=owner[:40], words=", ".join(OWNERS)))
    if not names:
        raise BadRow(wrong.NO_AREA_NAME)
    return AreaRow(
        code=code,
        names=names,
        geometry=mapping(polygons(row.values.get("geometry"), crs)),
        kind=_taken(props, ("kind",)),
        valid_from=_day(props, "valid_from") or ALWAYS,
        valid_to=_day(props, "valid_to"),
        props=props,
    )


def _plain_values(value: Any) -> Any:
    """Properties as the database takes them, however deep."""
    if isinstance(value, dict):
        return {plain(str(key)): _plain_values(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain_values(inner) for inner in value]
    return plain(value) if isinstance(value, str) else value


def _taken(props: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        if props.get(name) not in (None, ""):
            return str(props.pop(name)).strip()
    return ""


def _names(props: dict[str, Any]) -> dict[str, str]:
    named = props.pop("names", None)
    found = {str(k): str(v) for k, v in named.items()} if isinstance(named, dict) else {}
    for language in _LANGUAGES:
        if text := _taken(props, (f"name_{language}",)):
            found[language] = text
    plain = _taken(props, _NAME)
    return found or ({"pl": plain} if plain else {})


def _day(props: dict[str, Any], name: str) -> date | None:
    raw = props.pop(name, None)
    if raw in (None, ""):
        return None
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise BadRow(wrong.NO_DATE(name=name)) from None


def polygons(geometry: object, crs: str = "4326") -> BaseGeometry:
    """A valid Polygon or MultiPolygon in degrees; loops that cross themselves are mended."""
    try:
        found = shape(cast("dict[str, Any]", geometry))
        found = shapely.force_2d(found)
        turned = found if crs == "4326" else shapely.transform(found, _reproject(crs))
    except (ShapelyError, NotAPoint, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadRow(wrong.NO_OUTLINE) from error
    if turned.geom_type not in {"Polygon", "MultiPolygon"} or turned.is_empty:
        raise BadRow(wrong.NO_POLYGON)
    whole = _mended(turned)
    west, south, east, north = whole.bounds
    if not (possible_point(south, west) and possible_point(north, east)):
        raise BadRow(wrong.NOT_DEGREES)
    return whole


def _mended(found: BaseGeometry) -> BaseGeometry:
    if found.is_valid:
        return found
    parts = shapely.get_parts(shapely.make_valid(found))
    flat = [part for part in parts if part.geom_type in {"Polygon", "MultiPolygon"}]
    if not flat:
        raise BadRow(wrong.BAD_OUTLINE)
    return shapely.union_all(flat)


def _reproject(crs: str) -> Callable[[Any], Any]:
    def degrees(points: Any) -> Any:
        moved = [to_wgs84(float(east), float(north), crs) for east, north in points]
        return np.array([(lon, lat) for lat, lon in moved])

    return degrees


def write(kind: str, batch: list[AreaRow], source: str = "import") -> int:
    by_key = {(row.code, row.valid_from): row for row in batch}
    Area.objects.bulk_create(
        [
            Area(
                kind=kind,
                code=row.code,
                names=row.names,
                geometry=row.geometry,
                props=row.props,
                source=source,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in by_key.values()
        ],
        update_conflicts=True,
        unique_fields=["kind", "code", "valid_from"],
        update_fields=["names", "geometry", "props", "source", "valid_to"],
    )
    return len(by_key)
