"""What others ask about files. Who may see one is the caller's question."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO

from django.core.files.storage import default_storage

from kck.files import storage
from kck.files.models import StoredFile
from kck.files.terms import THUMB_SIDES, Size
from kck.foundation.privacy import digest


@dataclass(frozen=True, kw_only=True)
class FileInfo:
    """What a page needs to show a file."""

    id: int
    public_id: uuid.UUID
    kind: str
    width: int
    height: int
    size: int
    content_type: str


@dataclass(frozen=True, kw_only=True)
class OpenedFile:
    content: IO[bytes]
    content_type: str
    etag: str


def find(public_id: uuid.UUID | str) -> StoredFile | None:
    """A file that is still there."""
    try:
        wanted = public_id if isinstance(public_id, uuid.UUID) else uuid.UUID(public_id)
    except ValueError:
        return None
    return StoredFile.objects.there().filter(public_id=wanted).first()


def infos(ids: Iterable[int]) -> Mapping[int, FileInfo]:
    """Those still there, by id, in one statement."""
    return {
        row.pk: FileInfo(
            id=row.pk,
            public_id=row.public_id,
            kind=row.kind,
            width=row.width,
            height=row.height,
            size=row.size,
            content_type=row.content_type,
        )
        for row in StoredFile.objects.there().filter(pk__in=list(ids))
    }


def open_file(public_id: uuid.UUID | str, size: str = Size.FULL) -> OpenedFile | None:
    """Its bytes; before a thumbnail is drawn, the whole picture. None when it is gone."""
    stored = find(public_id)
    return open_stored(stored, size) if stored else None


def open_stored(stored: StoredFile, size: str = Size.FULL) -> OpenedFile | None:
    small = size in THUMB_SIDES and stored.thumb_at is not None
    name = storage.thumb_name(stored.name, size) if small else stored.name
    try:
        content = default_storage.open(name)
    except FileNotFoundError:
        # lost bytes of a thumbnail cost sharpness of nothing; of the picture itself, the picture
        return open_stored(stored) if small else None
    return OpenedFile(
        content=content,
        content_type="image/webp" if small else stored.content_type,
        etag=f'"{stored.public_id.hex}-{size if small else Size.FULL}"',
    )


def digests(ids: list[int]) -> Mapping[int, str]:
    """For `audit verify`: the seal of what is there now."""
    rows = StoredFile.objects.there().filter(pk__in=ids).values_list("pk", "sha256", "salt")
    return {pk: digest(sha256, salt) for pk, sha256, salt in rows}
