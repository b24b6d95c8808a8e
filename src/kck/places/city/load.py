"""Loading a folder: what it says is there, what it no longer says ends."""

from datetime import datetime
from pathlib import Path
from typing import Any

from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command, record
from kck.foundation.verdict import require
from kck.places import policy
from kck.places.city.check import differs
from kck.places.city.files import LandmarkRow, as_values, read_city
from kck.places.events import RegisterChanged
from kck.places.importing import areas, streets
from kck.places.importing.areas import AreaRow
from kck.places.importing.report import CannotImport
from kck.places.models import Area, Landmark
from kck.places.versions import bump


class _Strict:
    """A load follows a check, so a mistake here stops it."""

    def add(self, file: str, line: int, what: Any, instead: Any = "") -> None:
        raise CannotImport(f"{file}:{line}: {what} {instead}".strip())


@command
def load_city(folder: Path, *, at: datetime | None = None, by: Actor = PLATFORM) -> None:
    """Bring areas, streets and landmarks in line with the folder. Again, it changes nothing."""
    require(policy.may_import(by))
    at = at or clock.now()
    city = read_city(folder, _Strict())
    changed = {
        "areas": sum(_load_areas(kind, rows, at) for kind, rows in city.by_kind().items()),
        "streets": streets.write(city.streets),
        "landmarks": _load_landmarks(city.landmarks) if city.landmarks is not None else 0,
    }
    for register, rows in changed.items():
        if rows:
            bump(register, at=at)
            record(RegisterChanged(register=register, rows=rows), by=by, at=at)


def _load_areas(kind: str, rows: list[AreaRow], at: datetime) -> int:
    current = Area.objects.filter(kind=kind, source="city", valid_to=None)
    known = {(area.code, area.valid_from): area for area in current}
    fresh = []
    for row in rows:
        old = known.pop((row.code, row.valid_from), None)
        if old is None or differs(old, row):
            fresh.append(row)
    areas.write(kind, fresh, source="city")
    return len(fresh) + _end(list(known.values()), at)


def _end(gone: list[Area], at: datetime) -> int:
    """Cases remember where they were, so an area ends and is not deleted."""
    today = at.astimezone(clock.city_zone()).date()
    for area in gone:
        if area.valid_from >= today:
            area.delete()
        else:
            area.valid_to = today
            area.save(update_fields=["valid_to"])
    return len(gone)


def _load_landmarks(rows: list[LandmarkRow]) -> int:
    known = {mark.code: mark for mark in Landmark.objects.filter(source="city")}
    fresh = [
        row
        for row in rows
        if row.code not in known
        or any(getattr(known[row.code], name) != value for name, value in as_values(row).items())
    ]
    Landmark.objects.bulk_create(
        [Landmark(code=row.code, source="city", **as_values(row)) for row in fresh],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["names", "kind", "lat", "lon", "aliases", "source"],
    )
    codes = {row.code for row in rows}
    gone = Landmark.objects.filter(source="city").exclude(code__in=codes)
    return len(fresh) + gone.delete()[0]
