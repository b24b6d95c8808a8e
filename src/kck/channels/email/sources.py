"""Where mails lie when no server hands them over: files, standard input, maildirs, mboxes."""

import mailbox
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_ANSWERED = frozenset("RA")  # maildir: replied; mbox: Status A


class NoMail(Exception):
    """Nothing that could be read lies there; the message is for the operator."""


@dataclass(frozen=True, kw_only=True)
class Lying:
    """One mail, whose bytes are read when they are asked for."""

    name: str
    read: Callable[[], bytes]
    answered: bool = False


def lying_at(source: str) -> Iterator[Lying]:
    """All mails of a file, a maildir with its folders, an mbox, or `-` for standard input."""
    path = Path(source)
    if source == "-":
        yield Lying(name="-", read=sys.stdin.buffer.read)
    elif (path / "cur").is_dir():
        yield from _maildir(path)
    elif path.is_dir():
        for file in sorted(one for one in path.iterdir() if one.is_file()):
            yield from lying_at(str(file))
    elif not path.is_file():
        raise NoMail(f"{source}: there is no such file or folder")
    elif _is_mbox(path):
        yield from _mbox(path)
    else:
        yield Lying(name=str(path), read=path.read_bytes)


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def _maildir(path: Path) -> Iterator[Lying]:
    folders = [path, *sorted(one for one in path.glob(".*") if (one / "cur").is_dir())]
    for folder in folders:
        for part in ("cur", "new"):
            for file in sorted((folder / part).iterdir()):
                flags = file.name.partition(":2,")[2]
                yield Lying(
                    name=str(file), read=file.read_bytes, answered=bool(_ANSWERED & set(flags))
                )


def _mbox(path: Path) -> Iterator[Lying]:
    box = mailbox.mbox(path, create=False)  # stays open: its mails are read when asked for
    for key in box.keys():  # noqa: SIM118 - iterating it would parse each mail
        raw = _of_mbox(box, key)
        yield Lying(name=f"{path}#{key}", read=raw, answered=_says_answered(raw()))


def _of_mbox(box: "mailbox.mbox", key: str) -> Callable[[], bytes]:
    return lambda: box.get_bytes(key)


def _says_answered(raw: bytes) -> bool:
    head = raw[:20_000].partition(b"\n\n")[0].splitlines()
    said = b"".join(line for line in head if line.lower().startswith((b"status:", b"x-status:")))
    return b"A" in said.partition(b":")[2] if said else False
