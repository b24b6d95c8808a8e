"""`kck import streets|addresses|stops|areas`: what the command line offers of this module.

`kck import` finds `IMPORTERS` in the `importers` module of every app: name -> an object with
`help`, `add_arguments(parser)` and `run(path, options, progress)`.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.places import commands, wrong
from kck.places.importing.addresses import COLUMNS
from kck.places.importing.report import CannotImport, ImportReport, Progress
from kck.places.projections import SYSTEMS
from kck.places.terms import AREA_KINDS

Options = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class RegisterImporter:
    help: str
    arguments: Callable[[ArgumentParser], None]
    work: Callable[[Path, Options, Progress], ImportReport]

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.arguments(parser)

    def run(self, path: Path, options: Options, progress: Progress) -> ImportReport:
        return self.work(path, options, progress)


def columns_of(text: str) -> dict[str, str]:
    """ "street=NAZWA,number=NR" as a mapping."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    found = {name.strip(): column.strip() for name, _equals, column in pairs}
    unknown = [name for name, column in found.items() if name not in COLUMNS or not column]
    if unknown:
        raise CannotImport(wrong.NO_SUCH_COLUMN(names=", ".join(unknown)))
    return found


def _crs(parser: ArgumentParser) -> None:
    parser.add_argument("--crs", choices=SYSTEMS, default="4326", help="EPSG code of the positions")


def _only(parser: ArgumentParser) -> None:
    parser.add_argument("--only", default="", help="TERC code of a commune or county, like 1261")


def _columns(parser: ArgumentParser) -> None:
    _crs(parser)
    parser.add_argument("--columns", default="", help="street=…,number=…,lat=…,lon=…,postcode=…")


def _kind(parser: ArgumentParser) -> None:
    _crs(parser)
    parser.add_argument("--kind", choices=AREA_KINDS, required=True, help="what the areas are")


def _nothing(parser: ArgumentParser) -> None:
    """This register needs no options."""


def _streets(path: Path, options: Options, progress: Progress) -> ImportReport:
    return commands.import_streets(
        path, at=clock.now(), by=PLATFORM, only=options["only"], progress=progress
    )


def _addresses(path: Path, options: Options, progress: Progress) -> ImportReport:
    return commands.import_addresses(
        path,
        at=clock.now(),
        by=PLATFORM,
        crs=options["crs"],
        columns=columns_of(options["columns"]),
        progress=progress,
    )


def _stops(path: Path, options: Options, progress: Progress) -> ImportReport:
    return commands.import_stops(path, at=clock.now(), by=PLATFORM, progress=progress)


def _areas(path: Path, options: Options, progress: Progress) -> ImportReport:
    return commands.import_areas(
        path,
        kind=options["kind"],
        at=clock.now(),
        by=PLATFORM,
        crs=options["crs"],
        progress=progress,
    )


IMPORTERS = {
    "streets": RegisterImporter(
        help="street names: plain, a table, or TERYT ULIC", arguments=_only, work=_streets
    ),
    "addresses": RegisterImporter(
        help="address points: CSV or GeoJSON", arguments=_columns, work=_addresses
    ),
    "stops": RegisterImporter(help="stops: GTFS stops.txt", arguments=_nothing, work=_stops),
    "areas": RegisterImporter(help="areas: GeoJSON polygons", arguments=_kind, work=_areas),
}
