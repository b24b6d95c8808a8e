"""Mailboxes are read over IMAP: each mail is safe here before anything happens to it there."""

import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import close_old_connections, connection

from kck.channels.email.imap_link import Link
from kck.channels.email.inbound_config import Mailbox
from kck.channels.email.inbound_models import FetchState
from kck.channels.email.inbound_terms import MOST_BYTES, TRIES
from kck.channels.email.keeping import keep, keep_note
from kck.foundation import clock
from kck.foundation.hub import direct_connection

_log = logging.getLogger(__name__)
_AT_ONCE = 50  # mails between two marks: what a kill makes us fetch again
_IDLE_SECONDS = 540  # servers may hang up after half an hour, firewalls much sooner
_TICK = 1.0
_SHORTEST_WAIT, _LONGEST_WAIT = 1.0, 300.0
_LOCK = "SELECT pg_try_advisory_lock(hashtextextended(%s, 611))"
SOURCE = "imap"


class Elsewhere(Exception):
    """Another process reads this folder."""


class FolderReader:
    """Reads one folder of one mailbox until it is told to stop."""

    def __init__(self, mailbox: Mailbox, folder: str, stopping: threading.Event) -> None:
        self.mailbox, self.folder, self.stopping = mailbox, folder, stopping
        self._failed: Counter[int] = Counter()  # fetches of a mail that the server would not give
        self._waits = 0

    def run(self) -> None:
        """Whatever goes wrong, it comes back; each time a little later, and not all at once."""
        while not self.stopping.is_set():
            try:
                with only_reader(f"{self.mailbox.name}/{self.folder}") as lock:
                    self._session(lock)
            except Elsewhere:
                self._pause(5.0)
            except Exception as problem:
                self._failed_session(problem)
            finally:
                close_old_connections()

    def _session(self, lock: "psycopg.Connection[Any]") -> None:
        link = Link(self.mailbox)
        try:
            while not self.stopping.is_set():
                lock.execute("SELECT 1")  # with the connection the lock would be gone
                close_old_connections()
                self.fetch(link)
                self._waits = 0
                self._wait_for_more(link)
        finally:
            link.close()

    def fetch(self, link: Link) -> int:
        """Everything that is there now; how many were new."""
        state = self._state(link.open(self.folder))
        taken = 0
        for some in _batches(self._waiting(link, state)):
            taken += self._take(link, state, some)
            if self.stopping.is_set():
                break
        _note(state, problem="", fetched=bool(taken))
        return taken

    def _state(self, uid_validity: int) -> FetchState:
        state, _made = FetchState.objects.get_or_create(
            mailbox=self.mailbox.name, folder=self.folder[:200]
        )
        if state.uid_validity != uid_validity:
            state.uid_validity, state.last_uid = uid_validity, 0
            state.save()
        return state

    def _waiting(self, link: Link, state: FetchState) -> list[int]:
        """Where mails stay, the unread ones, and what came since even if somebody has read it.

        At first, and when the folder was numbered anew, only unread ones: nobody is answered
        for what lay there for years. `kck mail adopt` takes that over.
        """
        if self.mailbox.move_to or self.mailbox.delete:
            return link.search(["UNDELETED"])
        unread = set(link.search(["UNSEEN"]))
        if not state.last_uid:
            return sorted(unread)
        # "9:*" names the last mail even where it is number 8
        since = link.search(["UID", f"{state.last_uid + 1}:*"])
        return sorted(unread | {uid for uid in since if uid > state.last_uid})

    def _take(self, link: Link, state: FetchState, uids: Sequence[int]) -> int:
        """A batch: kept one by one, then marked together over there, then here."""
        sizes = link.sizes(uids)
        safe, new = [], 0
        for uid in uids:
            if uid in sizes:
                fresh = self._one(link, state, uid, sizes[uid])
                new += bool(fresh)
                if fresh is not None:
                    safe.append(uid)
            if self.stopping.is_set():
                break
        link.done_with(safe)
        reached = max(safe, default=0)
        if reached > state.last_uid:
            state.last_uid = reached
            state.save(update_fields=["last_uid"])
        return new

    def _one(self, link: Link, state: FetchState, uid: int, size: int) -> bool | None:
        """Whether it was new; None when it must stay where it is."""
        where = f"{self.mailbox.name}/{self.folder}/{state.uid_validity}/{uid}"
        if size > MOST_BYTES:
            self._leave(where, size, "too large")
            return None
        raw = self._raw(link, where, uid, size)
        if raw is None:
            return None
        kept = keep(raw, box=self.mailbox.box, source=SOURCE, at=clock.now())
        return not kept.again

    def _raw(self, link: Link, where: str, uid: int, size: int) -> bytes | None:
        """A mail that breaks the connection each time is left after some tries, for the others."""
        if self._failed[uid] >= TRIES:
            self._leave(where, size, "the server does not give it")
            return None
        self._failed[uid] += 1
        raw = link.raw(uid, size)
        del self._failed[uid]
        return raw

    def _leave(self, where: str, size: int, problem: str) -> None:
        if keep_note(
            where, box=self.mailbox.box, source=SOURCE, size=size, problem=problem, at=clock.now()
        ):
            _log.warning("%s stays where it is: %s (%s bytes)", where, problem, size)

    def _wait_for_more(self, link: Link) -> None:
        """Told by the server where it can, asked for where not."""
        until = time.monotonic() + _IDLE_SECONDS
        if not (self.mailbox.idle and link.client.has_capability("IDLE")):
            until = time.monotonic() + self.mailbox.poll_seconds
            while time.monotonic() < until and not self.stopping.wait(_TICK):
                pass
            return
        link.client.idle()
        try:
            told: list[Any] = []
            while not told and time.monotonic() < until and not self.stopping.is_set():
                said = link.client.idle_check(timeout=_TICK)
                told = [one for one in said if len(one) > 1 and one[1] in (b"EXISTS", b"RECENT")]
        finally:
            link.client.idle_done()

    def _failed_session(self, problem: Exception) -> None:
        words = f"{type(problem).__name__}: {problem}"[:200]
        _log.warning("%s/%s: %s", self.mailbox.name, self.folder, words)
        try:
            state, _made = FetchState.objects.get_or_create(
                mailbox=self.mailbox.name, folder=self.folder[:200]
            )
            _note(state, problem=words)
        except Exception as away:  # the database is what went wrong
            _log.warning("could not be noted: %s", type(away).__name__)
        self._waits += 1
        self._pause(min(_SHORTEST_WAIT * 2 ** (self._waits - 1), _LONGEST_WAIT))

    def _pause(self, seconds: float) -> None:
        self.stopping.wait(seconds * random.uniform(0.5, 1.5))  # noqa: S311 - no secret


def _batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), _AT_ONCE):
        yield uids[start : start + _AT_ONCE]


def _note(state: FetchState, *, problem: str, fetched: bool = False) -> None:
    now = clock.real_now()
    if problem:
        state.problem_since = state.problem_since or now
    else:
        state.looked_at, state.problem_since = now, None
    state.problem = problem
    if fetched:
        state.fetched_at = now
    state.save()


@contextmanager
def only_reader(name: str) -> Iterator["psycopg.Connection[Any]"]:
    """Of all processes one reads a folder; the lock goes with its connection."""
    with direct_connection() as lock:
        row = lock.execute(_LOCK, [f"{connection.settings_dict['NAME']}:{name}"]).fetchone()
        if not row or not row[0]:
            raise Elsewhere(name)
        yield lock
