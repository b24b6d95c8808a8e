"""Stops: GTFS stops.txt, or a table with name, lat and lon."""

from dataclasses import dataclass

from kck.foundation.text import fold
from kck.places import wrong
from kck.places.importing.points import PointReader
from kck.places.importing.report import BadRow
from kck.places.importing.sources import Row, text_of
from kck.places.models import Stop

_PLACES_TO_STAND = {"", "0", "1"}  # GTFS location_type: entrances and nodes are no stops


@dataclass(frozen=True, kw_only=True)
class StopRow:
    code: str
    name: str
    lat: float
    lon: float


class StopReader:
    def __init__(self, points: PointReader) -> None:
        self._points = points

    def read(self, row: Row) -> StopRow | None:
        if text_of(row, "location_type") not in _PLACES_TO_STAND:
            return None
        name = text_of(row, "stop_name", "name", "nazwa")
        if not name:
            raise BadRow(wrong.NO_STOP)
        lat, lon = self._points.read(
            text_of(row, "stop_lon", "lon", "lng"), text_of(row, "stop_lat", "lat")
        )
        code = text_of(row, "stop_id", "code", "kod", longest=120) or fold(name)
        return StopRow(code=code[:120], name=name, lat=lat, lon=lon)


def write(batch: list[StopRow]) -> int:
    by_code = {row.code: row for row in batch}
    Stop.objects.bulk_create(
        [
            Stop(code=row.code, name=row.name, folded=fold(row.name), lat=row.lat, lon=row.lon)
            for row in by_code.values()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "folded", "lat", "lon"],
    )
    return len(by_code)
