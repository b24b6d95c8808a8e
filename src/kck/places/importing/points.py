"""Positions as registers write them: several systems, both orders, commas for points."""

from dataclasses import dataclass

from kck.places import wrong
from kck.places.importing.report import BadRow
from kck.places.projections import NotAPoint, to_wgs84
from kck.places.rules import within
from kck.places.terms import Bounds

NEARBY = 0.15  # degrees; a city's registers reach a little over its border


@dataclass(frozen=True, kw_only=True)
class PointReader:
    """Reads (lat, lon); where axes were exchanged, the limits of the city tell."""

    crs: str = "4326"
    limits: Bounds | None = None

    def read(self, east: object, north: object) -> tuple[float, float]:
        x, y = _number(east), _number(north)
        try:
            point = to_wgs84(x, y, self.crs)
        except NotAPoint:
            point = None
        if point and self._fits(point):
            return point
        if turned := self._turned(x, y):
            return turned
        if point is None:
            raise BadRow(wrong.NOT_ON_EARTH)
        raise BadRow(wrong.NOT_IN_CITY)

    def _turned(self, x: float, y: float) -> tuple[float, float] | None:
        """Only limits can say that the other order is the true one."""
        if self.limits is None:
            return None
        try:
            point = to_wgs84(y, x, self.crs)
        except NotAPoint:
            return None
        return point if self._fits(point) else None

    def _fits(self, point: tuple[float, float]) -> bool:
        return self.limits is None or within(*point, self.limits, NEARBY)


def _number(raw: object) -> float:
    text = str(raw if raw is not None else "").strip().replace(" ", "").replace("\xa0", "")
    if not text:
        raise BadRow(wrong.NO_POSITION)
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise BadRow(wrong.NO_NUMBERS) from None
