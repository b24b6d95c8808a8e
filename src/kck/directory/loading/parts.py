"""Files of other modules that are checked, loaded and exported with the directory's own."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kck.directory.loading.problems import Problems
from kck.directory.models import LoadedFile
from kck.foundation.actor import Actor
from kck.foundation.verdict import YES, Verdict

CheckPart = Callable[[Path, Problems], list[str]]
LoadPart = Callable[[Path], None]
Written = Callable[[Path | None], str]


def anybody(_actor: Actor) -> Verdict:
    return YES


@dataclass(frozen=True, kw_only=True)
class Part:
    """`check` notes problems and returns what would change, one line each; `load` does it.

    `written` is the text of `file` as the tables have it, or, of a folder, as its file has it,
    written the same way; "" is no file. A file of which it is never asked is kept as it came.
    `allowed`: who may load it, besides editing the city, when it changes anything.
    """

    name: str
    check: CheckPart
    load: LoadPart
    file: str = ""
    written: Written | None = None
    allowed: Callable[[Actor], Verdict] = anybody


_parts: dict[str, Part] = {}


def register_part(
    name: str,
    check: CheckPart,
    load: LoadPart,
    *,
    file: str = "",
    written: Written | None = None,
    allowed: Callable[[Actor], Verdict] = anybody,
) -> None:
    """Join every check, load and export from now on, in the order of registration."""
    _parts[name] = Part(
        name=name, check=check, load=load, file=file, written=written, allowed=allowed
    )


def parts() -> tuple[Part, ...]:
    return tuple(_parts.values())


@contextmanager
def last_loaded() -> Iterator[Path]:
    """The files of the last load in a folder of their own: what a file says anew is news."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_files(dict(LoadedFile.objects.values_list("name", "content")), folder)
        yield folder


def write_files(texts: Mapping[str, str], folder: Path) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
