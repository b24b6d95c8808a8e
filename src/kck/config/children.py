"""Processes we start: each in a session of its own, none outliving the one that started it."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

_PR_SET_PDEATHSIG = 1


def spawn(
    argv: Sequence[str | Path],
    *,
    uid: int | None = None,
    gid: int | None = None,
    when_orphaned: signal.Signals = signal.SIGTERM,
    output: int | IO[Any] | None = None,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program that Ctrl-C in our terminal does not reach, as another user when asked.

    Call it from the main thread: Linux tells the child when the starting *thread* ends.
    """
    user: dict[str, Any] = {}
    if uid is not None and uid != os.geteuid():
        user = {"user": uid, "group": gid, "extra_groups": []}
    return subprocess.Popen(
        [os.fspath(part) for part in argv],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        preexec_fn=_follow_the_parent(when_orphaned),
        env=env,
        cwd=cwd,
        **user,
    )


def _follow_the_parent(death: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)  # looked up before the fork
    parent = os.getpid()
    return lambda: _follow(libc, parent, death)


def _follow(libc: ctypes.CDLL, parent: int, death: signal.Signals) -> None:
    libc.prctl(_PR_SET_PDEATHSIG, int(death), 0, 0, 0)
    if os.getppid() != parent:  # it died between the fork and this line
        os._exit(1)


def end_with(parent: int) -> None:
    """Called by a child that somebody else forked for us: leave when that process does."""
    if sys.platform == "linux":
        _follow(ctypes.CDLL(None, use_errno=True), parent, signal.SIGTERM)


def stop(child: subprocess.Popen[bytes], how: signal.Signals, patience: float) -> bool:
    """Ask the child to end; after `patience` seconds make it. False when it had to be made."""
    if child.poll() is not None:
        return True
    child.send_signal(how)
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return False
    return True
