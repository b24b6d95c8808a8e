"""One SMTP connection, with the next mail announced while the one before is on its way.

Where the server allows it (RFC 2920) the next mail's sender and recipient leave together with the
mail before, so that each mail costs one turn instead of four. At any moment there is at most one
mail whose fate would be unknown if the line broke, and one more that was only announced.
"""

import asyncio
import ssl
import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from kck.channels.email.rules import one_line, refusal
from kck.channels.email.terms import SmtpServer
from kck.foundation.text import _
from kck.messaging.ports import Answer, NotDelivered

_BROKE_OFF = _("serwer poczty zerwał połączenie: %(error)s")
_SENDER_REFUSED = _("serwer poczty odrzuca nadawcę: %(error)s")
_UNCONFIRMED = _("połączenie zerwano, zanim serwer potwierdził przyjęcie: %(error)s")
_OK, _GO_ON, _CLOSING = 250, 354, 421
_TAKEN = frozenset({250, 251, 252})
_LONGEST_LINE = 4096


@dataclass(frozen=True, slots=True)
class Mail:
    """One recipient and the bytes for the wire, dots doubled."""

    ref: int
    recipient: str
    content: bytes


class Away(Exception):
    """The server as a whole cannot be used."""


Heard = Callable[[int, bytes], None]


class Office(Protocol):
    """Who gives mails to a line and hears what became of them."""

    name: str
    sender_line: bytes

    def next(self) -> Mail | None: ...

    def answered(self, answer: Answer) -> None: ...

    def returned(self, mail: Mail) -> None: ...

    def lost(self, line: "Line", why: str) -> None: ...

    def go_away(self, why: str) -> None: ...


