"""Photos of a draft: taken in one by one, each with its own answer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from kck.files.commands import erase, receive_photo, take_suggestion
from kck.files.queries import find
from kck.files.terms import DRAFT_KEPT_FOR, NotAPhoto
from kck.foundation import clock
from kck.foundation.actor import ANYBODY
from kck.foundation.text import _, clean
from kck.portal.drafts import MOST_PHOTOS, Draft, DraftPhoto, Notebook

PHOTOS_PER_HOUR = 60


class TooMany(ValueError):
    """The draft has as many photos as it may."""


def take_photos(notebook: Notebook, files: Sequence["UploadedFile[Any]"]) -> list[str]:
    """Keep what can be kept; gives a sentence for every file that cannot."""
    if not files:
        return []
    draft = notebook.draft
    if len(files) + len(draft.photos if draft else ()) > MOST_PHOTOS:
        raise TooMany(str(_("W zgłoszeniu mieści się 5 zdjęć. Usuń któreś albo wybierz mniej.")))
    problems = []
    for file in files:
        try:
            take_photo(notebook, file)
        except NotAPhoto as refusal:
            problems.append(f"{clean(file.name or '')[:60]}: {refusal}")
    return problems


def take_photo(notebook: Notebook, file: "UploadedFile[Any]") -> DraftPhoto:
    """Draw a photo anew and add it to the draft, with the place and time it told us of."""
    at = clock.now()
    stored = receive_photo(file, at=at, by=ANYBODY, expires_at=at + DRAFT_KEPT_FOR)
    facts = take_suggestion(stored)
    photo = DraftPhoto(
        id=stored.public_id,
        width=stored.width,
        height=stored.height,
        lat=facts.lat,
        lon=facts.lon,
        taken_at=facts.taken_at,
    )
    kept = notebook.rewrite(lambda draft: _with(draft, photo))
    if photo not in kept.photos:  # several tabs at once filled the last places
        erase(stored, at=at, by=ANYBODY, ground="draft")
        raise TooMany(str(_("W zgłoszeniu mieści się 5 zdjęć. Usuń któreś albo wybierz mniej.")))
    return photo


def _with(draft: Draft, photo: DraftPhoto) -> Draft:
    if len(draft.photos) >= MOST_PHOTOS:
        return draft
    return replace(draft, photos=(*draft.photos, photo))


def remove_photo(notebook: Notebook, public_id: UUID) -> None:
    """Take a photo out of the draft and out of the store. Asking again changes nothing."""
    if not is_of(notebook.draft, public_id):
        return
    notebook.rewrite(
        lambda known: replace(
            known, photos=tuple(photo for photo in known.photos if photo.id != public_id)
        )
    )
    if stored := find(public_id):
        erase(stored, at=clock.now(), by=ANYBODY, ground="draft")


def uuid_of(raw: str) -> UUID | None:
    try:
        return UUID(raw)
    except ValueError:
        return None


def is_of(draft: Draft | None, public_id: UUID) -> bool:
    """Whether it is a photo of this very draft."""
    return draft is not None and public_id in {photo.id for photo in draft.photos}
