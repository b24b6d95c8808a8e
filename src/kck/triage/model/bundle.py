"""A model as it travels: one archive in the database, one folder of files beside each process."""

import hashlib
import io
import os
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from kck.triage.model.danger import DangerModel
from kck.triage.model.weights import Weights

_CATEGORIES, _DANGERS = "categories", "dangers"
_LEVEL = 1  # arrays of halves hardly get smaller by trying harder


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """All that was trained together."""

    categories: Weights
    dangers: DangerModel | None

    def pack(self) -> bytes:
        """The same bytes for the same model: no times in it, files in their order."""
        with tempfile.TemporaryDirectory() as place:
            root = Path(place)
            self.categories.save(root / _CATEGORIES)
            if self.dangers:
                self.dangers.save(root / _DANGERS)
            return _zipped(root)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Of an unpacked archive; arrays are mapped, not read."""
        dangers = folder / _DANGERS
        return cls(
            categories=Weights.load(folder / _CATEGORIES),
            dangers=DangerModel.load(dangers) if dangers.is_dir() else None,
        )


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def unpack(content: bytes, folder: Path) -> None:
    """Whole or not at all, also when two processes do it at once."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".coming-"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(place)
        os.rename(place, folder)
    except OSError:
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _zipped(root: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(str(path.relative_to(root)))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, path.read_bytes(), compresslevel=_LEVEL)
    return out.getvalue()
