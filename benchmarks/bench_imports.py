"""`kck import cases`: rows a second and memory, beside the rows copied inside PostgreSQL."""

import csv
import time
from datetime import timedelta
from pathlib import Path

import psutil
from django.db import connection

from benchmarks.figures import Figure
from benchmarks.ground import Ground
from benchmarks.processor import resident_mb
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.intake.importers import import_cases
from kck.intake.importing.mapping import find_mapping

WARM, ROWS = 10_000, 40_000
TABLES = ("cases_case", "cases_casetext", "intake_conversation", "foundation_recordedevent")


def measure(ground: Ground) -> list[Figure]:
    process = psutil.Process()
    mapping = find_mapping("generic")
    import_cases(_file(ground.home / "warm.csv", 0, WARM), mapping, by=PLATFORM)
    before = resident_mb(process)
    began = time.monotonic()
    import_cases(_file(ground.home / "rows.csv", WARM, ROWS), mapping, by=PLATFORM)
    ours = (ROWS - WARM) / (time.monotonic() - began)
    return [
        Figure(name="import: rows", measured=ours, unit="/s", least=2000),
        Figure(
            name="  the same rows copied inside PostgreSQL, no index", measured=_copied(), unit="/s"
        ),
        Figure(
            name="import: memory, 40 000 rows after 10 000",
            measured=resident_mb(process) - before,
            unit="MB more",
            most=30,
        ),
    ]


def _file(path: Path, start: int, end: int) -> Path:
    now = clock.now() - timedelta(days=400)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "opened", "closed", "type", "text", "address", "lat", "lon"])
        for number in range(start, end):
            opened = now + timedelta(minutes=number % 500_000)
            closed = opened + timedelta(days=3)
            lat, lon = 50.02 + number % 700 / 10_000, 19.88 + number % 1300 / 10_000
            address = f"ul. Próbna {number % 90 + 1}"
            words = f"Dziura w jezdni numer {number}, prosimy o naprawę przed zimą."
            writer.writerow(
                [number, opened.isoformat(), closed.isoformat(), "Drogi", words, address, lat, lon]
            )
    return path


def _copied() -> float:
    """Case, text, conversation and event of the same rows, without a rule or a check."""
    began = time.monotonic()
    with connection.cursor() as cursor:
        for table in (
            "cases_case",
            "cases_casetext",
            "intake_conversation",
            "foundation_recordedevent",
        ):
            cursor.execute(f"CREATE TABLE copy_{table} (LIKE {table} INCLUDING INDEXES)")
            cursor.execute(f"INSERT INTO copy_{table} SELECT * FROM {table}")
    return ROWS / (time.monotonic() - began)
