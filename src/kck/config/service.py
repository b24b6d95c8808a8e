"""One process that must always run: started, watched, started again, its words kept in a log."""

import io
import logging
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path

from kck.config import children

_LOG_BYTES, _LOG_FILES = 5_000_000, 3
_HEALTHY_AFTER = 30.0
_LONGEST_WAIT = 30.0


@dataclass(kw_only=True)
class Service:
    """`tick` it every moment: it does what is due and returns what happened, if anything did."""

    name: str
    argv: Sequence[str]
    env: dict[str, str]
    log: Path
    echo: bool = False
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0  # in a row
    last_words: deque[str] = field(default_factory=lambda: deque(maxlen=12))
    _began: float = 0.0
    _next_start: float = 0.0

    def start(self, now: float) -> None:
        self.last_words.clear()
        self.process = children.spawn(
            self.argv, when_orphaned=signal.SIGTERM, output=subprocess.PIPE, env=self.env
        )
        self._began = now
        listen = threading.Thread(target=self._keep_words, args=[self.process], daemon=True)
        listen.start()

    def tick(self, now: float) -> str:
        """Start it when it is due; after a death wait longer each time, up to half a minute."""
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                if now - self._began > _HEALTHY_AFTER:
                    self.deaths = 0
                return ""
            return self._died(code, now)
        if now >= self._next_start:
            self.start(now)
        return ""

    def _died(self, code: int, now: float) -> str:
        wait = min(0.25 * 2**self.deaths, _LONGEST_WAIT)
        self.process, self.deaths = None, self.deaths + 1
        self._next_start = now + wait
        how = f"signal {-code}" if code < 0 else f"code {code}"
        return f"{self.name} ended ({how}); starting it again in {wait:g} s. Log: {self.log}"

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, patience: float) -> bool:
        """False when it had to be killed."""
        stopped = self.process is None or children.stop(self.process, signal.SIGTERM, patience)
        self.process = None
        return stopped

    def _keep_words(self, process: subprocess.Popen[bytes]) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        keep = RotatingFileHandler(self.log, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES)
        with process.stdout or io.BytesIO() as output:
            for raw in output:
                line = raw.decode(errors="replace").rstrip("\n")
                self.last_words.append(line)
                keep.handle(logging.makeLogRecord({"msg": line}))
                if self.echo:
                    sys.stdout.write(f"{self.name} | {line}\n")
                    sys.stdout.flush()
        keep.close()
