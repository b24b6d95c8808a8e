"""The city's mail server delivers here, by LMTP or SMTP: 250 is said once the mail is safe.

Only to addresses of boxes; nothing is passed on to anybody, so there is no relay to misuse.
"""

import asyncio
import logging
import socket
import threading
import time
from collections import Counter, deque
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, connections

from kck.channels.email.inbound_config import Listen
from kck.channels.email.inbound_terms import MOST_BYTES
from kck.channels.email.keeping import keep
from kck.channels.email.terms import CHANNEL
from kck.conversations.queries.inbox import box_for
from kck.foundation import clock

_log = logging.getLogger(__name__)
MOST_LINKS = 40
MOST_OF_ONE = 20  # from one address: the city's server uses a few
MOST_A_MINUTE = 600  # mails of one address
MOST_BYTES_AT_ONCE = 2 * MOST_BYTES  # of all mails that are coming in, by their own word
_MOST_RECIPIENTS = 100
_SECONDS = 120.0
_LONGEST_LINE = 1_000_000  # some programs write a whole page in one line
NOT_HERE = "550 5.1.1 No such mailbox here"
LATER = "451 4.3.0 Try again later"
BUSY = "452 4.3.1 Too much at once, try again later"
SAFE = "250 2.0.0 Kept"


class Door:
    """What is open, and how much came from whom, in this process."""

    def __init__(self) -> None:
        self.links: Counter[str] = Counter()
        self.bytes: dict[Session, int] = {}
        self._mails: dict[str, deque[float]] = {}

    def may_come(self, peer: str) -> bool:
        self.links[peer] += 1
        return self.links.total() <= MOST_LINKS and self.links[peer] <= MOST_OF_ONE

    def goes(self, peer: str, session: Session) -> None:
        self.links[peer] -= 1
        if not self.links[peer]:
            del self.links[peer]
        self.bytes.pop(session, None)

    def may_send(self, peer: str) -> bool:
        """A mail more in this minute."""
        now = time.monotonic()
        of_peer = self._mails.setdefault(peer, deque())
        while of_peer and of_peer[0] < now - 60:
            of_peer.popleft()
        if len(of_peer) >= MOST_A_MINUTE:
            return False
        of_peer.append(now)
        if len(self._mails) > 1000:  # addresses that were never seen again
            self._mails = {who: times for who, times in self._mails.items() if times}
        return True

    def has_room(self, session: Session, size: int) -> bool:
        others = sum(said for who, said in self.bytes.items() if who is not session)
        self.bytes[session] = size
        return not others or others + size <= MOST_BYTES_AT_ONCE


class Handler:
    """Answers in the words of RFC 5321 and 3463."""

    def __init__(self, door: Door, *, lmtp: bool) -> None:
        self._door, self._lmtp = door, lmtp

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:  # fmt: skip
        peer = _peer(session)
        if not self._door.may_send(peer):
            return "451 4.7.1 Too many mails, try again later"
        said = next((one[5:] for one in options if one.upper().startswith("SIZE=")), "0")
        if not self._door.has_room(session, int(said) if said.isdigit() else 0):
            return BUSY
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:  # fmt: skip
        if len(envelope.rcpt_tos) >= _MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            box = await asyncio.to_thread(_box_of, address)
        except DatabaseError:
            return LATER
        if not box:
            return NOT_HERE
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:  # fmt: skip
        answer = await asyncio.to_thread(
            _keep_all, _raw(envelope), envelope.mail_from or "",
            list(envelope.rcpt_tos), "lmtp" if self._lmtp else "smtp",
        )  # fmt: skip
        self._door.bytes.pop(session, None)
        # LMTP: a line for each recipient, in their order
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if self._lmtp else answer

    async def handle_VRFY(self, *_: Any) -> str:  # noqa: N802
        return "252 2.1.5 Send a mail and see"


def _peer(session: Session) -> str:
    return str((session.peer or ("",))[0]) if isinstance(session.peer, tuple) else ""


def _raw(envelope: Envelope) -> bytes:
    content = envelope.content or b""
    return content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")


