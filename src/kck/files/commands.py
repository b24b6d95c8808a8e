"""Taking photos in, keeping them, and letting go of them."""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from kck.files import pictures, storage
from kck.files.drawing import draw_thumbnails, remove_bytes
from kck.files.models import StoredFile
from kck.files.terms import MOST_BYTES, SEAL_KIND, Kind, NotAPhoto, PhotoFacts, Picture
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, defer
from kck.foundation.privacy import note_removal, seal
from kck.foundation.text import _


class Readable(Protocol):
    """A stream, or what a form uploaded."""

    def read(self, size: int, /) -> bytes: ...


TOO_HEAVY = _("To zdjęcie ma ponad 10 MB. Zmniejsz je i dodaj jeszcze raz.")
EMPTY = _("Ten plik jest pusty. Dodaj zdjęcie jeszcze raz.")


def receive_photo(
    source: Readable,
    *,
    at: datetime,
    by: Actor,
    expires_at: datetime | None = None,
) -> StoredFile:
    """Take a stranger's photo in, drawn anew; with `expires_at` it is a draft until `keep`.

    The original is never written anywhere. Raises `NotAPhoto`. The heavy work is done before the
    transaction begins (unless the caller already holds one).
    """
    return store_picture(pictures.redraw(_read(source)), at=at, expires_at=expires_at)


def store_picture(
    picture: Picture, *, at: datetime, expires_at: datetime | None = None
) -> StoredFile:
    """Keep a picture that we drew ourselves."""
    public_id = uuid.uuid4()
    name = storage.name_for(public_id, Kind.PHOTO, at)
    # bytes without a row are swept up by `sweep_orphans`; a row without bytes could not be mended
    storage.write(name, picture.data)
    return _store(picture, public_id, name, at=at, expires_at=expires_at)


def _read(source: Readable) -> bytes:
    data = source.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise NotAPhoto(TOO_HEAVY)
    if not data:
        raise NotAPhoto(EMPTY)
    return bytes(data)


@command
def _store(
    picture: Picture,
    public_id: uuid.UUID,
    name: str,
    *,
    at: datetime,
    expires_at: datetime | None,
) -> StoredFile:
    sha256 = hashlib.sha256(picture.data).hexdigest()
    sealed = seal(sha256)
    stored = StoredFile.objects.create(
        public_id=public_id,
        kind=Kind.PHOTO,
        name=name,
        sha256=sha256,
        salt=sealed.salt,
        digest=sealed.digest,
        size=len(picture.data),
        content_type="image/jpeg",
        width=picture.width,
        height=picture.height,
        looks=picture.looks,
        created_at=at,
        expires_at=expires_at,
        taken_at=picture.facts.taken_at,
        lat=picture.facts.lat,
        lon=picture.facts.lon,
    )
    defer(draw_thumbnails, file_id=stored.pk)
    return stored


@command
def take_suggestion(file: StoredFile) -> PhotoFacts:
    """When and where the photo was taken, once: reading it erases it."""
    row = StoredFile.objects.select_for_update().get(pk=file.pk)
    facts = PhotoFacts(taken_at=row.taken_at, lat=row.lat, lon=row.lon)
    if facts:
        row.taken_at = row.lat = row.lon = None
        row.save(update_fields=["taken_at", "lat", "lon"])
    return facts


@command
def hold_drafts(public_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these are still drafts; nobody else makes them something before the commit."""
    drafts = StoredFile.objects.select_for_update().there().exclude(expires_at=None)
    asked = drafts.filter(public_id__in=list(public_ids)).order_by("pk")
    return set(asked.values_list("public_id", flat=True))


@command
def keep(public_ids: Iterable[uuid.UUID | str]) -> list[StoredFile]:
    """Drafts become files of something, without camera facts; unknown ones are left out."""
    rows = list(
        StoredFile.objects.select_for_update()
        .there()
        .filter(public_id__in=_uuids(public_ids))
        .order_by("pk")
    )
    nothing: dict[str, Any] = {"expires_at": None, "taken_at": None, "lat": None, "lon": None}
    StoredFile.objects.filter(pk__in=[row.pk for row in rows]).update(**nothing)
    for row in rows:
        row.expires_at = row.taken_at = row.lat = row.lon = None
    return rows


def _uuids(ids: Iterable[uuid.UUID | str]) -> list[uuid.UUID]:
    found = []
    for raw in ids:
        try:
            found.append(raw if isinstance(raw, uuid.UUID) else uuid.UUID(raw))
        except ValueError:
            continue  # a stranger's form; an id that cannot be is an id we do not know
    return found


@command
def erase(file: StoredFile, *, at: datetime, by: Actor, ground: str = "") -> None:
    """The file is gone with the commit, its bytes shortly after. Asking again changes nothing."""
    row = StoredFile.objects.select_for_update().get(pk=file.pk)
    if row.erased_at is not None:
        return
    row.erased_at = at
    row.sha256, row.salt, row.looks = "", "", None
    row.taken_at = row.lat = row.lon = row.expires_at = None
    row.save()
    note_removal(SEAL_KIND, [row.pk], ground=ground, at=at, by=by)
    defer(remove_bytes, file_id=row.pk)
