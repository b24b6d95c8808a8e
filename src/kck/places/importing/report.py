"""What an import did, and the rows it could not use."""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

# rows read, part of the file that is behind us (0..1)
Progress = Callable[[int, float], None]


EXAMPLES = 20


def silent(rows: int, part: float) -> None:
    """Nobody watches."""


class BadRow(ValueError):
    """This row cannot be used; `reason` is for whoever repairs the file."""

    def __init__(self, reason: Any) -> None:
        super().__init__(reason)
        self.reason = reason


class CannotImport(ValueError):
    """The file as a whole cannot be used; nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    read: int
    written: int
    rejected: int
    rejects: Path | None
    examples: tuple[tuple[int, Any], ...] = ()

    @property
    def summary(self) -> str:
        return f"{self.read} rows read, {self.written} written."


class Rejects:
    """`FILE.rejected.csv`, made when there is the first row for it."""

    def __init__(self, source: Path) -> None:
        self.path = source.with_name(f"{source.name}.rejected.csv")
        self.count = 0
        self.examples: list[tuple[int, Any]] = []  # the first few: line and reason
        self._file: TextIO | None = None

    def add(self, line: int, reason: object, row: Mapping[str, Any] | str) -> None:
        if self._file is None:
            self.path.touch(mode=0o600)  # rows of cases may hold what people wrote
            self._file = self.path.open("w", encoding="utf-8", newline="")
            csv.writer(self._file).writerow(["line", "reason", "row"])
        self.count += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append((line, reason))
        text = row if isinstance(row, str) else "|".join(f"{k}={v}" for k, v in row.items())
        csv.writer(self._file).writerow([line, str(reason), text[:1000]])

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


@contextmanager
def rejects_of(source: Path) -> Iterator[Rejects]:
    """The list of an earlier try is out of date and goes."""
    rejects = Rejects(source)
    rejects.path.unlink(missing_ok=True)
    try:
        yield rejects
    finally:
        rejects.close()
