"""Today's way of a crew: which cases, in which order, from where."""

import re
from dataclasses import dataclass
from datetime import datetime

from kck.cases.queries.desk import end_of_day
from kck.cases.queries.field import CrewCases, FieldRow, Whose, crew_cases, crew_units
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.field.driving import Band, Point, Stop, band_of, driving_order, legs
from kck.field.work import version_of
from kck.foundation.actor import Actor
from kck.foundation.numbers import display
from kck.places.queries import geocode

MOST = 60
_ADDRESS = re.compile(r"^(ul|al|os|pl)\. [^;,]+ \d")


@dataclass(frozen=True, kw_only=True)
class Base:
    """Where the day begins; `address` is empty where the unit's is not known."""

    spot: Point
    address: str


@dataclass(frozen=True, kw_only=True)
class RouteRow:
    """A stop with its place on the way; `metres` from the one before, as the crow flies."""

    row: FieldRow
    place: int
    band: Band
    metres: float | None
    late: bool
    version: str

    @property
    def shown(self) -> str:
        return display(self.row.number)


@dataclass(frozen=True, kw_only=True)
class Route:
    """What a crew has before it."""

    rows: tuple[RouteRow, ...]
    found: CrewCases
    base: Base
    whose: Whose

    @property
    def total(self) -> int:
        return self.found.count[self.whose]

    @property
    def metres(self) -> float:
        return sum(row.metres or 0 for row in self.rows)


def route_of(
    actor: Actor, whose: Whose, *, at: datetime, words: str = "", district: str = ""
) -> Route:
    tonight = end_of_day(at)
    found = crew_cases(actor, whose, until=tonight, words=words, district=district, limit=MOST)
    base = base_of(actor, at)
    stops = {row.number: _stop(row, tonight) for row in found.rows}
    ordered = driving_order(list(stops.values()), base.spot)
    by_number = {row.number: row for row in found.rows}
    return Route(
        rows=tuple(
            _route_row(by_number[stop.key], place, stop.band, metres, at)
            for place, (stop, metres) in enumerate(
                zip(ordered, legs(ordered, base.spot), strict=True), start=1
            )
        ),
        found=found,
        base=base,
        whose=whose,
    )


def _stop(row: FieldRow, tonight: datetime) -> Stop:
    spot = (row.lat, row.lon) if row.lat is not None and row.lon is not None else None
    band = band_of(urgent=row.urgent, due_at=row.due_at, end_of_day=tonight)
    return Stop(key=row.number, spot=spot, band=band)


def _route_row(
    row: FieldRow, place: int, band: Band, metres: float | None, at: datetime
) -> RouteRow:
    late = row.due_at is not None and row.due_at < at
    return RouteRow(
        row=row, place=place, band=band, metres=metres, late=late, version=version_of(row.seq)
    )


def base_of(actor: Actor, at: datetime) -> Base:
    """The unit's base, or its address where its contact is one, else the middle of the city."""
    city = snapshot(at)
    units = [city.unit_by_id(unit_id, at) for unit_id in sorted(crew_units(actor))]
    found = next((base for unit in units if (base := _base(unit)) is not None), None)
    return found or Base(spot=city.city.center, address="")


def _base(unit: UnitInfo) -> Base | None:
    if (spot := unit.base_spot) is not None:
        return Base(spot=spot, address=unit.base)
    address = unit.base or unit.contact.partition(";")[0].strip()
    place = geocode(address) if unit.base or _ADDRESS.match(address) else None
    if place is None or place.lat is None or place.lon is None:
        return None
    return Base(spot=(place.lat, place.lon), address=address)
