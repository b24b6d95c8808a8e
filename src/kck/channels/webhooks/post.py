"""Handing letters to their far ends, many at once, over connections that are kept.

An event loop in a thread of its own speaks HTTP; who sends keeps the database in theirs. aiohttp,
because httpx takes six times as long for a call (see docs/decisions).
"""

import asyncio
import errno
import logging
import queue
import socket
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Thread
from typing import Any, Self

import aiohttp

from kck.channels.webhooks import signing
from kck.channels.webhooks.addresses import is_public
from kck.channels.webhooks.envelopes import Answer, Letter
from kck.channels.webhooks.terms import LONGEST_ANSWER, Trouble
from kck.foundation import clock
from kck.foundation.text import clean

CONNECT_TIMEOUT = 5.0
_BODY_TIMEOUT = 1.0  # what it says is only for the log
_MOST_OF_ANSWER = 16_384
_REFUSED = "an address inside"
_log = logging.getLogger(__name__)


class Post:
    """Open while one sender works. `private`: addresses inside our own network are allowed."""

    def __init__(self, *, private: bool, timeout: float) -> None:
        self._private, self._timeout = private, timeout
        self._loop = asyncio.new_event_loop()
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._thread = Thread(target=self._loop.run_forever, name="webhooks", daemon=True)
        self._under_way: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        self._session = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def send(self, letters: Sequence[Letter]) -> None:
        """Begin with these; what comes of them is asked for with `answers`."""
        if letters:
            self._loop.call_soon_threadsafe(self._begin, letters)

    def answers(self, wait: float) -> list[Answer]:
        """What has come; when nothing has, the first that comes in so many seconds."""
        found: list[Answer] = []
        try:
            found.append(self._answers.get(timeout=wait) if wait else self._answers.get_nowait())
            while True:
                found.append(self._answers.get_nowait())
        except queue.Empty:
            return found

    # in the loop's thread

    async def _open(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=0,  # the sender says how many
            ttl_dns_cache=10,
            keepalive_timeout=30,
            socket_factory=self._socket,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # a small answer must not become a large one
            headers={"User-Agent": "KCK", "Content-Type": "application/json"},
            skip_auto_headers=["Accept-Encoding"],
            timeout=aiohttp.ClientTimeout(total=self._timeout, sock_connect=CONNECT_TIMEOUT),
        )

    async def _close(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._session.close()

    def _socket(self, found: Any) -> socket.socket:
        """Asked for each numeric address, right before it is connected to."""
        family, kind, protocol, _name, address = found
        if not self._private and not is_public(str(address[0])):
            raise PermissionError(errno.EACCES, _REFUSED)
        return socket.socket(family=family, type=kind, proto=protocol)

    def _begin(self, letters: Sequence[Letter]) -> None:
        for letter in letters:
            task = self._loop.create_task(self._deliver(letter))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _deliver(self, letter: Letter) -> None:
        tried_at, started = clock.real_now(), time.perf_counter()
        try:
            found = await self._twice(letter, tried_at)
        except Exception as error:
            found = {"trouble": _trouble(error)}
        took = int((time.perf_counter() - started) * 1000)
        self._answers.put(Answer(letter=letter, tried_at=tried_at, took_ms=took, **found))

    async def _twice(self, letter: Letter, at: datetime) -> dict[str, Any]:
        """A kept connection may have been closed while the call was under way: once more."""
        try:
            return await self._call(letter, at)
        except (aiohttp.ServerDisconnectedError, ConnectionResetError):
            return await self._call(letter, at)

    async def _call(self, letter: Letter, at: datetime) -> dict[str, Any]:
        signed = signing.headers(letter.keys, letter.own_id, int(at.timestamp()), letter.body)
        async with self._session.post(
            letter.url, data=letter.body, headers=signed, allow_redirects=False
        ) as response:
            return {
                "status": response.status,
                "trouble": _judged(response.status),
                "text": await _beginning(response),
                "retry_after": _asked_to_wait(response.headers.get("Retry-After", "")),
            }


def _judged(status: int) -> Trouble | None:
    if 200 <= status < 300:
        return None
    return Trouble.REDIRECT if 300 <= status < 400 else Trouble.STATUS


async def _beginning(response: aiohttp.ClientResponse) -> str:
    """The first words of the answer. Leaving it unread closes the connection, so no more is."""
    found = b""
    try:
        async with asyncio.timeout(_BODY_TIMEOUT):
            while len(found) < _MOST_OF_ANSWER and (part := await response.content.readany()):
                found += part
    except (TimeoutError, aiohttp.ClientError, ValueError):
        response.close()  # the status has said what matters
    return clean(found[: 4 * LONGEST_ANSWER].decode("utf-8", "replace"))[:LONGEST_ANSWER]


def _asked_to_wait(text: str) -> timedelta | None:
    return timedelta(seconds=int(text[:6])) if text.isascii() and text.isdigit() else None


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, TimeoutError):
        return Trouble.TIMEOUT
    if isinstance(error, aiohttp.ClientSSLError):
        return Trouble.TLS
    if isinstance(error, aiohttp.ClientOSError | aiohttp.ServerDisconnectedError | OSError):
        return Trouble.REFUSED_ADDRESS if _REFUSED in str(error) else Trouble.NO_CONNECTION
    if isinstance(error, aiohttp.ClientResponseError | aiohttp.ClientPayloadError):
        return Trouble.BROKEN_ANSWER
    _log.error("a webhook broke its sender: %s", type(error).__name__)
    return Trouble.BROKEN
