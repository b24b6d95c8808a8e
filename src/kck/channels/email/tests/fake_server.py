"""A small SMTP server for tests, in a thread. It can refuse, cut the line, or hold an answer."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default

from kck.channels.email.terms import SmtpServer

CUT = "cut"


@dataclass
class FakeServer:
    """`reply(verb, argument)` gives another answer than usual; `CUT` hangs up instead."""

    reply: Callable[[str, str], str | None] = lambda verb, argument: None
    taken: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    pipelining: bool = False
    port: int = 0

    @property
    def mails(self) -> list[Message]:
        return [message_from_bytes(raw, policy=default) for raw in self.taken]

    @property
    def server(self) -> SmtpServer:
        return SmtpServer(host="127.0.0.1", port=self.port, timeout=5)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?timeout=30"


class _Talk(socketserver.StreamRequestHandler):
    fake: FakeServer

    def handle(self) -> None:
        self.fake.connections += 1
        self._say("220 fake")
        while line := self.rfile.readline().decode().strip():
            verb, _space, argument = line.partition(" ")
            if not self._answer(verb.upper(), argument):
                return

    def _answer(self, verb: str, argument: str) -> bool:
        other = self.fake.reply(verb, argument)
        if other == CUT:
            return False
        if other is not None:
            self._say(other)
            return True
        if verb == "RCPT":
            self.fake.recipients.append(argument)
        if verb == "DATA":
            return self._take()
        if verb == "EHLO" and self.fake.pipelining:
            self._say("250-fake\r\n250-PIPELINING\r\n250 8BITMIME")
            return True
        self._say("221 bye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    def _take(self) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False  # cut off before its end: no mail
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.fake.taken.append(b"".join(lines))
        other = self.fake.reply("TAKEN", str(len(self.fake.taken)))
        if other == CUT:
            return False
        self._say(other or f"250 taken as {len(self.fake.taken)}")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is what some tests are about."""


@contextmanager
def fake_server(
    reply: Callable[[str, str], str | None] | None = None, *, pipelining: bool = False
) -> Iterator[FakeServer]:
    fake = FakeServer(reply=reply) if reply else FakeServer()
    fake.pipelining = pipelining
    handler = type("Talk", (_Talk,), {"fake": fake})
    with _Server(("127.0.0.1", 0), handler) as server:
        fake.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield fake
        finally:
            server.shutdown()
