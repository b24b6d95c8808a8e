"""What loading a folder would change, in one line each."""

from collections.abc import Iterator
from pathlib import Path

from kck.foundation.text import _, localized
from kck.places.city.files import CityPlaces, LandmarkRow, Problems, as_values, read_city
from kck.places.importing.areas import AreaRow
from kck.places.models import Area, Landmark, Street


def check_city(folder: Path, problems: Problems) -> list[str]:
    """Note every mistake; answer what a load would do, a line for each change."""
    city = read_city(folder, problems)
    return [*_area_changes(city), *_landmark_changes(city.landmarks), *_street_changes(city)]


def _area_changes(city: CityPlaces) -> Iterator[str]:
    for kind, rows in city.by_kind().items():
        known = {
            (area.code, area.valid_from): area
            for area in Area.objects.filter(kind=kind, source="city", valid_to=None)
        }
        for row in rows:
            old = known.pop((row.code, row.valid_from), None)
            if old is None:
                yield f"+ {_area_line(row)}"
            elif differs(old, row):
                yield f"~ {_area_line(row)}"
        for gone in known.values():
            yield f"- {kind} {gone.code}: {localized(gone.names)}"


def _area_line(row: AreaRow) -> str:
    return f"{row.kind} {row.code}: {localized(row.names)}"


def differs(old: Area, row: AreaRow) -> bool:
    new = (row.names, plain(row.geometry), row.props, row.valid_to)
    return (old.names, plain(old.geometry), old.props, old.valid_to) != new


def plain(geometry: object) -> object:
    """Shapely speaks in tuples, JSON in lists."""
    if isinstance(geometry, dict):
        return {key: plain(value) for key, value in geometry.items()}
    if isinstance(geometry, list | tuple):
        return [plain(value) for value in geometry]
    return geometry


def _landmark_changes(rows: list[LandmarkRow] | None) -> Iterator[str]:
    if rows is None:
        return
    known = {mark.code: mark for mark in Landmark.objects.filter(source="city")}
    for row in rows:
        old = known.pop(row.code, None)
        line = f"{row.code}: {localized(row.names)}"
        if old is None:
            yield f"+ landmark {line}"
        elif any(getattr(old, name) != value for name, value in as_values(row).items()):
            yield f"~ landmark {line}"
    for gone in known.values():
        yield f"- landmark {gone.code}: {localized(gone.names)}"


def _street_changes(city: CityPlaces) -> Iterator[str]:
    known = set(Street.objects.values_list("key", flat=True))
    if fresh := [row for row in city.streets if row.key not in known]:
        yield str(_("+ ulice: {count}")).format(count=len(fresh))
