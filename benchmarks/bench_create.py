"""Creating a case through Open311, beside the same rows written by one statement by hand."""

import itertools
import os
import random
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import psutil
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.figures import Figure, median, percentile
from benchmarks.ground import KEY, Ground, environment, kck, web
from benchmarks.load import Run, crowd
from benchmarks.people import make_partner
from benchmarks.processor import database_processes, family, seconds_of

CLIENTS, SECONDS, ROUNDS = 8, 4.0, 5
ADDRESS = "/open311/v2/requests.json"
BY_HAND = "one statement by hand"
_serial = itertools.count(1)
_dice = random.Random(311)  # noqa: S311
_run = secrets.token_hex(4)  # what an earlier run has sent would be known


def measure(ground: Ground) -> list[Figure]:
    make_partner()
    statements = count_statements()
    env = environment(os.environ["KCK_DATABASE_URL"], ground.home)
    with web(env) as (port, process):
        ours, by_hand, costs = _rounds(port, process)
    figures = [
        Figure(name="create: SQL statements", measured=statements, unit="", most=20),
        *_judged(ours, by_hand, costs),
    ]
    return figures + _following(env)


def report() -> dict[str, Any]:
    """Another hole in another place: what is sent twice is one report."""
    number = next(_serial)
    return {
        "api_key": KEY,
        "service_code": "roads-pothole",
        "lat": f"{50.0617 + _dice.random() / 100:.6f}",
        "long": f"{19.9373 + _dice.random() / 100:.6f}",
        "address_string": f"ul. Karmelicka {number % 80 + 1}",
        "description": f"Duża dziura w jezdni przy przejściu dla pieszych ({_run}), {number}. "
        "raz to zgłaszam. Auta omijają ją poboczem, a po deszczu stoi w niej woda.",
        "email": f"resident{number}@{_run}.example.org",
        "first_name": "Jan",
    }


def count_statements() -> int:
    """The most of ten, BEGIN and COMMIT included."""
    client = Client()

    def one() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(ADDRESS, urlencode(report()), _FORM)
        assert answer.status_code == 200, answer.content
        return sum(1 + query["sql"].count(";\n") for query in captured.captured_queries)

    for _ in range(3):
        one()
    return max(one() for _ in range(10))


_FORM = "application/x-www-form-urlencoded"


def _rounds(port: int, process: psutil.Process) -> tuple[list[Run], list[Run], list[list[float]]]:
    """By turns, so that both meet the same neighbours; each round's processor time per case."""
    ours, by_hand, costs = list[Run](), list[Run](), list[list[float]]()
    body = _bodies()
    crowd(CLIENTS, 2, port, ADDRESS, body)
    crowd(CLIENTS, 1, port, "/by-hand", body)
    for _ in range(ROUNDS):
        groups = (family(process), database_processes())
        before = [seconds_of(group) for group in groups]
        ours.append(crowd(CLIENTS, SECONDS, port, ADDRESS, body))
        after = [seconds_of(group) for group in groups]
        answered = ours[-1].answered
        costs.append([(b - a) * 1000 / answered for a, b in zip(before, after, strict=True)])
        by_hand.append(crowd(CLIENTS, SECONDS, port, "/by-hand", body))
    return ours, by_hand, costs


def _bodies() -> Callable[[], bytes]:
    return lambda: urlencode(report()).encode()


def _judged(ours: list[Run], by_hand: list[Run], costs: list[list[float]]) -> list[Figure]:
    web_ms, database_ms = (median([cost[place] for cost in costs]) for place in (0, 1))
    return [
        Figure(
            name="create: processor time, web and PostgreSQL",
            measured=median([sum(cost) for cost in costs]),
            unit="ms/case",
            most=10,
        ),
        Figure(name="  of it web", measured=web_ms, unit="ms/case"),
        Figure(name="  of it PostgreSQL", measured=database_ms, unit="ms/case"),
        Figure(
            name=f"create: rate, {CLIENTS} clients",
            measured=median([run.rate for run in ours]),
            unit="/s",
            baseline=median([run.rate for run in by_hand]),
            against=BY_HAND,
            least=1 / 3,
        ),
        Figure(
            name=f"create: p95, {CLIENTS} clients",
            measured=median([percentile(run.waits, 95) for run in ours]),
            unit="ms",
            most=80,
        ),
        Figure(
            name="  p95 by hand",
            measured=median([percentile(run.waits, 95) for run in by_hand]),
            unit="ms",
        ),
    ]


def _following(env: dict[str, str]) -> list[Figure]:
    """What the worker needs to make and queue the acknowledgements of 1 000 cases."""
    jobs = "procrastinate_jobs"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {jobs} WHERE id NOT IN (SELECT id FROM {jobs} LIMIT 1000)")
    before = os.times()
    kck("worker", "--once", env=env)
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    return [
        Figure(
            name="  afterwards: acknowledgement written by the worker (with its start)",
            measured=used,
            unit="ms/case",  # seconds for 1 000 are milliseconds for one
        )
    ]
