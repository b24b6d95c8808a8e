"""Address points: CSV with a known header or named columns, or GeoJSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kck.places import wrong
from kck.places.importing.points import PointReader
from kck.places.importing.report import BadRow, CannotImport
from kck.places.importing.sources import Row, text_of
from kck.places.importing.streets import StreetRow, model_of
from kck.places.models import Street
from kck.places.rules import cell, number_key, number_order, split_name

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "street": (
        "street", "ulica", "nazwa_ulicy", "ulicanazwa", "ulica_nazwa", "addr:street", "nazwa_ul",
    ),
    "number": (
        "number", "numer", "nr", "housenumber", "addr:housenumber", "numerporzadkowy",
        "numer_porzadkowy", "nr_porzadkowy", "numer_adr", "nr_adr",
    ),
    "postcode": ("postcode", "kod_pocztowy", "kodpocztowy", "addr:postcode", "kod"),
    "lat": ("lat", "latitude", "szerokosc", "y", "north", "northing"),
    "lon": ("lon", "lng", "longitude", "dlugosc", "x", "east", "easting"),
}  # fmt: skip
_STAGE = """
CREATE TEMPORARY TABLE incoming_address (
    street_id bigint, number text, number_key text, number_order integer,
    lat double precision, lon double precision, postcode text, cell bigint
) ON COMMIT DROP
"""
_MERGE = """
INSERT INTO places_addresspoint
    (street_id, number, number_key, number_order, lat, lon, postcode, cell)
SELECT DISTINCT ON (street_id, number_key) * FROM incoming_address
ON CONFLICT (street_id, number_key) DO UPDATE SET
    number = excluded.number, lat = excluded.lat, lon = excluded.lon,
    postcode = excluded.postcode, cell = excluded.cell
"""
# the house in the middle of a street stands on it; the mean of all houses may not
_PLACE_STREETS = """
UPDATE places_street SET lat = middle.lat, lon = middle.lon
FROM (
    SELECT DISTINCT ON (street_id) street_id, lat, lon
    FROM (
        SELECT street_id, lat, lon,
               avg(lat) OVER (PARTITION BY street_id) AS mean_lat,
               avg(lon) OVER (PARTITION BY street_id) AS mean_lon
        FROM places_addresspoint
    ) AS houses
    ORDER BY street_id, (lat - mean_lat) ^ 2 + (lon - mean_lon) ^ 2, lat, lon
) AS middle
WHERE middle.street_id = places_street.id AND places_street.lat IS NULL
"""


@dataclass(frozen=True, kw_only=True)
class AddressRow:
    street: StreetRow
    number: str
    postcode: str
    lat: float
    lon: float


class AddressReader:
    def __init__(self, points: PointReader, columns: Mapping[str, str] | None = None) -> None:
        named = {field: (column.lower(),) for field, column in (columns or {}).items()}
        self._points, self._columns = points, {**COLUMNS, **named}
        self._checked = False

    def read(self, row: Row) -> AddressRow:
        self._check_columns(row)
        flat = flattened(row)
        prefix, name = split_name(text_of(flat, *self._columns["street"]))
        if not name:
            raise BadRow(wrong.NO_STREET)
        number = text_of(flat, *self._columns["number"], longest=20)
        if not number_key(number):
            raise BadRow(wrong.NO_NUMBER)
        lat, lon = self._points.read(
            text_of(flat, *self._columns["lon"]), text_of(flat, *self._columns["lat"])
        )
        return AddressRow(
            street=StreetRow(prefix=prefix, name=name),
            number=number,
            postcode=text_of(flat, *self._columns["postcode"], longest=10),
            lat=lat,
            lon=lon,
        )

    def _check_columns(self, row: Row) -> None:
        """A table without them would be refused row by row, a million times."""
        if self._checked or "geometry" in row.values:
            return
        for field in ("street", "number", "lat", "lon"):
            if not set(self._columns[field]) & set(row.values):
                raise CannotImport(wrong.NO_COLUMN(field=field))
        self._checked = True


def flattened(row: Row) -> Row:
    """A GeoJSON feature as if it were a row of a table."""
    if "geometry" not in row.values:
        return row
    properties = row.values.get("properties")
    values: dict[str, Any] = {}
    if isinstance(properties, dict):
        values = {str(name).lower(): value for name, value in properties.items()}
    geometry = row.values["geometry"]
    place = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if isinstance(place, list) and len(place) >= 2 and not isinstance(place[0], list):
        values |= {"lon": place[0], "lat": place[1]}
    return Row(line=row.line, values=values)


class AddressWriter:
    """COPY in batches; streets that no register named are added as they are met."""

    def __init__(self) -> None:
        self._streets = _known_streets()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS incoming_address")
            cursor.execute(_STAGE)

    def write(self, batch: list[AddressRow]) -> int:
        self._add_streets(batch)
        with connection.cursor() as cursor:
            with cursor.copy("COPY incoming_address FROM STDIN") as copy:
                for row in batch:
                    copy.write_row(self._columns(row))
            cursor.execute(_MERGE)
            written = cursor.rowcount
            cursor.execute("TRUNCATE incoming_address")
        return int(written)

    def _columns(self, row: AddressRow) -> tuple[Any, ...]:
        key = number_key(row.number)
        return (
            self._streets[_key(row.street)],
            row.number,
            key,
            number_order(key),
            row.lat,
            row.lon,
            row.postcode,
            cell(row.lat, row.lon),
        )

    def _add_streets(self, batch: list[AddressRow]) -> None:
        unknown = {
            _key(row.street): row.street for row in batch if _key(row.street) not in self._streets
        }
        if unknown:
            Street.objects.bulk_create(
                [model_of(row) for row in unknown.values()], ignore_conflicts=True
            )
            self._streets = _known_streets()
            for key, row in unknown.items():
                self._streets.setdefault(key, self._streets[row.key])


def _key(street: StreetRow) -> str:
    """Address registers often leave the prefix out: "|dluga" is the street of that name."""
    return street.key


def _known_streets() -> dict[str, int]:
    """Also by name alone, where only one street has it; "ul." before others."""
    known: dict[str, int] = {}
    bare: dict[str, list[tuple[bool, int]]] = {}
    for pk, key in Street.objects.order_by("pk").values_list("pk", "key").iterator(5000):
        known[key] = pk
        prefix, _bar, name = key.partition("|")
        bare.setdefault(f"|{name}", []).append((prefix != "ul", pk))
    for key, found in bare.items():
        known.setdefault(key, min(found)[1])
    return known


def place_streets() -> None:
    """Streets without a position get the one of their middle house."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE_STREETS)
