"""The list of 1 000 requests, beside PostgreSQL making the same JSON itself."""

import gc
import json
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

from benchmarks.figures import Figure, median
from benchmarks.ground import Ground
from benchmarks.many import database_of, use
from kck.cases.terms import CaseState, Outcome

CASES, ASKED = 50_000, 1000
ROUNDS = 25
_SAME = Path(__file__).with_name("open311.sql").read_text()


def measure(ground: Ground) -> list[Figure]:
    use(database_of(CASES, ground))
    client = Client()
    asks: dict[str, Callable[[], object]] = {
        "JSON": lambda: _get(client, "json"),
        "XML": lambda: _get(client, "xml"),
        "SQL": _by_sql,
    }
    _compare(_get(client, "json"), _by_sql())
    took: dict[str, list[float]] = {name: [] for name in asks}
    for turn in range(ROUNDS + 2):
        for name, ask in asks.items():
            gc.collect()
            start = time.perf_counter()
            ask()
            if turn > 1:
                took[name].append((time.perf_counter() - start) * 1000)
    return [
        Figure(
            name=f"open311: list of 1 000 requests, {form}",
            measured=median(took[form]),
            unit="ms",
            baseline=median(took["SQL"]),
            against="the same JSON by json_agg",
            most=4,
        )
        for form in ("JSON", "XML")
    ]


def _get(client: Client, form: str) -> bytes:
    answer = client.get(f"/open311/v2/requests.{form}", {"page_size": ASKED})
    assert answer.status_code == 200, answer.content
    return bytes(answer.content)


def _by_sql() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(_SAME, {"asked": ASKED, "site": settings.SITE_URL, **_words()})
        row = cursor.fetchone()
    assert row is not None
    return str(row[0]).encode()


def _words() -> dict[str, str]:
    closed = f"{CaseState.CLOSED.label}: {Outcome.DONE.label}"
    return {"accepted": str(CaseState.ACCEPTED.label), "closed": closed}


def _compare(ours: bytes, by_sql: bytes) -> None:
    """A baseline that makes something else would be none."""
    mine, theirs = json.loads(ours), json.loads(by_sql)
    assert len(mine) == len(theirs) == ASKED, (len(mine), len(theirs))
    for own, other in zip(mine, theirs, strict=True):
        assert own == other, (own, other)
