"""Who runs this KCK_HOME: one process starts the embedded server, all others are its guests."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kck.config.embedded import CannotStart, EmbeddedServer, Say, answers, silently
from kck.config.embedded_home import embedded_home

_START_PATIENCE = 600


class HomeLock:
    """Held as long as its process lives; the kernel lets go of it, however the process ends."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._master = home / "kck.lock"
        self._guests = home / "guests.lock"
        self._open: dict[Path, int] = {}

    def take(self, purpose: str) -> bool:
        """Become the one who runs this home; `purpose` is what others are told meanwhile."""
        if not self._lock(self._master, fcntl.LOCK_EX | fcntl.LOCK_NB):
            return False
        descriptor = self._open[self._master]
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {purpose}\n".encode(), 0)
        return True

    def holder(self) -> tuple[int, str]:
        """The process that runs this home and what for; (0, "") when it has just begun."""
        pid, _, purpose = self._master.read_text().strip().partition(" ")
        return int(pid or 0), purpose

    def join(self) -> None:
        """Be a guest: the one who runs this home waits for us before it leaves."""
        self._lock(self._guests, fcntl.LOCK_SH)

    def wait_for_guests(self) -> None:
        self._lock(self._guests, fcntl.LOCK_EX)

    def release(self) -> None:
        for descriptor in self._open.values():
            os.close(descriptor)
        self._open.clear()

    def _lock(self, path: Path, how: int) -> bool:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, how)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._open[path] = descriptor
        return True


@contextmanager
def database(home: Path, *, purpose: str, say: Say = silently) -> Iterator[None]:
    """A running embedded server: the one of `kck run` when it is up, else ours for the duration."""
    lock = HomeLock(home)
    try:
        if _own_or_join(lock, home, purpose):
            yield from _own(lock, EmbeddedServer(home, say=say))
        else:
            yield
    finally:
        lock.release()


def _own_or_join(lock: HomeLock, home: Path, purpose: str) -> bool:
    """True: the server is ours to start. False: somebody's server answers, and waits for us."""
    deadline = time.monotonic() + _START_PATIENCE
    while time.monotonic() < deadline:
        if lock.take(purpose):
            return True
        lock.join()
        if answers(embedded_home(home)):
            return False
        lock.release()
        time.sleep(0.1)
    pid, other = lock.holder()
    raise CannotStart(f"The database of process {pid} (kck {other}) does not answer.")


def _own(lock: HomeLock, server: EmbeddedServer) -> Iterator[None]:
    try:
        server.start()
        yield
    finally:
        lock.wait_for_guests()
        server.stop()
