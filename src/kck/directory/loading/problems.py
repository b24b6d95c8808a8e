"""What a check finds: mistakes, each with its place and its remedy, and changes."""

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from kck.foundation.text import _


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """A mistake in a file; line 0 means the file as a whole."""

    file: str
    line: int
    what: str
    instead: str
    field: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what} {self.instead}".strip()


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a load would do to one row; `details` are sentences like "name: old -> new"."""

    kind: Literal["added", "changed", "ended"]
    what: str
    code: str
    details: tuple[str, ...] = ()
    table: str = ""
    identity: str = ""


@dataclass
class Problems:
    """Collects mistakes while files are read."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, what: Any, instead: Any = "", *, field: str = "") -> None:
        self.found.append(
            Problem(file=file, line=line, what=str(what), instead=str(instead), field=field)
        )

    def __bool__(self) -> bool:
        return bool(self.found)


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that was probably meant, or ""."""
    folded = {one.casefold(): one for one in known}
    # of two signs one is as good as any other
    cutoff = 0.6 if len(word) > 2 else 0.9
    match = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=cutoff)
    return folded[match[0]] if match else ""


def suggestion(word: str, known: Collection[str]) -> str:
    """What to write instead of an unknown word."""
    if meant := nearest(word, known):
        return str(_("Napisz „{word}”.")).format(word=meant)
    if not known:
        return ""
    return str(_("Możliwe wartości: {words}.")).format(words=shortened(known))


def shortened(words: Iterable[str], limit: int = 12) -> str:
    ordered = sorted(words)
    tail = ", …" if len(ordered) > limit else ""
    return ", ".join(ordered[:limit]) + tail
