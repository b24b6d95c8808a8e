"""Databases with many cases; filled once and kept, because a million takes minutes."""

import sys
import time
from pathlib import Path

import psycopg
from django.db import connection

from benchmarks.ground import Ground, url_of

_FILL = Path(__file__).with_name("many.sql").read_text()


def database_of(cases: int, ground: Ground) -> str:
    """Its name."""
    name = f"kck_bench_{cases}"
    if not ground.has(name):
        sys.stderr.write(f"making {cases} cases, once … ")
        start = time.perf_counter()
        ground.fresh(name)
        fill(url_of(ground.server, name), cases)
        ground.seal(name)
        sys.stderr.write(f"{time.perf_counter() - start:.0f} s\n")
    return name


def use(name: str) -> None:
    """This process speaks to another database of the same server from now on."""
    from kck.cases.queries.counts import forget_counts
    from kck.directory.queries import forget_snapshot

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    connection.settings_dict["NAME"] = name
    forget_snapshot()
    forget_counts()


def busiest_unit() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT directory_unit.code FROM cases_case JOIN directory_unit"
            " ON directory_unit.id = unit_id WHERE state = 'accepted'"
            " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        )
        row = cursor.fetchone()
    assert row is not None
    return str(row[0])


def fill(url: str, cases: int) -> None:
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as server:
        for statement in _FILL.split(";\n"):
            if statement.strip():
                server.execute(statement.encode(), {"cases": cases})
        server.execute("VACUUM ANALYZE")
