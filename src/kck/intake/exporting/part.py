"""The file while it is being written: `FILE.part`, and `FILE.part.json` which says how far it is.

What is said there was on the disk before. Whatever lies behind is cut off when the work goes on,
so that a stopped run, gone on with, gives what an unstopped one would have given.
"""

import fcntl
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from kck.foundation.text import _
from kck.intake.exporting.asked import CannotExport

OFTEN = 2.0  # seconds between two marks


@dataclass(frozen=True, kw_only=True)
class Mark:
    """`last_id` of the case written last, `up_to` the last one that belongs to the file."""

    last_id: int
    up_to: int
    rows: int
    size: int


class Part:
    """Use as a context; `mark` is where to go on, None at the beginning."""

    def __init__(self, path: Path, identity: Mapping[str, Any]) -> None:
        self._path, self._identity = path, dict(identity)
        self._data = path.with_name(f"{path.name}.part")
        self._state = path.with_name(f"{path.name}.part.json")
        self._fresh = path.with_name(f"{path.name}.part.json.new")
        self._file: BinaryIO
        self._marked_at = time.monotonic()
        self._latest: Mark | None = None
        self.mark: Mark | None = None
        self.size = 0

    def __enter__(self) -> Self:
        if self._path.exists():
            raise CannotExport(str(_("Plik {name} już jest.")).format(name=self._path.name))
        descriptor = os.open(self._data, os.O_RDWR | os.O_CREAT, 0o600)
        self._file = os.fdopen(descriptor, "r+b")
        try:
            self._lock()
            self.mark = self._latest = self._read_mark()
            self.size = self.mark.size if self.mark else 0
            self._file.truncate(self.size)
            self._file.seek(self.size)
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is not None and not isinstance(error, OSError) and self._latest:
                self._say(self._latest)  # stopped by a hand: go on right here
        finally:
            self._file.close()

    def write(self, content: bytes) -> None:
        self._file.write(content)
        self.size += len(content)

    def came_to(self, *, last_id: int, up_to: int, rows: int) -> None:
        """Everything up to this case has been written; said on the disk every other second."""
        self._latest = Mark(last_id=last_id, up_to=up_to, rows=rows, size=self.size)
        if time.monotonic() - self._marked_at >= OFTEN:
            self._say(self._latest)

    def finish(self) -> None:
        """The file gets its name when all of it is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._data.rename(self._path)
        for written in (self._state, self._fresh):
            written.unlink(missing_ok=True)
        self._latest = None

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            words = _("Plik {name} zapisuje już inny eksport.")
            raise CannotExport(str(words).format(name=self._data.name)) from error

    def _read_mark(self) -> Mark | None:
        if not self._state.exists():
            return None
        try:
            said = json.loads(self._state.read_text(encoding="utf-8"))
            mark = Mark(**said["mark"])
        except (ValueError, TypeError, KeyError) as error:
            raise CannotExport(self._unusable()) from error
        if said["asked"] != self._identity or self._data.stat().st_size < mark.size:
            raise CannotExport(self._unusable())
        return mark

    def _unusable(self) -> str:
        words = _("{part} to początek innego eksportu. Usuń go razem z {state} i zacznij od nowa.")
        return str(words).format(part=self._data.name, state=self._state.name)

    def _say(self, mark: Mark) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        with self._fresh.open("w", encoding="utf-8") as file:
            json.dump({"asked": self._identity, "mark": vars(mark)}, file)
            file.flush()
            os.fsync(file.fileno())
        self._fresh.rename(self._state)
        self._marked_at = time.monotonic()