class Line(asyncio.Protocol):
    """One connection. Answers come in the order of what was said, so each has its listener."""

    def __init__(self, post: Office) -> None:
        self._post = post
        self._buffer = bytearray()
        self._said: list[bytes] = []  # of an answer of several lines
        self._listeners: deque[Heard] = deque()
        self._given: Mail | None = None  # handed over, not confirmed
        self._offered: Mail | None = None  # only announced
        self._refused: NotDelivered | None = None  # what was said to the announced one
        self._open = False  # a transaction that must be reset
        self._pipelining = False
        self._quiet_since = time.monotonic()
        self._broken = ""
        self.ready = False
        self.lost = False

    # -- what the loop tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._quiet_since = time.monotonic()
        self._buffer += data
        while not self.lost and (end := self._buffer.find(b"\n")) >= 0:
            line = bytes(self._buffer[:end]).rstrip(b"\r")
            del self._buffer[: end + 1]
            self._heard(line)
        if len(self._buffer) > _LONGEST_LINE:
            self.drop("answer too long")

    def _heard(self, line: bytes) -> None:
        self._said.append(line[4:])
        if line[3:4] == b"-":
            return
        words, self._said = b"\n".join(self._said), []
        if not line[:3].isdigit():
            self.drop("no SMTP")
            return
        code = int(line[:3])
        if self._listeners:
            self._listeners.popleft()(code, words)
        if code == _CLOSING:
            self.drop(one_line(f"421 {words.decode('utf-8', 'replace')}"))

    def connection_lost(self, error: Exception | None) -> None:
        self.drop(f"{type(error).__name__} {error}".strip() if error else "EOF")

    def drop(self, why: str) -> None:
        """The line is of no use any more: the mail it may have carried over is in doubt."""
        if self.lost:
            return
        self.lost, self.ready, self._broken = True, False, why
        self._transport.abort()
        given, offered = self._given, self._offered
        self._given = self._offered = None
        if given is not None:
            reason = str(_UNCONFIRMED % {"error": why})
            self._post.answered(Answer(ref=given.ref, refused=NotDelivered(reason, unknown=True)))
        refused, self._refused = self._refused, None
        if offered is not None and refused is not None:
            self._post.answered(Answer(ref=offered.ref, refused=refused))
        elif offered is not None:
            self._post.returned(offered)
        for listener in self._listeners:
            listener(0, why.encode())
        self._listeners.clear()
        self._post.lost(self, str(_BROKE_OFF % {"error": why}))

    def look(self, now: float, timeout: float) -> None:
        if self._listeners and now - self._quiet_since > timeout:
            self.drop("timeout")

    # -- the beginning

    async def ask(self, line: str) -> tuple[int, bytes]:
        """Say something and wait for the answer; the line may be lost meanwhile: code 0."""
        answer: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()
        if self.lost:
            return 0, self._broken.encode()
        self._listeners.append(
            lambda code, words: None if answer.done() else answer.set_result((code, words))
        )
        if line:
            self._write(line.encode() + b"\r\n")
        return await answer

    async def greet(self, server: SmtpServer) -> None:
        self._quiet_since = time.monotonic()
        self._must(await self.ask(""), 220)
        offers = await self._hello()
        if server.starttls:
            self._must(await self.ask("STARTTLS"), 220)
            await self._encrypt(server)
            offers = await self._hello()
        if server.user:
            await self._log_in(server, offers)
        self._pipelining = any(offer == "PIPELINING" for offer in offers)
        self.ready = True

    async def _hello(self) -> list[str]:
        code, words = await self.ask(f"EHLO {self._post.name}")
        if code == _OK:
            return words.decode("utf-8", "replace").upper().split("\n")
        self._must(await self.ask(f"HELO {self._post.name}"), _OK)
        return []

    async def _encrypt(self, server: SmtpServer) -> None:
        loop = asyncio.get_running_loop()
        secure = await loop.start_tls(
            self._transport, self, ssl.create_default_context(), server_hostname=server.host
        )
        if secure is None:
            raise Away("TLS")
        self._transport = secure
        self._buffer.clear()  # nothing that was said in the clear may be taken for said in secret

    async def _log_in(self, server: SmtpServer, offers: Sequence[str]) -> None:
        ways = next((offer for offer in offers if offer.startswith("AUTH")), "")
        if "PLAIN" in ways or "LOGIN" not in ways:
            secret = _coded(f"\0{server.user}\0{server.password}")
            self._must(await self.ask(f"AUTH PLAIN {secret}"), 235)
            return
        self._must(await self.ask("AUTH LOGIN"), 334)
        self._must(await self.ask(_coded(server.user)), 334)
        self._must(await self.ask(_coded(server.password)), 235)

    def _must(self, answer: tuple[int, bytes], code: int) -> None:
        if answer[0] != code:
            words = answer[1].decode("utf-8", "replace")
            raise Away(one_line(f"{answer[0] or ''} {words}".strip()))

    # -- mails

    @property
    def free(self) -> bool:
        return self.ready and self._offered is None and self._given is None

    def take(self, mail: Mail) -> None:
        self._write(self._announcement(mail))

    def _announcement(self, mail: Mail) -> bytes:
        """What is said before the mail itself, all of it at once where the server allows it."""
        self._offered, self._refused = mail, None
        reset = b"RSET\r\n" if self._open else b""
        if reset:
            self._listeners.append(_ignore)
        self._open = True
        self._listeners.append(self._on_sender)
        first = reset + self._post.sender_line
        if not self._pipelining:
            return first
        self._listeners += (self._on_recipient, self._on_data)
        return first + b"RCPT TO:<" + mail.recipient.encode() + b">\r\nDATA\r\n"

    def _on_sender(self, code: int, words: bytes) -> None:
        if code == _OK:
            if not self._pipelining and self._offered is not None:
                self._listeners.append(self._on_recipient)
                self._write(b"RCPT TO:<" + self._offered.recipient.encode() + b">\r\n")
        elif code:
            # it is us whom the server does not want, not this recipient
            why = refusal(code, words).reason
            self._post.go_away(str(_SENDER_REFUSED % {"error": why}))
            self.drop(why)

    def _on_recipient(self, code: int, words: bytes) -> None:
        if code not in _TAKEN and code:
            self._refused = refusal(code, words, of_address=True)
        if self._pipelining or not code:
            return
        if self._refused:
            self._settle_offered()
        else:
            self._listeners.append(self._on_data)
            self._write(b"DATA\r\n")

    def _on_data(self, code: int, words: bytes) -> None:
        if self._offered is None or not code:
            return
        if code == _GO_ON and self._refused is None:
            self._hand_over()
            return
        if code == _GO_ON:  # to nobody: an empty mail, which the server refuses
            self._listeners.append(_ignore)
            self._write(b".\r\n")
        elif self._refused is None:
            self._refused = refusal(code, words)
        self._settle_offered()

    def _hand_over(self) -> None:
        mail, self._offered = self._offered, None
        if mail is None:
            return
        self._given, self._open = mail, False
        self._listeners.append(self._on_end)
        following = self._post.next() if self._pipelining else None
        after = self._announcement(following) if following else b""
        self._write(b"".join((mail.content, b".\r\n", after)))

    def _on_end(self, code: int, words: bytes) -> None:
        """From the first byte of a mail until here, a lost connection means that we cannot know."""
        mail, self._given = self._given, None
        if mail is None or not code:
            return
        if code == _OK:
            self._post.answered(Answer(ref=mail.ref, far_end_id=words.decode("utf-8", "replace")))
        else:
            self._post.answered(Answer(ref=mail.ref, refused=refusal(code, words)))
        if self._offered is None and (following := self._post.next()):
            self.take(following)

    def _settle_offered(self) -> None:
        mail, self._offered = self._offered, None
        refused, self._refused = self._refused, None
        if mail is not None:
            self._post.answered(Answer(ref=mail.ref, refused=refused))
        if self._given is None and (following := self._post.next()):
            self.take(following)

    def _write(self, data: bytes) -> None:
        if not self._listeners:
            return
        if len(self._listeners) == 1:
            self._quiet_since = time.monotonic()
        self._transport.write(data)

    def close(self) -> None:
        if not self.lost:
            self.lost, self.ready = True, False
            self._transport.write(b"QUIT\r\n")
            self._transport.close()


def _ignore(_code: int, _words: bytes) -> None:
    pass


def _coded(text: str) -> str:
    return b64encode(text.encode()).decode()
