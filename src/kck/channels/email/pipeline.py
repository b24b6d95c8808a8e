"""SMTP to one server over a few connections, many mails under way at once, in one event loop.

The loop runs only inside `answers`: whoever sends owns the thread, and the database in it.
"""

import asyncio
import ssl
import time
from collections import deque
from collections.abc import Sequence

from kck.channels.email.smtp_line import Away, Line, Mail
from kck.channels.email.terms import SmtpServer
from kck.foundation.text import _
from kck.messaging.ports import Answer

__all__ = ["Away", "Mail", "Post"]

_UNUSABLE = _("serwer poczty jest niedostępny: %(error)s")
_LOOK_EVERY = 1.0


class Post:
    """The connections to one server, and the mails that wait for one of them."""

    def __init__(self, server: SmtpServer, sender: str, *, name: str = "") -> None:
        self._server = server
        self._loop = asyncio.new_event_loop()
        self._lines: list[Line] = []
        self._opening = 0
        self._waiting: deque[Mail] = deque()
        self._answers: list[Answer] = []
        self._enough = 1
        self._wake: asyncio.Future[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._away = ""
        self.name = name or "localhost"
        self.sender_line = f"MAIL FROM:<{sender}>\r\n".encode()

    def begin(self, mails: Sequence[Mail]) -> None:
        """They leave as soon as `answers` lets the loop run."""
        self._waiting.extend(mails)

    def answers(self, wait: float, enough: int = 1) -> list[Answer]:
        """What has come, as soon as there are `enough`, or after so many seconds."""
        self._enough = enough
        self._loop.run_until_complete(self._gather(wait))
        found, self._answers = self._answers, []
        return found

    def close(self) -> None:
        for line in self._lines:
            line.close()
        self._loop.run_until_complete(self._finish())
        self._loop.close()

    # -- in the loop

    async def _gather(self, wait: float) -> None:
        self._employ()
        if len(self._answers) >= self._enough:
            await asyncio.sleep(0)
            return
        until = time.monotonic() + wait
        while len(self._answers) < self._enough and (left := until - time.monotonic()) > 0:
            self._wake = self._loop.create_future()
            timer = self._loop.call_later(min(left, _LOOK_EVERY), self._stir)
            await self._wake
            timer.cancel()
            self._look()

    async def _finish(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0)

    def _stir(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    def _look(self) -> None:
        now = time.monotonic()
        for line in list(self._lines):
            line.look(now, self._server.timeout)

    def _employ(self) -> None:
        """Give what waits to who is free; open another line while there is more."""
        for line in self._lines:
            if line.free and (mail := self.next()):
                line.take(mail)
        # two for each: one under way, one announced
        wanted = min(self._server.connections, (len(self._waiting) + 1) // 2)
        while (
            self._waiting and not self._away and self._opening + len(self._lines) < max(wanted, 1)
        ):
            self._open()
        if self._away:
            self._send_back()

    def _open(self) -> None:
        self._opening += 1
        task = self._loop.create_task(self._connect())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self) -> None:
        server = self._server
        line = Line(self)
        try:
            async with asyncio.timeout(server.timeout):
                await self._loop.create_connection(
                    lambda: line,
                    server.host,
                    server.port,
                    ssl=ssl.create_default_context() if server.tls else None,
                )
                await line.greet(server)
        except (OSError, Away, TimeoutError, ssl.SSLError) as error:
            self._opening -= 1
            self._not_opened(line, error)
            return
        self._opening -= 1
        self._lines.append(line)
        if mail := self.next():
            line.take(mail)

    def _not_opened(self, line: Line, error: Exception) -> None:
        """A server that lets us have fewer lines than we want is not away."""
        words = str(error) if isinstance(error, Away) else f"{type(error).__name__} {error}".strip()
        if hasattr(line, "_transport"):
            line.drop(words)
        if not self._lines and not self._opening:
            self.go_away(str(_UNUSABLE % {"error": words}))

    # -- what lines tell

    def next(self) -> Mail | None:
        return self._waiting.popleft() if self._waiting and not self._away else None

    def answered(self, answer: Answer) -> None:
        self._answers.append(answer)
        if len(self._answers) >= self._enough:
            self._stir()

    def returned(self, mail: Mail) -> None:
        """It was announced and nothing more: another line may take it."""
        if self._away:
            self._answers.append(Answer(ref=mail.ref, away=self._away))
        else:
            self._waiting.appendleft(mail)

    def lost(self, line: Line, why: str) -> None:
        if line in self._lines:
            self._lines.remove(line)
            self._losses += 1
        if self._losses > _MOST_LOSSES and not self._lines:
            self.go_away(why)
        elif self._waiting and not self._lines and not self._opening and not self._away:
            self._open()

    _losses = 0

    def go_away(self, why: str) -> None:
        """Nothing more is begun; what waits goes back."""
        self._away = why
        self._send_back()

    def _send_back(self) -> None:
        while self._waiting:
            mail = self._waiting.popleft()
            self._answers.append(Answer(ref=mail.ref, away=self._away))
        self._stir()


_MOST_LOSSES = 10  # lines of one run that broke; a server that does that is not well
