"""Photos that come with an act: kept when they can be, so that they need not be sent again."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from kck.files.commands import receive_photo
from kck.files.terms import DRAFT_KEPT_FOR, NotAPhoto
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _, clean

MOST = 5
_SALT = "kck.ui.kept_photos"
TOO_MANY = _("Najwyżej 5 zdjęć naraz. Wybierz mniej.")


def seal(case_id: int, photos: Sequence[UUID]) -> str:
    return signing.dumps([case_id, *map(str, photos)], salt=_SALT) if photos else ""


def unseal(case_id: int, sealed: str) -> list[UUID]:
    """Those of this very case."""
    with suppress(signing.BadSignature, ValueError, TypeError):
        of_case, *ids = signing.loads(sealed, salt=_SALT, max_age=DRAFT_KEPT_FOR)
        return [UUID(one) for one in ids] if of_case == case_id else []
    return []


def take_in(files: Sequence["UploadedFile[Any]"], kept: list[UUID], *, by: Actor) -> list[str]:
    """Add the photos that can be kept to `kept`; gives a sentence for each that cannot."""
    if len(files) + len(kept) > MOST:
        return [str(TOO_MANY)]
    problems, at = [], clock.now()
    for file in files:
        try:
            stored = receive_photo(file, at=at, by=by, expires_at=at + DRAFT_KEPT_FOR)
            kept.append(stored.public_id)
        except NotAPhoto as refusal:
            problems.append(f"{clean(file.name or '')[:60]}: {refusal}")
    return problems