def _box_of(address: str) -> str:
    try:
        return box_for(CHANNEL, [address])
    finally:
        connections.close_all()  # of this thread; threads of the loop come and go


def _keep_all(raw: bytes, sender: str, recipients: list[str], source: str) -> str:
    """All boxes or none: whoever is told to try again finds what is safe already kept once."""
    stamped = f"Return-Path: <{sender}>\r\n".encode("utf-8", "replace") + raw
    try:
        boxes: dict[str, list[str]] = {}
        for one in recipients:
            boxes.setdefault(box_for(CHANNEL, [one]), []).append(one)
        for box, of_box in boxes.items():
            if box:
                keep(stamped, box=box, source=source, recipients=of_box, at=clock.now())
    except Exception as problem:  # whatever it is, the mail is still in the server's queue
        _log.error("a mail was not taken: %s", type(problem).__name__)
        return LATER
    finally:
        connections.close_all()
    return SAFE


class _Careful(SMTP):
    """Counts who is here, and holds a mail in one piece of memory instead of one a line."""

    line_length_limit = _LONGEST_LINE
    door: Door

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._here = _peer(self.session) if self.session else ""
        self._welcome = self.door.may_come(self._here)

    def connection_lost(self, error: Exception | None) -> None:
        if self.session is not None:
            self.door.goes(self._here, self.session)
        super().connection_lost(error)

    async def _handle_client(self) -> None:
        if not self._welcome:
            await self.push("421 4.3.2 Too many connections, try again later")
            if self.transport is not None:
                self.transport.close()
            return
        await super()._handle_client()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if await self.check_helo_needed():
            return
        if arg or self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("501 5.5.4 Syntax: DATA" if arg else "503 5.5.1 Error: need RCPT")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        content = await self._content()
        if content is None:
            answers = len(self.envelope.rcpt_tos) if isinstance(self, LMTP) else 1
            self._set_post_data_state()  # type: ignore[no-untyped-call]
            await self.push("\r\n".join(["552 5.3.4 Too large"] * answers))
            return
        self.envelope.content = self.envelope.original_content = content
        status = await self._call_handler_hook("DATA")
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        await self.push(str(status))

    async def _content(self) -> bytes | None:
        """What comes until the lone dot; None when it is too much."""
        whole, size, broken = bytearray(), 0, False
        while True:
            try:
                line = await self._reader.readuntil(b"\r\n")
            except asyncio.LimitOverrunError as error:
                line = await self._reader.readexactly(min(error.consumed, _LONGEST_LINE))
            if line == b".\r\n" and not broken:
                return bytes(whole) if size <= MOST_BYTES else None
            self._reset_timeout()
            size += len(line)
            if size > MOST_BYTES:
                whole.clear()
            else:
                whole += line[1:] if line.startswith(b".") and not broken else line
            broken = not line.endswith(b"\r\n")


class _CarefulLMTP(_Careful, LMTP):
    pass


def listen_until(listen: Listen, stopping: threading.Event) -> None:
    """Take mails in until told to stop; a mail that is coming in may finish."""
    asyncio.run(_listen(listen, stopping))


async def _listen(listen: Listen, stopping: threading.Event) -> None:
    door = Door()
    kind = type("Server", (_CarefulLMTP if listen.lmtp else _Careful,), {"door": door})
    loop = asyncio.get_running_loop()

    def make() -> SMTP:
        server: SMTP = kind(
            Handler(door, lmtp=listen.lmtp), data_size_limit=MOST_BYTES, enable_SMTPUTF8=True,
            hostname=socket.gethostname(), ident="KCK", timeout=_SECONDS, loop=loop,
            command_call_limit={"*": 200, "RCPT": 2000, "MAIL": 2000, "DATA": 2000, "RSET": 2000},
        )  # fmt: skip
        return server

    server = await loop.create_server(make, listen.host, listen.port)
    _log.info("mail is taken at %s:%s", listen.host, listen.port)
    try:
        await asyncio.to_thread(stopping.wait)
    finally:
        server.close()
