"""The one port: pages go to Django's WSGI handler in a fixed pool of threads, streams stay ASGI."""

import asyncio
import contextlib
import json
import signal
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from http import HTTPStatus
from typing import Any

from kck.config.bridge_request import (
    ClientGone,
    Environ,
    File,
    Message,
    Receive,
    Refusal,
    Scope,
    Send,
    environ_of,
    read_body,
)

Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# the server sends it to its workers before it asks them to stop
END_STREAMS = signal.SIGUSR1
BODY_LIMIT = 60_000_000  # five photos of 10 MB and the form around them
_PIECE = 131_072
_SILENCE = 60.0  # seconds a sender may pause within a request
_LANGUAGES = ("pl", "en", "uk")  # in the order of the sentences
_SENTENCES = {
    408: (
        "Nie dotarła cała treść. Wyślij jeszcze raz.",
        "Not everything arrived. Please send it again.",
        "Дані надійшли не повністю. Надішліть ще раз.",
    ),
    413: (
        "To za dużo naraz: przyjmujemy do 60 MB. Wyślij mniej zdjęć albo mniejsze.",
        "This is too much at once: we take up to 60 MB. Send fewer or smaller photos.",
        "Забагато одразу: приймаємо до 60 МБ. Надішліть менше фотографій або менші.",
    ),
    500: (
        "Coś się u nas zepsuło. Spróbuj ponownie za chwilę.",
        "Something broke on our side. Please try again in a moment.",
        "У нас щось зламалося. Спробуйте ще раз за хвилину.",
    ),
    503: (
        "Mamy teraz bardzo dużo odwiedzin. Spróbuj ponownie za chwilę.",
        "We have very many visitors right now. Please try again in a moment.",
        "Зараз дуже багато відвідувачів. Спробуйте ще раз за хвилину.",
    ),
}


class Front:
    """The ASGI application: streams under `/live/`, pages everywhere else."""

    def __init__(
        self,
        pages: Wsgi,
        live: Asgi,
        *,
        threads: int,
        limit: int = BODY_LIMIT,
        waiting: int = 500,
        silence: float = _SILENCE,
        starting: Callable[[], object] = lambda: None,
    ) -> None:
        self._pages, self._live = pages, live
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._limit, self._silence, self._starting = limit, silence, starting
        self._busy, self._most = 0, threads + waiting
        self._stopping = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["path"].startswith("/live/"):
            await self._stream(scope, receive, send)
        else:
            await self._page(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        with contextlib.suppress(ValueError, RuntimeError):  # only the main thread may
            asyncio.get_running_loop().add_signal_handler(END_STREAMS, self._stopping.set)
        await asyncio.to_thread(self._starting)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._pool.shutdown(wait=True)
        await send({"type": "lifespan.shutdown.complete"})

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A stream never ends by itself: when the process wants to, the browser seems to leave."""

        async def receive_or_stop() -> Message:
            arriving = asyncio.ensure_future(receive())
            stopping = asyncio.ensure_future(self._stopping.wait())
            try:
                await asyncio.wait({arriving, stopping}, return_when=asyncio.FIRST_COMPLETED)
                return arriving.result() if arriving.done() else {"type": "http.disconnect"}
            finally:
                arriving.cancel()
                stopping.cancel()

        await self._live(scope, receive_or_stop, send)
        if self._stopping.is_set():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive, limit=self._limit, silence=self._silence)
        except Refusal as refusal:
            await refuse(scope, send, refusal.status)
            return
        except ClientGone:
            return
        try:
            await self._hand_over(scope, receive, send, body)
        finally:
            body.close()

    async def _hand_over(self, scope: Scope, receive: Receive, send: Send, body: File) -> None:
        if self._busy >= self._most:  # better a sentence now than an answer after everybody left
            await refuse(scope, send, 503)
            return
        self._busy += 1
        answer = Answer(asyncio.get_running_loop(), receive, send, head=scope["method"] == "HEAD")
        environ = environ_of(scope, body)
        try:
            # a context of its own: nothing that one request sets is seen by the next
            last = await answer.loop.run_in_executor(
                self._pool, Context().run, _work, self._pages, environ, answer
            )
            await answer.finish(last)
        except ClientGone:
            return
        except Exception:
            if answer.started:
                raise  # the server breaks the connection: half an answer must not look whole
            await refuse(scope, send, 500)
            raise
        finally:
            self._busy -= 1


class Answer:
    """What the thread hands to the loop: whole when it is small, else piece by piece."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, receive: Receive, send: Send, *, head: bool
    ) -> None:
        self.loop, self.started = loop, False
        self._receive, self._send, self._head = receive, send, head
        self._status, self._headers = 500, list[tuple[bytes, bytes]]()
        self._gone: asyncio.Task[None] | None = None

    def start_response(
        self, status: str, headers: list[tuple[str, str]], _exc_info: object = None
    ) -> None:
        self._status = int(status[:3])
        self._headers = [
            (name.lower().encode("latin-1"), content.encode("latin-1")) for name, content in headers
        ]

    def add_header(self, name: bytes, content: str) -> None:
        self._headers.append((name, content.encode("latin-1")))

    def push(self, piece: bytes) -> None:
        """Called in the thread; returns when the piece is on its way."""
        asyncio.run_coroutine_threadsafe(self._part(piece), self.loop).result()

    async def finish(self, last: bytes) -> None:
        if not self.started:
            await self._start(len(last))
        if self._gone is not None:
            self._gone.cancel()
        await self._body(last, more=False)

    async def _part(self, piece: bytes) -> None:
        if self._gone is None:
            self._gone = asyncio.ensure_future(_until_gone(self._receive))
            await self._start(None)
        if self._gone.done():
            raise ClientGone
        await self._body(piece, more=True)

    async def _start(self, length: int | None) -> None:
        self.started = True
        bodiless = self._head or self._status in {204, 304}
        if length is not None and not bodiless and not self._has(b"content-length"):
            self._headers.append((b"content-length", str(length).encode()))
        await self._send(
            {"type": "http.response.start", "status": self._status, "headers": self._headers}
        )

    async def _body(self, piece: bytes, *, more: bool) -> None:
        piece = b"" if self._head else piece
        await self._send({"type": "http.response.body", "body": piece, "more_body": more})

    def _has(self, name: bytes) -> bool:
        return any(known == name for known, _ in self._headers)


