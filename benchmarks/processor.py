"""Processor time and memory of processes."""

from collections.abc import Iterable
from contextlib import suppress

import psutil
from django.db import connection

MB = 1 << 20


def seconds_of(processes: Iterable[psutil.Process]) -> float:
    """User and system time that these have used so far."""
    total = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def database_processes() -> list[psutil.Process]:
    """PostgreSQL's for our database, and those that serve all; empty when it runs elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() OR datname IS NULL"
        )
        pids = [row[0] for row in cursor.fetchall()]
    found = []
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            if process.name().startswith("postgres"):
                found.append(process)
    return found


def resident_mb(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / MB
