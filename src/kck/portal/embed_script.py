"""The script that sites put on their pages, as it was built."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

_NAME = "embed/kck.js"


@dataclass(frozen=True, kw_only=True)
class EmbedScript:
    body: bytes
    version: str
    integrity: str

    @property
    def etag(self) -> str:
        return f'"{self.version}"'


def embed_script() -> EmbedScript | None:
    """As built last: what was collected may be older. None where the front end was not built."""
    places = {staticfiles_storage.path(_NAME), finders.find(_NAME)}
    built = [Path(place) for place in places if isinstance(place, str) and Path(place).exists()]
    if not built:
        return None
    path = max(built, key=lambda one: one.stat().st_mtime_ns)
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> EmbedScript:
    body = path.read_bytes()
    return EmbedScript(
        body=body,
        version=hashlib.sha256(body).hexdigest()[:12],
        integrity=f"sha384-{b64encode(hashlib.sha384(body).digest()).decode()}",
    )
