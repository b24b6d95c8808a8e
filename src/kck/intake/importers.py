"""`kck import cases FILE --mapping NAME`: what the command line offers of this module."""

import gc
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.text import _
from kck.intake.commands import receive_many
from kck.intake.importing.lines import line_rows
from kck.intake.importing.mapping import CaseMapping, find_mapping, shipped_names
from kck.intake.importing.readers import csv_rows, feed_rows, fetch, format_of
from kck.intake.importing.rows import RowReader
from kck.intake.terms import TakenIn
from kck.places.importing.report import BadRow, CannotImport, Progress, Rejects, rejects_of, silent
from kck.places.importing.sources import Row, Source, opened

BATCH = 1000  # rows in one transaction: whole, or none of them


@dataclass(frozen=True, kw_only=True)
class CaseReport:
    read: int
    taken: TakenIn
    rejected: int
    rejects: Path | None

    @property
    def written(self) -> int:
        return self.taken.new

    @property
    def summary(self) -> str:
        return (
            f"{self.read} rows read: {self.taken.new} new, {self.taken.known} known,"
            f" {self.taken.closed} closed, {self.taken.reopened} open again there (left closed),"
            f" {self.rejected} rejected."
        )


class CaseImporter:
    help = "cases of another system: CSV or an Open311 feed, by a mapping"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--mapping",
            required=True,
            help=f"{', '.join(shipped_names())}, or your own file.toml",
        )
        parser.add_argument(
            "--opened",
            type=datetime.fromisoformat,
            metavar="DATE",
            help="when rows that name no date were opened; without it they are rejected",
        )

    def run(self, path: Path | str, options: Mapping[str, Any], progress: Progress) -> CaseReport:
        mapping = find_mapping(options["mapping"])
        opened_at = _in_the_past(options.get("opened"), mapping)
        if isinstance(path, Path):
            return import_cases(path, mapping, by=PLATFORM, opened_at=opened_at, progress=progress)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "feed"
            fetch(path, file)
            return import_cases(file, mapping, by=PLATFORM, opened_at=opened_at, progress=progress)


def _in_the_past(moment: datetime | None, mapping: CaseMapping) -> datetime | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=mapping.zone)
    if moment > clock.now():
        raise CannotImport(f"--opened {moment:%Y-%m-%d %H:%M} is still to come.")
    return moment


def import_cases(
    path: Path,
    mapping: CaseMapping,
    *,
    by: Actor,
    opened_at: datetime | None = None,
    progress: Progress = silent,
) -> CaseReport:
    """Take in a file of any size in batches. Stopped and begun again, it goes on where it was:
    of rows that are known by their id only the news is taken, that their case has ended.
    """
    read, taken = 0, TakenIn()
    reader = RowReader(mapping, clock.now(), opened_at=opened_at)
    ids = OwnIds(reader) if mapping.unique_ids else None
    with _undisturbed(), rejects_of(path) as rejects, _rows(path, mapping) as (rows, source):
        for batch in _batches(rows, reader):
            read += len(batch)
            usable = list(_usable(batch, reader, rejects, ids))
            taken += receive_many(usable, at=clock.now(), by=by)
            progress(read, source.part if source else 0.5)
        progress(read, 1.0)
        return CaseReport(
            read=read,
            taken=taken,
            rejected=rejects.count,
            rejects=rejects.path if rejects.count else None,
        )


def _batches(rows: Iterator[Row | BadRow], reader: RowReader) -> Iterator[list[Row | BadRow]]:
    """By the thousand; rows of one report that follow one another stay together."""
    batch: list[Row | BadRow] = []
    for row in rows:
        full = len(batch) >= BATCH and not reader.is_about_the_same(batch[-1], row)
        if full or len(batch) >= 2 * BATCH:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


@contextmanager
def _undisturbed() -> Iterator[None]:
    """What was there before is not looked through for garbage again after every second batch."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _rows(
    path: Path, mapping: CaseMapping
) -> Iterator[tuple[Iterator[Row | BadRow], Source | None]]:
    form = format_of(path, mapping)
    if form == "csv":
        with opened(path) as source:
            yield csv_rows(source, mapping), source
    elif form == "lines":
        yield line_rows(path), None
    else:
        yield feed_rows(path, alone=form == "json"), None


class OwnIds:
    """Ids of a file in which each row has its own: one that comes again is no report's own, and
    taking its row for known would lose it without a word.
    """

    def __init__(self, reader: RowReader) -> None:
        self._reader, self._seen = reader, set[int]()

    def check(self, row: Row) -> None:
        own = self._reader.own_id(row)
        if not own:
            return
        if hash(own) in self._seen:
            words = _("Identyfikator „{id}” był już w tym pliku: nie jest numerem zgłoszenia.")
            raise BadRow(str(words).format(id=own[:40]))
        self._seen.add(hash(own))


def _usable(
    batch: list[Row | BadRow], reader: RowReader, rejects: Rejects, ids: OwnIds | None
) -> Iterator[Any]:
    for row in batch:
        if isinstance(row, BadRow):
            rejects.add(getattr(row, "line", 0), row.reason, "")
            continue
        try:
            if ids:
                ids.check(row)
            yield reader.read(row)
        except BadRow as bad:
            rejects.add(row.line, bad.reason, row.values)


IMPORTERS = {"cases": CaseImporter()}