def _work(pages: Wsgi, environ: Environ, answer: Answer) -> bytes:
    """One request in its thread. Returns the last piece; earlier ones are already on their way."""
    result = pages(environ, answer.start_response)
    answer.add_header(b"x-request-id", environ["HTTP_X_REQUEST_ID"])
    try:
        last = b""
        for number, piece in enumerate(gathered(result)):
            if number:
                answer.push(last)
            last = piece
        return last
    finally:
        close = getattr(result, "close", None)
        if close is not None:
            close()  # Django: request_finished, connections go back to the pool


def gathered(pieces: Iterable[bytes], size: int = _PIECE) -> Iterator[bytes]:
    """The same bytes in pieces worth a trip from the thread to the loop."""
    kept: list[bytes] = []
    total = 0
    for piece in pieces:
        kept.append(piece)
        total += len(piece)
        if total >= size:
            yield b"".join(kept)
            kept, total = [], 0
    if kept:
        yield b"".join(kept)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def refuse(scope: Scope, send: Send, status: int) -> None:
    """There may be no Django to ask: a sentence for people, a problem (RFC 9457) for programs."""
    text, content_type = _in_all_languages(status), b"text/plain; charset=utf-8"
    if scope["path"].startswith("/api/"):
        text, content_type = _problem(scope, status), b"application/problem+json"
    headers = [
        (b"content-type", content_type),
        (b"content-length", str(len(text)).encode()),
        (b"cache-control", b"no-store"),
        *([(b"retry-after", b"10")] if status == 503 else []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    body = b"" if scope["method"] == "HEAD" else text
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _in_all_languages(status: int) -> bytes:
    return "\n\n".join(_SENTENCES[status]).encode()


def _problem(scope: Scope, status: int) -> bytes:
    known = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    detail = _SENTENCES[status][_language_of(scope)]
    return json.dumps({**known, "detail": detail}, ensure_ascii=False).encode()


def _language_of(scope: Scope) -> int:
    """The first of ours that the caller names; else Polish."""
    asked = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1").lower()
    named = [part.strip()[:2] for part in asked.split(",")]
    return next((_LANGUAGES.index(one) for one in named if one in _LANGUAGES), 0)
