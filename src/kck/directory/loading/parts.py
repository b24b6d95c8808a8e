"""Files of other modules that are checked and loaded together with the directory's own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kck.directory.loading.problems import Problems

CheckPart = Callable[[Path, Problems], list[str]]
LoadPart = Callable[[Path], None]


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
