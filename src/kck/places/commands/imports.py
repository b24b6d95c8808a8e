"""Changing registers. An import is one transaction: all of its good rows, or nothing."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.verdict import require
from kck.places import policy
from kck.places.atlas import atlas
from kck.places.events import RegisterChanged
from kck.places.importing import addresses, areas, stops, streets
from kck.places.importing.points import PointReader
from kck.places.importing.report import BadRow, ImportReport, Progress, Rejects, rejects_of, silent
from kck.places.importing.sources import Row, Source, features, looks_like_json, opened, table
from kck.places.versions import bump

BATCH = 2000
T = TypeVar("T")


@command
def import_streets(
    path: Path, *, at: datetime, by: Actor, only: str = "", progress: Progress = silent
) -> ImportReport:
    """Plain names, a table, or TERYT ULIC (then `only` may name the commune, like 1261)."""
    require(policy.may_import(by))
    reader = streets.StreetReader(_points("4326"), only)
    rows = partial(streets.rows_of, path=path)
    report = _stream(path, rows, reader.read, streets.write, progress)
    return _changed("streets", report, at=at, by=by)


@command
def import_addresses(
    path: Path,
    *,
    at: datetime,
    by: Actor,
    crs: str = "4326",
    columns: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """CSV or GeoJSON points; `columns` name those that the header does not (street=…, lat=…)."""
    require(policy.may_import(by))
    reader = addresses.AddressReader(_points(crs), columns)
    rows = features if looks_like_json(path) else table
    report = _stream(path, rows, reader.read, addresses.AddressWriter().write, progress)
    addresses.place_streets()
    return _changed("streets", report, at=at, by=by)


@command
def import_stops(
    path: Path, *, at: datetime, by: Actor, progress: Progress = silent
) -> ImportReport:
    require(policy.may_import(by))
    reader = stops.StopReader(_points("4326"))
    report = _stream(path, table, reader.read, stops.write, progress)
    return _changed("stops", report, at=at, by=by)


@command
def import_areas(
    path: Path,
    *,
    kind: str,
    at: datetime,
    by: Actor,
    crs: str = "4326",
    progress: Progress = silent,
) -> ImportReport:
    require(policy.may_import(by))
    read, write = partial(areas.read_area, crs=crs, kind=kind), partial(areas.write, kind)
    report = _stream(path, features, read, write, progress)
    return _changed("areas", report, at=at, by=by)


def _points(crs: str) -> PointReader:
    return PointReader(crs=crs, limits=atlas().bounds)


def _changed(register: str, report: ImportReport, *, at: datetime, by: Actor) -> ImportReport:
    bump(register, at=at)
    record(RegisterChanged(register=register, rows=report.written), by=by, at=at)
    return report


def _stream(
    path: Path,
    rows: Callable[[Source], Iterator[Row]],
    read: Callable[[Row], T | None],
    write: Callable[[list[T]], int],
    progress: Progress,
) -> ImportReport:
    """Never more than a batch in memory; what cannot be used is listed with its reason."""
    count = written = 0
    batch: list[T] = []
    with opened(path) as source, rejects_of(path) as rejects:
        for count, row in enumerate(rows(source), start=1):
            good = _good(row, read, rejects)
            if good is not None:
                batch.append(good)
            if len(batch) >= BATCH:
                written += write(batch)
                batch.clear()
                progress(count, source.part)
        written += write(batch) if batch else 0
        progress(count, 1.0)
        listed = rejects.path if rejects.count else None
        return ImportReport(
            read=count,
            written=written,
            rejected=rejects.count,
            rejects=listed,
            examples=tuple(rejects.examples),
        )


def _good(row: Row, read: Callable[[Row], T | None], rejects: Rejects) -> T | None:
    try:
        return read(row)
    except BadRow as bad:
        rejects.add(row.line, bad.reason, row.values)
        return None
