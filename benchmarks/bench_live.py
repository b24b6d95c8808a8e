"""A change on five hundred screens: until each has heard of it, and until a unit sees its counts.

The browsers belong to fifty units. Every change is one that the database tells, as a command does.
"""

import asyncio
import json
import os
import statistics
import time
from dataclasses import dataclass, field

import psycopg

from benchmarks.figures import Figure, percentile
from benchmarks.ground import Ground, environment, web
from benchmarks.people import staff_of
from benchmarks.processor import resident_mb

BROWSERS, UNITS = 500, 50
CHANGES = 30
EVERY = 0.5  # seconds; a busy day of a large city has a change in three
MOST_MS, MOST_MB = 300, 300


@dataclass
class Screen:
    """One browser with a unit's queue open: a stream, and a connection for fragments."""

    unit: int
    session: str
    heard: asyncio.Queue[float] = field(default_factory=asyncio.Queue)


def measure(ground: Ground) -> list[Figure]:
    units = _units()
    sessions = {unit: _session(code, unit) for unit, code in units.items()}
    env = environment(os.environ["KCK_DATABASE_URL"], ground.home, KCK_WEB_PROCESSES="1")
    screens = [
        Screen(unit, session)
        for unit, session in sessions.items()
        for _one in range(BROWSERS // UNITS)
    ]
    with web(env) as (port, process):
        told, shown = asyncio.run(_watched(screens, port))
        serving = max(process.children(recursive=True), key=resident_mb)
        memory = resident_mb(serving)
    return [
        _slowest(f"live: a change heard by {BROWSERS} browsers", told),
        _slowest("live: a unit's change, until its screens show the new counts", shown),
        Figure(
            name=f"live: web process with {BROWSERS} streams",
            measured=memory,
            unit="MB",
            most=MOST_MB,
        ),
    ]


def _slowest(name: str, waits: list[float]) -> Figure:
    p95, middle = percentile(waits, 95), statistics.median(waits)
    return Figure(name=f"{name}, p95 (median {middle:.0f})", measured=p95, unit="ms", most=MOST_MS)


def _units() -> dict[int, str]:
    from kck.directory.queries import snapshot

    return {unit.id: unit.code for unit in list(snapshot().units.all)[:UNITS]}


def _session(code: str, unit: int) -> str:
    from django.test import Client

    staff = staff_of(code, f"live{unit}@bench.example.org", ["cases.view", "cases.work"])
    browser = Client()
    browser.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return browser.cookies["sessionid"].value


async def _watched(screens: list[Screen], port: int) -> tuple[list[float], list[float]]:
    """Milliseconds from each change until every screen that it concerns knew, and showed it."""
    listening = [asyncio.create_task(_listen(screen, port)) for screen in screens]
    await asyncio.sleep(5)  # the first stream of a process makes all ask again, once
    _forget(screens)
    told = await _told(screens)
    shown = await _shown(screens, port)
    for task in listening:
        if task.done():
            task.result()  # a stream that broke is no measurement
        task.cancel()
    return told, shown


async def _told(screens: list[Screen]) -> list[float]:
    waits: list[float] = []
    for _change in range(CHANGES):
        start = _notify("city")
        hearing = asyncio.gather(*(screen.heard.get() for screen in screens))
        heard = await asyncio.wait_for(hearing, 30)
        waits += [(at - start) * 1000 for at in heard]
        await asyncio.sleep(EVERY)
    return waits


async def _shown(screens: list[Screen], port: int) -> list[float]:
    """Each change is of one unit; its screens ask again for their navigation."""
    waits: list[float] = []

    async def show(screen: Screen, start: float) -> None:
        await screen.heard.get()
        await _fragment(screen, port)
        waits.append((time.perf_counter() - start) * 1000)

    showing: list[asyncio.Task[None]] = []
    units = sorted({screen.unit for screen in screens})
    for change in range(CHANGES):
        unit = units[change % len(units)]
        start = _notify(f"unit:{unit}")
        own = [screen for screen in screens if screen.unit == unit]
        showing += [asyncio.create_task(show(screen, start)) for screen in own]
        await asyncio.sleep(EVERY)
    await asyncio.wait_for(asyncio.gather(*showing), 60)
    return waits


def _notify(topic: str) -> float:
    from kck.foundation.outbox import LIVE_CHANNEL

    with psycopg.connect(os.environ["KCK_DATABASE_URL"], autocommit=True) as database:
        start = time.perf_counter()
        database.execute("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, json.dumps([topic])])
    return start


def _forget(screens: list[Screen]) -> None:
    for screen in screens:
        while not screen.heard.empty():
            screen.heard.get_nowait()


async def _listen(screen: Screen, port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"GET /live/?topics=city,unit:{screen.unit} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    )
    while line := await reader.readline():
        if line.startswith(b"event: topic"):
            screen.heard.put_nowait(time.perf_counter())
    raise ConnectionError("the stream ended")


async def _fragment(screen: Screen, port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"GET /desk/nav/ HTTP/1.1\r\nHost: localhost\r\nHX-Request: true\r\n"
        f"Cookie: sessionid={screen.session}\r\nConnection: close\r\n\r\n".encode()
    )
    status = await reader.readline()
    assert b" 200 " in status, status
    await reader.read()
    writer.close()
