"""Files of other modules that are checked and loaded together with the directory's own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kck.directory.loading.problems import Problems
from kck.foundation.actor import Actor

CheckPart = Callable[[Path, Problems], list[str]]


class LoadPart(Protocol):
    def __call__(self, folder: Path, *, at: datetime, by: Actor) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Part:
    """`check` notes problems and returns what would change, one line each; `load` does it."""

    name: str
    check: CheckPart
    load: LoadPart


_parts: dict[str, Part] = {}


def register_part(name: str, check: CheckPart, load: LoadPart) -> None:
    """Join every check and load from now on, in the order of registration."""
    _parts[name] = Part(name=name, check=check, load=load)


def parts() -> tuple[Part, ...]:
    return tuple(_parts.values())
