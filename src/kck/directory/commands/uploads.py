"""Files of a city that came by the browser: kept until somebody has seen what they would change."""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from kck.directory import policy
from kck.directory.commands.load_city import Check, Loaded, check_city, load_city
from kck.directory.models import Upload
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.foundation.text import _
from kck.foundation.verdict import require

LARGEST = 20_000_000
MOST_FILES = 300
KEPT_FOR = timedelta(days=1)
_SUFFIXES = {".csv", ".toml", ".geojson", ".md"}


class WrongUpload(ValueError):
    """This is no ZIP of a city; the message says why."""


@command
def keep_upload(content: bytes, *, name: str, at: datetime, by: Actor) -> Upload:
    """A ZIP as an export makes it, or one folder in a ZIP. Yesterday's are thrown away."""
    require(policy.may_edit(by))
    with opened(content):
        pass  # only to refuse what is none
    Upload.objects.filter(at__lt=at - KEPT_FOR).delete()
    return Upload.objects.create(content=content, name=name[:200], author=str(by), at=at)


@command
def load_upload(upload_id: int, *, replace: bool, at: datetime, by: Actor) -> Loaded:
    """As `kck city load`; the upload is gone afterwards."""
    require(policy.may_edit(by))
    upload = Upload.objects.get(pk=upload_id, author=str(by))
    with opened(bytes(upload.content)) as folder:
        loaded = load_city(folder, by=by, at=at, replace=replace)
    upload.delete()
    return loaded


@command
def forget_upload(upload_id: int, *, by: Actor) -> None:
    require(policy.may_edit(by))
    Upload.objects.filter(pk=upload_id, author=str(by)).delete()


def check_upload(upload_id: int, *, at: datetime, by: Actor) -> Check:
    """What loading it would change; writes nothing. `Upload.DoesNotExist` for a stranger's."""
    require(policy.may_edit(by))
    upload = Upload.objects.get(pk=upload_id, author=str(by))
    with opened(bytes(upload.content)) as folder:
        return check_city(folder, at=at, by=by)


@contextmanager
def opened(content: bytes) -> Iterator[Path]:
    """The files in a folder of their own, gone afterwards."""
    with tempfile.TemporaryDirectory() as place:
        _unpack(content, Path(place))
        yield Path(place)


def _unpack(content: bytes, folder: Path) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name, entry in _wanted(archive).items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(entry))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise WrongUpload(str(_("To nie jest plik ZIP, który da się otworzyć."))) from error


def _wanted(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Files of a city by their place in its folder; whatever else there is stays packed."""
    files = [one for one in archive.infolist() if not one.is_dir()]
    if len(files) > MOST_FILES or sum(one.file_size for one in files) > LARGEST:
        raise WrongUpload(str(_("Ten ZIP jest za duży jak na pliki miasta.")))
    root = _root(files)
    if root is None:
        raise WrongUpload(str(_("W tym ZIP-ie nie ma pliku city.toml.")))
    found = {}
    for one in files:
        path = PurePosixPath(one.filename)
        if not path.is_relative_to(root) or path.suffix not in _SUFFIXES:
            continue
        inner = path.relative_to(root)
        if inner.parts[:-1] in ((), ("texts",)) and ".." not in inner.parts:
            found[inner.as_posix()] = one
    return found


def _root(files: list[zipfile.ZipInfo]) -> PurePosixPath | None:
    paths = (PurePosixPath(one.filename) for one in files)
    roots = [path.parent for path in paths if path.name == "city.toml" and len(path.parts) <= 3]
    return min(roots, key=lambda path: len(path.parts), default=None)


def packed(texts: dict[str, str], root: str) -> bytes:
    """The other way: files as a ZIP, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(texts.items()):
            entry = zipfile.ZipInfo(f"{root}/{name}", date_time=(2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode())
    return out.getvalue()
