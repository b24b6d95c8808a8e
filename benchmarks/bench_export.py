"""`kck export cases` of a million, beside COPY of the same columns of the same cases to a file."""

import tempfile
import time
from pathlib import Path

import psutil
from django.db import connection

from benchmarks.figures import Figure
from benchmarks.ground import Ground
from benchmarks.many import database_of, use
from benchmarks.processor import resident_mb

MANY, WARM = 1_000_000, 50_000
LEAST_RATE, MOST_GROWTH_MB = 2000, 30


def measure(ground: Ground) -> list[Figure]:
    use(database_of(MANY, ground))
    return figures()


def figures() -> list[Figure]:
    """Of the database that this process speaks to."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for form in ("csv", "jsonl", "open311"):
            found += _exported(Path(folder) / form, form)
    return found


def _exported(path: Path, form: str) -> list[Figure]:
    from kck.foundation.actor import PLATFORM
    from kck.intake.exporting.asked import Asked, Format
    from kck.intake.exporting.export import export_cases

    sizes: list[tuple[int, float]] = []
    ourselves = psutil.Process()

    def progress(rows: int, _part: float) -> None:
        sizes.append((rows, resident_mb(ourselves)))

    start = time.perf_counter()
    report = export_cases(path, Asked(format=Format(form)), by=PLATFORM, progress=progress)
    rate = report.rows / (time.perf_counter() - start)
    path.unlink()
    warm = max(size for rows, size in sizes if rows <= WARM)
    return [
        Figure(
            name=f"export: {report.rows:,} cases, {form}".replace(",", " ", 1),
            measured=rate,
            unit="rows/s",
            least=LEAST_RATE,
        ),
        Figure(
            name=f"  beside COPY of the cases alone, {form}",
            measured=rate,
            unit="rows/s",
            baseline=report.rows / _copied(path),
            against="by COPY",
        ),
        Figure(
            name=f"export: memory grown after {WARM // 1000} 000 rows, {form}",
            measured=max(size for _rows, size in sizes) - warm,
            unit="MB",
            most=MOST_GROWTH_MB,
        ),
    ]


def _copied(path: Path) -> float:
    """Seconds that PostgreSQL needs to give the same columns as CSV."""
    from kck.cases.queries.export import FACTS

    own = ", ".join(name for name in FACTS.values() if "__" not in name)
    start = time.perf_counter()
    with (
        connection.cursor() as cursor,
        path.open("wb") as file,
        cursor.copy(f"COPY (SELECT {own} FROM cases_case) TO STDOUT (FORMAT csv)") as out,
    ):
        for piece in out:
            file.write(piece)
    path.unlink()
    return time.perf_counter() - start
