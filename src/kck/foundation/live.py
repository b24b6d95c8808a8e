"""Live pages: one LISTEN per process, fanned out to its browsers as server-sent events.

A page names its topics (`unit:7`, `case:123`); it hears only those, and asks again for its
fragment. What is sent is topics, never content, so that a stream needs no second permission check
beyond "is this a page of ours": the fragment's own view decides what is shown.
"""

import asyncio
import contextlib
import itertools
import json
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import psycopg
from django.conf import settings
from django.db import connection

from kck.foundation.outbox import LIVE_CHANNEL

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

_HEARTBEAT = 15.0
_REMEMBERED = 2000
_MOST_TOPICS = 200  # one stream asks for all tabs of a browser
_log = logging.getLogger(__name__)


class Hub:
    """The notices of one process; the last ones are kept for browsers that return."""

    def __init__(self) -> None:
        self._queues: dict[asyncio.Queue[tuple[int, list[str]]], frozenset[str]] = {}
        self._recent: deque[tuple[int, list[str]]] = deque(maxlen=_REMEMBERED)
        # ids grow over restarts, so that a browser of an earlier process is told to ask again
        self._first = int(time.time() * 1000)
        self._ids = itertools.count(self._first)
        self._listening: asyncio.Task[None] | None = None

    def publish(self, topics: list[str]) -> None:
        notice = (next(self._ids), topics)
        self._recent.append(notice)
        for queue, wanted in self._queues.items():
            if _heard(topics, wanted):
                with contextlib.suppress(asyncio.QueueFull):
                    queue.put_nowait(notice)

    def join(self, topics: frozenset[str]) -> "asyncio.Queue[tuple[int, list[str]]]":
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        queue: asyncio.Queue[tuple[int, list[str]]] = asyncio.Queue(maxsize=500)
        self._queues[queue] = topics
        return queue

    def leave(self, queue: "asyncio.Queue[tuple[int, list[str]]]") -> None:
        self._queues.pop(queue, None)

    def since(self, last: int, topics: frozenset[str]) -> "list[tuple[int, list[str]]] | None":
        """Notices after `last`, or None when they are no longer remembered."""
        oldest = self._recent[0][0] if self._recent else self._first
        if last < oldest - 1:
            return None
        return [n for n in self._recent if n[0] > last and _heard(n[1], topics)]

    async def _listen(self) -> None:
        """Come back by itself when the database went away; tell all pages to ask again then."""
        while True:
            try:
                await self._listen_once()
            except (psycopg.Error, OSError) as error:
                _log.warning("live: the database is away, trying again: %s", type(error).__name__)
            await asyncio.sleep(1)
            self.publish(["*"])

    async def _listen_once(self) -> None:
        listening = await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True)
        async with listening:
            await listening.execute(f"LISTEN {LIVE_CHANNEL}")
            async for note in listening.notifies():
                self.publish(json.loads(note.payload))


def _parameters() -> dict[str, Any]:
    if settings.ENV.database_direct_url:
        return {"conninfo": settings.ENV.database_direct_url}
    parameters = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port")
    return {key: parameters[key] for key in wanted if parameters.get(key)}


def _heard(topics: Iterable[str], wanted: frozenset[str]) -> bool:
    return any(topic == "*" or topic in wanted for topic in topics)


hub = Hub()


async def live(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """ASGI: GET /live/?topics=a,b as an event stream until the browser goes away."""
    topics = _asked(scope)
    queue = hub.join(topics)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    (b"content-type", b"text/event-stream; charset=utf-8"),
                    (b"cache-control", b"no-store"),
                    (b"x-accel-buffering", b"no"),
                ],
            }
        )
        await _say(send, _greeting(scope, topics))
        await _stream(queue, gone, send)
    finally:
        gone.cancel()
        hub.leave(queue)


async def _stream(
    queue: "asyncio.Queue[tuple[int, list[str]]]", gone: "asyncio.Task[None]", send: Send
) -> None:
    while not gone.done():
        getting = asyncio.ensure_future(queue.get())
        done, _ = await asyncio.wait(
            {getting, gone}, timeout=_HEARTBEAT, return_when=asyncio.FIRST_COMPLETED
        )
        if getting in done:
            await _say(send, _message(*getting.result()))
            continue
        getting.cancel()
        if gone not in done:
            await _say(send, ": still here\n\n")


def _asked(scope: dict[str, Any]) -> frozenset[str]:
    asked = parse_qs(scope.get("query_string", b"").decode("ascii", "replace"))
    topics = ",".join(asked.get("topics", [])).split(",")
    return frozenset(topic[:60] for topic in topics[:_MOST_TOPICS] if topic)


def _greeting(scope: dict[str, Any], topics: frozenset[str]) -> str:
    """What the browser missed since its Last-Event-ID; "*" when that is no longer known."""
    headers = dict(scope.get("headers", ()))
    text = "retry: 2000\n: hello\n\n"
    last = headers.get(b"last-event-id", b"")
    if last.isdigit():
        missed = hub.since(int(last), topics)
        if missed is None:
            return text + _message(0, ["*"])
        text += "".join(_message(*notice) for notice in missed)
    return text


def _message(number: int, topics: list[str]) -> str:
    data = json.dumps({"topics": topics}, separators=(",", ":"))
    return f"id: {number}\nevent: topic\ndata: {data}\n\n"


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
