"""Live pages as server-sent events.

A page names its topics (`unit:7`, `case:123`); it hears only those, and asks again for its
fragment. What is sent is topics, never content, so that a stream needs no second permission check
beyond "is this a page of ours": the fragment's own view decides what is shown.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from kck.foundation.hub import Browser, Hub

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

_HEARTBEAT = 15.0
_MOST_TOPICS = 200  # one stream asks for all tabs of a browser
MOST_STREAMS = 2000  # of one process
MOST_OF_ONE = 1000  # a town hall behind one address

hub = Hub()
_streams: Counter[str] = Counter()


async def live(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """ASGI: GET /live/?topics=a,b as an event stream until the browser goes away."""
    with _counted(_address(scope)) as welcome:
        if not welcome:
            await _refuse(send)
            return
        async with hub.joined(_asked(scope)) as browser:
            await _open(scope, browser, receive, send)


async def _open(scope: dict[str, Any], browser: Browser, receive: Receive, send: Send) -> None:
    gone = asyncio.create_task(_until_gone(receive))
    try:
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _say(send, _greeting(scope, browser))
        await _stream(browser, gone, send)
    finally:
        gone.cancel()


async def _stream(browser: Browser, gone: "asyncio.Task[None]", send: Send) -> None:
    while not gone.done():
        getting = asyncio.ensure_future(browser.next())
        done, _ = await asyncio.wait(
            {getting, gone}, timeout=_HEARTBEAT, return_when=asyncio.FIRST_COMPLETED
        )
        if getting in done:
            notice = getting.result()
            await _say(send, _message(hub.mark(notice.number), notice.topics))
            continue
        getting.cancel()
        if gone not in done:
            # an event, not a comment: the page notices when it stays away
            await _say(send, "event: beat\ndata:\n\n")


@contextmanager
def _counted(address: str) -> Iterator[bool]:
    if len(hub) >= MOST_STREAMS or _streams[address] >= MOST_OF_ONE:
        yield False
        return
    _streams[address] += 1
    try:
        yield True
    finally:
        _streams[address] -= 1
        if not _streams[address]:
            del _streams[address]


def _address(scope: dict[str, Any]) -> str:
    """As `http.client_address`, before there is a request of Django's."""
    headers: dict[bytes, bytes] = dict(scope.get("headers", ()))
    told = headers.get(b"x-forwarded-for", b"").decode("latin-1")
    forwarded = [part.strip() for part in told.split(",") if part]
    proxies: int = settings.ENV.proxies
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str((scope.get("client") or ("", 0))[0])


def _asked(scope: dict[str, Any]) -> frozenset[str]:
    asked = parse_qs(scope.get("query_string", b"").decode("ascii", "replace"))
    topics = ",".join(asked.get("topics", [])).split(",")
    return frozenset(topic[:60] for topic in topics[:_MOST_TOPICS] if topic)


def _greeting(scope: dict[str, Any], browser: Browser) -> str:
    """When to come again, spread out so that a restart is no stampede; and what was missed."""
    last = dict(scope.get("headers", ())).get(b"last-event-id", b"").decode("latin-1")
    missed = hub.missed(browser, last)
    retry = random.randint(2000, 6000)  # noqa: S311 - no secret
    text = f"retry: {retry}\nid: {hub.mark()}\n: hello\n\n"
    return text + (_message(hub.mark(), missed) if missed else "")


def _message(mark: str, topics: list[str]) -> str:
    data = json.dumps({"topics": topics}, separators=(",", ":"))
    return f"id: {mark}\nevent: topic\ndata: {data}\n\n"


async def _refuse(send: Send) -> None:
    headers = [(b"retry-after", b"60"), (b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": b"too many streams\n"})


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
