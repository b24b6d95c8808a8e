"""The file of a register: from the folder of this installation, or from an address."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
from django.conf import settings

from kck.foundation.text import _
from kck.places.importing.report import CannotImport

LARGEST = 2_000_000_000
_PATIENCE = httpx2.Timeout(60, connect=10)
_AGENT = "KCK"


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
        raise CannotImport(_("Plik musi leżeć w katalogu {folder}.").format(folder=folder().name))
    return path


@contextmanager
def fetched(location: str) -> Iterator[Fetched]:
    """A copy that nobody changes while it is read."""
    with tempfile.TemporaryDirectory(prefix="kck-register-") as place:
        path = Path(place) / (Path(urlsplit(location).path).name or "register")[:100]
        digest = _download(location, path) if is_address(location) else _copy(location, path)
        if not path.stat().st_size:
            raise CannotImport(_("Plik jest pusty."))
        yield Fetched(path=path, digest=digest)


def _copy(location: str, to: Path) -> str:
    source = path_of(location)
    try:
        with source.open("rb") as file:
            return _write(iter(lambda: file.read(1 << 20), b""), to)
    except OSError as error:
        raise CannotImport(
            _("Nie można otworzyć pliku {name}: {why}.").format(
                name=source.name, why=error.strerror
            )
        ) from error


def _download(address: str, to: Path) -> str:
    try:
        with (
            httpx2.Client(timeout=_PATIENCE, headers={"User-Agent": _AGENT}) as client,
            client.stream("GET", address, follow_redirects=True) as answer,
        ):
            if answer.status_code != 200:
                raise CannotImport(
                    _("Serwer odpowiedział kodem {code}.").format(code=answer.status_code)
                )
            return _write(answer.iter_bytes(), to)
    except httpx2.HTTPError as error:
        # also when the connection ends before the length that was promised
        raise CannotImport(
            _("Nie udało się pobrać pliku: {why}.").format(why=type(error).__name__)
        ) from error


def _write(pieces: Iterator[bytes], to: Path) -> str:
    digest, size = hashlib.sha256(), 0
    with to.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > LARGEST:
                raise CannotImport(_("Plik jest za duży."))
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()
