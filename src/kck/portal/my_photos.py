"""Photos that come with a message about a case: kept when they can be, named when they cannot."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from kck.files.commands import receive_photo
from kck.files.terms import DRAFT_KEPT_FOR, NotAPhoto
from kck.foundation import clock
from kck.foundation.actor import ANYBODY
from kck.foundation.text import _, clean

MOST = 5
_SALT = "kck.portal.my_photos"
TOO_MANY = _("W jednej wiadomości mieści się 5 zdjęć. Wybierz mniej.")


def seal(photos: Sequence[UUID]) -> str:
    """For a hidden field, so that a page with an error elsewhere loses no photo."""
    return signing.dumps([str(photo) for photo in photos], salt=_SALT) if photos else ""


def unseal(sealed: str) -> list[UUID]:
    with suppress(signing.BadSignature, ValueError, TypeError):
        return [UUID(one) for one in signing.loads(sealed, salt=_SALT, max_age=DRAFT_KEPT_FOR)]
    return []


def take(files: Sequence["UploadedFile[Any]"], kept: list[UUID]) -> list[str]:
    """Add the photos that can be kept to `kept`; gives a sentence for each that cannot."""
    if len(files) + len(kept) > MOST:
        return [str(TOO_MANY)]
    problems, at = [], clock.now()
    for file in files:
        try:
            stored = receive_photo(file, at=at, by=ANYBODY, expires_at=at + DRAFT_KEPT_FOR)
            kept.append(stored.public_id)
        except NotAPhoto as refusal:
            problems.append(f"{clean(file.name or '')[:60]}: {refusal}")
    return problems
