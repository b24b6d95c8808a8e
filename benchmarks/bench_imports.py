"""`kck import cases`, beside COPY of the rows it has written into tables of the same shape."""

import csv
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from django.db import connection

from benchmarks.figures import Figure
from benchmarks.ground import Ground
from benchmarks.processor import resident_mb

ROWS, WARM = 50_000, 10_000
LEAST_RATE, MOST_GROWTH_MB = 2000, 30
TABLES = ("cases_case", "cases_casetext", "cases_task", "intake_conversation",
          "foundation_recordedevent")  # fmt: skip
_TYPES = ("Dziura w jezdni", "Lampa nie świeci", "Dzikie wysypisko", "Uszkodzona ławka")
_dice = random.Random(50_000)  # noqa: S311


def measure(ground: Ground) -> list[Figure]:
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for mapping, write in (("generic", _generic), ("baltimore311", _baltimore)):
            path = Path(folder) / f"{mapping}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(write())
            figures += _imported(path, mapping)
    return figures


def _imported(path: Path, mapping: str) -> list[Figure]:
    from kck.foundation.actor import PLATFORM
    from kck.intake.importers import import_cases
    from kck.intake.importing.mapping import find_mapping

    marks = _newest()
    sizes: list[tuple[int, float]] = []
    ourselves = psutil.Process()

    def progress(read: int, _part: float) -> None:
        sizes.append((read, resident_mb(ourselves)))

    start = time.perf_counter()
    report = import_cases(path, find_mapping(mapping), by=PLATFORM, progress=progress)
    took = time.perf_counter() - start
    assert (report.written, report.rejected) == (ROWS, 0), report
    warm = max(size for read, size in sizes if read <= WARM)
    return [
        Figure(
            name=f"import: {ROWS // 1000} 000 rows, {mapping}",
            measured=ROWS / took,
            unit="rows/s",
            least=LEAST_RATE,
        ),
        Figure(
            name=f"  beside plain COPY of what it wrote, {mapping}",
            measured=ROWS / took,
            unit="rows/s",
            baseline=ROWS / _copied(marks),
            against="by COPY",
        ),
        Figure(
            name=f"import: memory grown after {WARM // 1000} 000 rows, {mapping}",
            measured=max(size for _read, size in sizes) - warm,
            unit="MB",
            most=MOST_GROWTH_MB,
        ),
    ]


def _newest() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def _copied(since: dict[str, int]) -> float:
    """Seconds that the same rows need by COPY, indexes and checks included."""
    took = 0.0
    with connection.cursor() as cursor:
        for table, newest in since.items():
            cursor.execute(f"CREATE TEMPORARY TABLE again (LIKE {table} INCLUDING ALL)")
            columns = _columns(table)
            rows = f"SELECT {columns} FROM {table} WHERE id > {newest}"
            with cursor.copy(f"COPY ({rows}) TO STDOUT") as out:
                pieces = list(out)
            start = time.perf_counter()
            with cursor.copy(f"COPY again ({columns}) FROM STDIN") as into:
                for piece in pieces:
                    into.write(piece)
            took += time.perf_counter() - start
            cursor.execute("DROP TABLE again")
    return took


def _columns(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
            " WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        return str(cursor.fetchone()[0])


def _each(form: Callable[[datetime], str]) -> Iterator[tuple[int, str, str, float, float]]:
    """Number, opened, closed or nothing, and where: two years, every fiftieth still open."""
    first = datetime(2024, 1, 1, 8, tzinfo=UTC)
    for number in range(ROWS):
        opened = first + timedelta(minutes=20 * number)
        closed = opened + timedelta(days=_dice.randrange(1, 30))
        done = form(closed) if number % 50 else ""
        yield number, form(opened), done, _dice.uniform(50.0, 50.1), _dice.uniform(19.85, 20.1)


def _generic() -> Iterator[list[str]]:
    yield ["id", "opened", "closed", "type", "text", "address", "lat", "lon", "state"]
    for number, opened, closed, lat, lon in _each(datetime.isoformat):
        words = f"{_TYPES[number % 4]} przy numerze {number % 90}, proszę o naprawę."
        place = f"ul. Długa {number % 90}"
        state = "closed" if closed else "open"
        kind = _TYPES[number % 4]
        yield [
            f"A{number}", opened, closed, kind, words, place, f"{lat:.6f}", f"{lon:.6f}", state
        ]  # fmt: skip


def _baltimore() -> Iterator[list[str]]:
    yield [
        "SRRecordID", "ServiceRequestNum", "SRType", "MethodReceived", "CreatedDate", "SRStatus",
        "StatusDate", "CloseDate", "Agency", "Outcome", "Address", "Latitude", "Longitude",
    ]  # fmt: skip
    for number, opened, closed, lat, lon in _each(
        lambda moment: moment.strftime("%m/%d/%Y %I:%M:%S %p")
    ):
        state = "Closed" if closed else "Open"
        yield [
            f"B{number}", f"24-{number:08d}", "SW-Dirty Street", "Phone", opened, state,
            closed or opened, closed, "Solid Waste", "Cleaned" if closed else "",
            f"{number % 900} N CHARLES ST", f"{lat:.6f}", f"{lon:.6f}",
        ]  # fmt: skip
