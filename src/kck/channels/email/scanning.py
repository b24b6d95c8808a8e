"""ClamAV, where the city has one: each file is shown to `clamd` before it is offered to anybody.

When it does not answer, the words of a mail are read all the same, since a gas leak reported by
mail cannot wait for an antivirus; only its files are held back with the reason, and looked at
again once the scanner answers. A file that was never looked at is never offered.
"""

import logging
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from kck.channels.email.inbound_config import Clamd

_log = logging.getLogger(__name__)
_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 60.0
_QUIET_FOR = 20.0  # after it did not answer, so that no row of mails waits for each connection
_CHUNK = 128 * 1024
_MOST_ANSWER = 4096
_lock = threading.Lock()
_away_until = [0.0]


class ScannerAway(Exception):
    """The scanner is configured and does not answer."""


@dataclass(frozen=True, kw_only=True)
class Scan:
    """`found`: the name of what is in it, "" for nothing."""

    found: str = ""


def scan(chunks: Iterator[bytes]) -> Scan:
    """What the scanner says; without one nothing is found."""
    if not settings.ENV.clamd:
        return Scan()
    if time.monotonic() < _away_until[0]:
        raise ScannerAway("it did not answer a moment ago")
    try:
        return _verdict(_ask(Clamd.parse(settings.ENV.clamd), chunks))
    except OSError as problem:
        with _lock:
            _away_until[0] = time.monotonic() + _QUIET_FOR
        _log.warning("the virus scanner does not answer: %s", problem)
        raise ScannerAway(str(problem)) from problem


def answers(clamd: Clamd) -> bool:
    """Whether it is there, for `kck doctor`."""
    try:
        with _connected(clamd) as link:
            link.sendall(b"zPING\0")
            return _until_nul(link).startswith(b"PONG")
    except OSError:
        return False


def _connected(clamd: Clamd) -> socket.socket:
    if clamd.path:
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(_CONNECT_SECONDS)
        link.connect(clamd.path)
    else:
        link = socket.create_connection((clamd.host, clamd.port), _CONNECT_SECONDS)
    link.settimeout(_ANSWER_SECONDS)
    return link


def _ask(clamd: Clamd, chunks: Iterator[bytes]) -> bytes:
    with _connected(clamd) as link:
        try:
            link.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                for start in range(0, len(chunk), _CHUNK):
                    part = chunk[start : start + _CHUNK]
                    link.sendall(struct.pack(">I", len(part)) + part)
            link.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            # it hangs up in the middle of what is too large for it, after saying so
            return _until_nul(link)
        return _until_nul(link)


def _until_nul(link: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith((b"\0", b"\n")) and len(answer) < _MOST_ANSWER:
        more = link.recv(1024)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0\n")


def _verdict(answer: bytes) -> Scan:
    said = answer.decode("utf-8", "replace").removeprefix("stream: ")
    if said == "OK":
        return Scan()
    if said.endswith(" FOUND"):
        return Scan(found=said.removesuffix(" FOUND")[:80])
    if "size limit exceeded" in said:
        return Scan(found=TOO_LARGE)
    raise OSError(said or "no answer")


TOO_LARGE = "(size limit)"
