"""Events to a far end on this machine by one worker, beside the same calls made by hand.

Ours read the log, make a delivery for each event, claim, sign, send and mark it; by hand a body
that is ready is signed and posted with the same HTTP client, as many at once.
"""

import asyncio
import os
import time
from dataclasses import replace

import aiohttp
import psutil
from django.conf import settings
from django.db import connection

from benchmarks.figures import Figure, median
from benchmarks.ground import Ground, far_end
from benchmarks.many import fill
from benchmarks.processor import database_processes, seconds_of
from kck.cases.events import CaseTaken
from kck.channels.webhooks.commands import Wish, make_subscription
from kck.channels.webhooks.models import Delivery
from kck.channels.webhooks.sending import MOST_AT_ONCE, send_due
from kck.channels.webhooks.signing import headers
from kck.channels.webhooks.terms import Scope
from kck.foundation import clock, log
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import record, unit_of_work

CASES, EVENTS, ROUNDS = 1000, 5000, 3
_KEY = b"k" * 32


def measure(ground: Ground) -> list[Figure]:
    fill(os.environ["KCK_DATABASE_URL"], CASES)
    settings.ENV = replace(settings.ENV, webhook_private=True)
    with far_end("benchmarks.sink") as site:
        url = f"{site}/kck"
        _subscribe(url)
        body = _warm_up(url)
        ours, by_hand, costs = [], [], []
        for _ in range(ROUNDS):
            rate, cost = _ours()
            ours.append(rate)
            costs.append(cost)
            by_hand.append(asyncio.run(_by_hand(url, body)))
    worker_ms, database_ms = (median([cost[place] for cost in costs]) for place in (0, 1))
    return [
        Figure(
            name="webhooks: deliveries, one worker", measured=median(ours), unit="/s", least=1000
        ),
        Figure(
            name="  beside the calls alone",
            measured=median(ours),
            unit="/s",
            baseline=median(by_hand),
            against=f"signed and posted by hand, {MOST_AT_ONCE} at once",
        ),
        Figure(name="  processor time of the worker", measured=worker_ms, unit="ms/delivery"),
        Figure(name="  of PostgreSQL", measured=database_ms, unit="ms/delivery"),
    ]


def _subscribe(url: str) -> None:
    wish = Wish(
        name="Sink",
        url=url,
        contact="owner@example.org",
        scope=Scope.INTERNAL,
        events=("case.in_progress.v1",),
    )
    make_subscription(wish, at=clock.now(), by=PLATFORM)


def _happen(events: int) -> None:
    """Several things happen to each case, by turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_case ORDER BY id LIMIT %s", [CASES])
        ids = [row[0] for row in cursor.fetchall()]
    with unit_of_work():
        for turn in range(events):
            pk = ids[turn % len(ids)]
            event = CaseTaken(case_id=pk, was="new", state="in-progress", staff_id=None)
            record(event, by=PLATFORM, stream=f"case:{pk}")
    _until_readable()


def _until_readable() -> None:
    """A transaction of another database on the same server may hold the horizon back."""
    ours = RecordedEvent.objects.latest("pk").transaction
    while log.end().low <= ours:
        time.sleep(0.05)


def _warm_up(url: str) -> bytes:
    """A body as ours are; and both have been through once."""
    _happen(500)
    send_due(seconds=60, linger=0)
    body = Delivery.objects.latest("pk").body.encode()
    asyncio.run(_by_hand(url, body))
    return body


def _ours() -> tuple[float, list[float]]:
    """Deliveries a second from the committed events to the last mark; processor time of each."""
    _happen(EVENTS)
    groups = ([psutil.Process()], database_processes())
    before = [seconds_of(group) for group in groups]
    start = time.perf_counter()
    send_due(seconds=300, linger=0)
    took = time.perf_counter() - start
    after = [seconds_of(group) for group in groups]
    assert not Delivery.objects.exclude(state="delivered").exists()
    return EVENTS / took, [(b - a) * 1000 / EVENTS for a, b in zip(before, after, strict=True)]


async def _by_hand(url: str, body: bytes) -> float:
    numbers = iter(range(EVENTS))

    async def caller(session: aiohttp.ClientSession) -> None:
        for number in numbers:
            signed = headers([_KEY], f"evt_{number}", int(time.time()), body)
            async with session.post(url, data=body, headers=signed) as answer:
                assert answer.status == 200
                await answer.read()

    start = time.perf_counter()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(caller(session) for _ in range(MOST_AT_ONCE)))
    return EVENTS / (time.perf_counter() - start)
