"""One line for each step: what, a tick, how long; the words of a program only when it fails."""

import itertools
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_COLOURS = sys.stdout.isatty() and "NO_COLOR" not in os.environ
Run = Callable[..., bool]


class Failed(Exception):
    """A step did not work; the message says what to do."""


def paint(text: str, code: int) -> str:
    return f"\033[{code}m{text}\033[0m" if _COLOURS else text


@contextmanager
def step(title: str) -> Iterator[Run]:
    """Shows that something happens, then a tick with the time, or a cross with the last words."""
    began = time.monotonic()
    ended = threading.Event()
    spinner = threading.Thread(target=_spin, args=[title, ended], daemon=True)
    spinner.start()
    try:
        yield _run
    except BaseException:
        _end(ended, spinner)
        print(paint("✗ ", 31) + title, flush=True)
        raise
    _end(ended, spinner)
    took = f"{time.monotonic() - began:.1f} s"
    print(paint("✓ ", 32) + f"{title:<22}" + paint(took, 2), flush=True)


def _run(
    command: list[str],
    *,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    may_fail: bool = False,
) -> bool:
    done = subprocess.run(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode != 0 and not may_fail:
        words = "\n".join(f"    {line}" for line in done.stdout.strip().splitlines()[-25:])
        raise Failed(f"{' '.join(command[:6])} … ended with code {done.returncode}:\n{words}")
    return done.returncode == 0


def _spin(title: str, ended: threading.Event) -> None:
    if not _COLOURS:
        return
    for sign in itertools.cycle("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"):
        sys.stdout.write(f"\r{paint(sign, 36)} {title} ")
        sys.stdout.flush()
        if ended.wait(0.1):
            break


def _end(ended: threading.Event, spinner: threading.Thread) -> None:
    ended.set()
    spinner.join()
    if _COLOURS:
        sys.stdout.write("\r\033[K")
