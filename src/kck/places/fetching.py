"""The file of a register: from the folder of this installation, or from an address."""

import codecs
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
from django.conf import settings

from kck.places import wrong
from kck.places.importing.report import CannotImport

LARGEST = 2_000_000_000
_PATIENCE = httpx2.Timeout(60, connect=10)
_AGENT = "KCK"
_SNIFFED = 4096
_SPACE = codecs.BOM_UTF8 + b" \t\r\n"


@dataclass(frozen=True, kw_only=True)
class Fetched:
    path: Path
    digest: str


def folder() -> Path:
    """Where files of registers are put by hand."""
    return Path(settings.KCK_HOME) / "registers"


def is_address(location: str) -> bool:
    return urlsplit(location).scheme in {"http", "https"}


def path_of(location: str) -> Path:
    """A file in the folder; what leads out of it is refused."""
    path = (folder() / location).resolve()
    if not path.is_relative_to(folder().resolve()):
        raise CannotImport(wrong.OUTSIDE(folder=folder().name))
    return path


@contextmanager
def fetched(location: str) -> Iterator[Fetched]:
    """A copy that nobody changes while it is read."""
    with tempfile.TemporaryDirectory(prefix="kck-register-") as place:
        path = Path(place) / (Path(urlsplit(location).path).name or "register")[:100]
        digest = _download(location, path) if is_address(location) else _copy(location, path)
        _check(path)
        yield Fetched(path=path, digest=digest)


def _check(path: Path) -> None:
    """An error page that came with the code 200, or an archive, is no register."""
    with path.open("rb") as file:
        beginning = file.read(_SNIFFED)
    if not beginning:
        raise CannotImport(wrong.EMPTY)
    if beginning.lstrip(_SPACE).lower().startswith((b"<!doctype html", b"<html")):
        raise CannotImport(wrong.A_PAGE)
    if b"\0" in beginning and not beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise CannotImport(wrong.NOT_TEXT)


def _copy(location: str, to: Path) -> str:
    source = path_of(location)
    try:
        with source.open("rb") as file:
            return _write(iter(lambda: file.read(1 << 20), b""), to)
    except OSError as error:
        raise CannotImport(wrong.CANNOT_OPEN(name=source.name, why=error.strerror)) from error


def _download(address: str, to: Path) -> str:
    try:
        with (
            httpx2.Client(timeout=_PATIENCE, headers={"User-Agent": _AGENT}) as client,
            client.stream("GET", address, follow_redirects=True) as answer,
        ):
            if answer.status_code != 200:
                raise CannotImport(wrong.ANSWERED(code=answer.status_code))
            return _write(answer.iter_bytes(), to)
    except httpx2.HTTPError as error:
        # also when the connection ends before the length that was promised
        raise CannotImport(wrong.CANNOT_FETCH(why=type(error).__name__)) from error


def _write(pieces: Iterator[bytes], to: Path) -> str:
    digest, size = hashlib.sha256(), 0
    with to.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > LARGEST:
                raise CannotImport(wrong.TOO_LARGE)
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()
