"""A request as it comes in, and as Django's WSGI handler wants it.

It is read whole, into memory or a bounded file, before a thread is spent on it, so that a slow
sender holds none; half a request, sent by somebody who went away, never reaches Django.
"""

import asyncio
import re
import secrets
import sys
from collections.abc import Awaitable, Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

Message = dict[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]

_IN_MEMORY = 1_000_000
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Refusal(Exception):
    """A request that is answered without Django."""

    def __init__(self, status: int) -> None:
        self.status = status


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class File(Protocol):
    """What a spooled body offers to Django."""

    def read(self, size: int = -1, /) -> bytes: ...
    def close(self) -> None: ...


async def read_body(scope: Scope, receive: Receive, *, limit: int, silence: float) -> File:
    """The whole body, or `Refusal` (too large, too slow) or `ClientGone` (it stops half-way)."""
    declared = _declared_length(scope)
    body: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    total = 0
    try:
        more = True
        while more:
            chunk, more = await _chunk(receive, silence)
            total += len(chunk)
            if total > limit and total > 4 * limit:
                raise Refusal(413)
            if total <= limit:  # past it we only listen, so that the browser hears our answer
                body.write(chunk)
        if total > limit:
            raise Refusal(413)
        if declared is not None and total != declared:
            raise ClientGone
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


async def _chunk(receive: Receive, silence: float) -> tuple[bytes, bool]:
    """The next piece, and whether there are more."""
    try:
        async with asyncio.timeout(silence):
            message = await receive()
    except TimeoutError as error:
        raise Refusal(408) from error
    if message["type"] == "http.disconnect":
        raise ClientGone
    return message.get("body", b""), message.get("more_body", False)


def _declared_length(scope: Scope) -> int | None:
    for name, content in scope["headers"]:
        if name == b"content-length" and content.isdigit():
            return int(content)
    return None


def environ_of(scope: Scope, body: File) -> Environ:
    """The request as WSGI has it."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    raw = scope.get("raw_path")
    path = unquote_to_bytes(raw.split(b"?", 1)[0]) if raw else scope["path"].encode()
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1] or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": str(client[0]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_headers(environ, scope["headers"])
    if not _REQUEST_ID.fullmatch(environ.get("HTTP_X_REQUEST_ID", "")):
        environ["HTTP_X_REQUEST_ID"] = secrets.token_hex(8)
    return environ


def _add_headers(environ: Environ, headers: Iterable[tuple[bytes, bytes]]) -> None:
    for name, content in headers:
        if b"_" in name:  # would pass for the header with a hyphen, which a proxy has checked
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        value = content.decode("latin-1")
        if key in environ:
            value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
        environ[key] = value
