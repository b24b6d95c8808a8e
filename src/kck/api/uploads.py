"""Photos: taken in one by one, drawn anew, then used by one case, once."""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from ninja import Router

from kck.api import told
from kck.api.answers import no_other
from kck.api.callers import Call, within
from kck.api.problems import Problem, invalid
from kck.api.repeats import said, write
from kck.files.commands import hold_drafts, receive_photo
from kck.files.terms import DRAFT_KEPT_FOR, NotAPhoto
from kck.foundation import clock
from kck.foundation.once import Answer
from kck.foundation.text import _

router = Router(tags=["Reporting"])
PHOTOS_PER_HOUR = 60
_SALT = "kck.api.photo"
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "photo": {"type": "string", "contentMediaType": "application/octet-stream"}
                    },
                    "required": ["photo"],
                }
            }
        },
    }
}
_NOT_A_FORM = _("Wyślij zdjęcie jako multipart/form-data, w polu photo.")
_NONE = _("Nie przyszło żadne zdjęcie. Wyślij jeden plik w polu photo.")
_USED = _("Tego zdjęcia już nie ma albo jest w innej sprawie. Wyślij je jeszcze raz.")


@router.post("/photos", response={201: told.Draft}, operation_id="add_photo", openapi_extra=_BODY)
def add_photo(request: Call) -> HttpResponse:
    """Take a photo in: JPEG, PNG, WebP or HEIC up to 10 MB. What the camera wrote is lost."""
    no_other(request)
    if request.content_type != "multipart/form-data":
        raise Problem(kind="wrong-media-type", detail=str(_NOT_A_FORM))
    within(request, "photos", limit=PHOTOS_PER_HOUR)
    file = _only_file(request)
    digest = hashlib.sha256(b"".join(file.chunks())).digest()
    file.seek(0)
    return write(request, lambda: _taken(request, file), content=digest)


def _only_file(request: Call) -> "UploadedFile[Any]":
    files = request.FILES.getlist("photo")
    if len(files) != 1:
        raise invalid("photo", _NONE)
    return files[0]


def _taken(request: Call, file: "UploadedFile[Any]") -> Answer:
    at = clock.now()
    expires_at = at + DRAFT_KEPT_FOR
    try:
        stored = receive_photo(file, at=at, by=request.caller.actor, expires_at=expires_at)
    except NotAPhoto as wrong:
        raise invalid("photo", wrong) from wrong
    content = {
        "id": signing.dumps(stored.public_id.hex, salt=_SALT),
        "width": stored.width,
        "height": stored.height,
        "expires_at": expires_at,
    }
    return said(content, status=201)


def drafts(ids: Sequence[str]) -> tuple[UUID, ...]:
    """Within a write: the files of these ids, held until the commit; `Problem` for a used one."""
    found = list(_unsealed(ids))
    held = hold_drafts(found)
    for place, public_id in enumerate(found):
        if public_id not in held or public_id in found[:place]:
            raise invalid(f"photos.{place}", _USED)
    return tuple(found)


def _unsealed(ids: Iterable[str]) -> Iterable[UUID]:
    """Only who was given an id has it: no photo of somebody else's can be named."""
    for place, sealed in enumerate(ids):
        public_id = None
        with suppress(signing.BadSignature, ValueError, TypeError):
            public_id = UUID(signing.loads(sealed, salt=_SALT, max_age=DRAFT_KEPT_FOR))
        if public_id is None:
            raise invalid(f"photos.{place}", _USED)
        yield public_id
