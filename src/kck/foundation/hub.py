"""The notices of one process: one LISTEN, fanned out to its browsers; the last ones are kept."""

import asyncio
import itertools
import json
import logging
import secrets
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import psycopg
from django.conf import settings
from django.db import connection

from kck.foundation.outbox import LIVE_CHANNEL

EVERYTHING = "*"  # a topic for all: ask again for whatever you show
RECALLED = 30.0  # seconds; between a page's making and its stream lies a slow network
_REMEMBERED = 2000
_WAITING = 200  # notices a browser may be behind before it is told to ask for everything
_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
_log = logging.getLogger(__name__)


class Notice(NamedTuple):
    """`number` counts within this process; `at` is of the monotonic clock."""

    number: int
    at: float
    topics: list[str]


class Browser:
    """One stream: what it wants to hear, and what waits for it."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self._waiting: asyncio.Queue[Notice] = asyncio.Queue(maxsize=_WAITING)

    def offer(self, notice: Notice) -> None:
        """Whoever reads too slowly hears once that everything may have changed."""
        if not self.hears(notice):
            return
        if self._waiting.full():
            while not self._waiting.empty():
                self._waiting.get_nowait()
            notice = notice._replace(topics=[EVERYTHING])
        self._waiting.put_nowait(notice)

    def hears(self, notice: Notice) -> bool:
        return any(topic == EVERYTHING or topic in self._wanted for topic in notice.topics)

    async def next(self) -> Notice:
        """All that waits, as one notice."""
        notice = await self._waiting.get()
        topics = dict.fromkeys(self._heard(notice))
        while not self._waiting.empty():
            notice = self._waiting.get_nowait()
            topics.update(dict.fromkeys(self._heard(notice)))
        return notice._replace(topics=list(topics))

    def heard(self, notices: Iterable[Notice]) -> list[str]:
        """The topics of these that this browser wants."""
        return list(dict.fromkeys(topic for one in notices for topic in self._heard(one)))

    def _heard(self, notice: Notice) -> Iterable[str]:
        return (topic for topic in notice.topics if topic == EVERYTHING or topic in self._wanted)


class Hub:
    """Remembers what it told, so that a browser that returns, or is just coming, misses nothing."""

    def __init__(self) -> None:
        self._browsers: set[Browser] = set()
        self._recent: deque[Notice] = deque(maxlen=_REMEMBERED)
        self._boot = secrets.token_hex(4)  # another process, or a restart, counts anew
        self._numbers = itertools.count(1)
        self._listening: asyncio.Task[None] | None = None
        self._listens_since: float | None = None

    def __len__(self) -> int:
        return len(self._browsers)

    def publish(self, topics: list[str]) -> None:
        notice = Notice(next(self._numbers), time.monotonic(), topics)
        self._recent.append(notice)
        for browser in self._browsers:
            browser.offer(notice)

    @asynccontextmanager
    async def joined(self, wanted: frozenset[str]) -> AsyncIterator[Browser]:
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        browser = Browser(wanted)
        self._browsers.add(browser)
        try:
            yield browser
        finally:
            self._browsers.discard(browser)

    def mark(self, number: int | None = None) -> str:
        """What a browser shows when it returns; without a number: it has heard all so far."""
        last = self._recent[-1].number if self._recent else 0
        return f"{self._boot}-{last if number is None else number}"

    def missed(self, browser: Browser, mark: str) -> list[str]:
        """The topics to be asked for again: after that mark, else of the last half minute.

        Everything, when this process cannot know: the mark is another's, or too old.
        """
        boot, _, number = mark.partition("-")
        if not mark:
            return self._lately(browser)
        if boot != self._boot or not number.isdecimal() or self._forgot(int(number)):
            return [EVERYTHING]
        return browser.heard(one for one in self._recent if one.number > int(number))

    def _forgot(self, number: int) -> bool:
        return bool(self._recent) and number < self._recent[0].number - 1

    def _lately(self, browser: Browser) -> list[str]:
        if self._listens_since is None:
            return []  # all are told once it listens
        since = time.monotonic() - RECALLED
        full = len(self._recent) == _REMEMBERED and self._recent[0].at > since
        if full or self._listens_since > since:
            return [EVERYTHING]
        return browser.heard(one for one in self._recent if one.at > since)

    async def _listen(self) -> None:
        """Come back by itself when the database went away; all pages ask again then."""
        while True:
            try:
                await self._listen_once()
            except (psycopg.Error, OSError) as error:
                _log.warning("live: the database is away, trying again: %s", type(error).__name__)
            self._listens_since = None
            await asyncio.sleep(1)

    async def _listen_once(self) -> None:
        listening = await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True)
        async with listening:
            await listening.execute(f"LISTEN {LIVE_CHANNEL}")
            self._listens_since = time.monotonic()
            self.publish([EVERYTHING])  # what was said before nobody heard
            async for note in listening.notifies():
                self.publish(json.loads(note.payload))


def direct_connection() -> "psycopg.Connection[Any]":
    """A connection of one's own past any pooler, for a lock that lives as long as it does."""
    return psycopg.connect(**_parameters(), autocommit=True)


def _parameters() -> dict[str, Any]:
    if settings.ENV.database_direct_url:
        return {"conninfo": settings.ENV.database_direct_url, **_ALIVE}
    parameters = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port")
    return {key: parameters[key] for key in wanted if parameters.get(key)} | _ALIVE
