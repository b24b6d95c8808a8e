"""Texts and photos of a case: added, published, redacted, erased."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kck.cases import policy
from kck.cases.commands.documents import erase_all_files
from kck.cases.commands.open_case import attach
from kck.cases.commands.steps import lock, move, note
from kck.cases.events import (
    ContentPublished,
    ContentRedacted,
    ErasureRefused,
    PersonalDataErased,
    PhotoAdded,
    Seals,
)
from kck.cases.models import Case, CasePhoto, CaseText, Follower, Joined
from kck.cases.queries.expiring import ABOUT_PEOPLE
from kck.cases.queries.masking import known_words, masker
from kck.cases.rules import IllegalMove
from kck.cases.terms import PUBLISHABLE, CaseState, PhotoKind, TextKind
from kck.directory.terms import FORMAL_KINDS
from kck.files.commands import erase
from kck.files.covering import cover
from kck.foundation import privacy
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.people.commands import forget

MOST_PHOTOS = 20
_BY_THE_CITY = (TextKind.ANSWER, TextKind.QUESTION, TextKind.CLOSING, TextKind.REASON)
_FORMAL = Q(kind__in=FORMAL_KINDS)
_ANY = Q(pk__isnull=False)
_ASKED = "art. 17 RODO"
ARCHIVE_DUTY = "art. 17 ust. 3 lit. b i d RODO"


@command
def add_photos(
    case_id: int, *, files: Iterable[UUID], kind: PhotoKind, at: datetime, by: Actor
) -> Case:
    """Add photos: evidence of the work by staff, more of the problem by the reporter."""
    case = lock(case_id)
    by_reporter = kind != PhotoKind.EVIDENCE
    require((policy.may_speak_for_reporter if by_reporter else policy.may_work)(by, case))
    was, files = move(case, "add", at=at), tuple(files)
    there = CasePhoto.objects.filter(case=case, erased_at=None).exclude(kind=PhotoKind.JOINED)
    if there.count() + len(files) > MOST_PHOTOS:
        raise IllegalMove(
            str(_("Sprawa może mieć najwyżej %(most)s zdjęć.")) % {"most": MOST_PHOTOS}
        )
    case.save()
    seals = attach(case, files, kind, by=by, at=at)
    note(case, PhotoAdded, was, by=by, at=at, seals=seals, by_reporter=by_reporter)
    return case


@command
def publish(
    case_id: int, *, texts: Iterable[int] = (), photos: Iterable[int] = (), at: datetime, by: Actor
) -> Case:
    """Show contents to everybody: a person has looked at them and says they are safe."""
    return _show(case_id, texts, photos, moment=at, at=at, by=by)


@command
def unpublish(
    case_id: int, *, texts: Iterable[int] = (), photos: Iterable[int] = (), at: datetime, by: Actor
) -> Case:
    """Take contents back from the public."""
    return _show(case_id, texts, photos, moment=None, at=at, by=by)


def _show(
    case_id: int,
    texts: Iterable[int],
    photos: Iterable[int],
    *,
    moment: datetime | None,
    at: datetime,
    by: Actor,
) -> Case:
    case = lock(case_id)
    require(policy.may_publish(by, case))
    texts = tuple(texts)
    if moment is not None:
        _require_read(case, texts, by)
    was = CaseState(case.state)
    shown = [("text", pk) for pk in texts] + [("photo", pk) for pk in photos]
    for content, pk in shown:
        if _set_published(case, content, pk, moment):
            note(
                case, ContentPublished, was, by=by, at=at,
                content=content, content_id=pk, public=moment is not None,
            )  # fmt: skip
    return case


def _require_read(case: Case, texts: Iterable[int], by: Actor) -> None:
    """Nobody publishes what stands covered before them."""
    may = policy.may_read_personal(by, case)
    if may:
        return
    mask = masker(case.person_id)
    bodies = CaseText.objects.filter(pk__in=texts, case=case).values_list("body", flat=True)
    if any(mask(body) != body for body in bodies):
        require(may)


def _set_published(case: Case, content: str, pk: int, moment: datetime | None) -> bool:
    """Whether that changed anything: a key pressed twice publishes once."""
    other = {"case": case, "erased_at": None, "published_at__isnull": moment is not None}
    if content == "photo":
        return bool(CasePhoto.objects.filter(pk=pk, **other).update(published_at=moment))
    texts = CaseText.objects.filter(pk=pk, kind__in=PUBLISHABLE, **other)
    return bool(texts.update(published_at=moment))


@command
def redact_text(case_id: int, *, text_id: int, body: str, at: datetime, by: Actor) -> Case:
    """Put a text without personal data in the place of one with; the old words are gone."""
    case = lock(case_id)
    require(policy.may_redact(by, case))
    old = CaseText.objects.select_for_update().get(pk=text_id, case=case, erased_at=None)
    _put_in_place(case, old, clean(body), CaseState(case.state), at=at, by=by)
    return case


def _put_in_place(
    case: Case, old: CaseText, body: str, was: CaseState, *, at: datetime, by: Actor
) -> None:
    sealed = privacy.seal(body)
    new = CaseText.objects.create(
        case=case, kind=old.kind, body=body, language=old.language, author=old.author,
        at=old.at, salt=sealed.salt, redacted_at=at,
    )  # fmt: skip
    _erase_texts([old.pk], ground="redaction", at=at, by=by)
    seals: Seals = [["text", new.pk, sealed.digest]]
    note(case, ContentRedacted, was, by=by, at=at, seals=seals, content="text", content_id=old.pk)


@command
def redact_photo(
    case_id: int,
    *,
    photo_id: int,
    boxes: Iterable[tuple[float, float, float, float]],
    at: datetime,
    by: Actor,
) -> Case:
    """Paint boxes (left, top, right, bottom as shares of it) black; without any, erase it."""
    case = lock(case_id)
    require(policy.may_redact(by, case))
    photo = CasePhoto.objects.select_related("file").get(pk=photo_id, case=case, erased_at=None)
    seals: Seals = []
    if boxes := list(boxes):
        fresh = cover(photo.file, boxes=boxes, at=at)
        CasePhoto.objects.create(
            case=case, file=fresh, kind=photo.kind, author=photo.author, at=photo.at
        )
        seals = [["file", fresh.pk, fresh.digest]]
    _erase_photos([photo], ground="redaction", at=at, by=by)
    was = CaseState(case.state)
    note(
        case, ContentRedacted, was, by=by, at=at, seals=seals,
        content="photo", content_id=photo.pk,
    )  # fmt: skip
    return case


@command
def erase_personal_data(case_id: int, *, ground: str, at: datetime, by: Actor) -> Case:
    """Forget who reported and what they wrote and photographed; the case and its facts stay.

    A formal case is kept for the archive: asking is recorded, with the ground of the refusal.
    """
    case = lock(case_id)
    require(policy.may_erase(by, case))
    was = CaseState(case.state)
    if case.kind in FORMAL_KINDS:
        note(case, ErasureRefused, was, by=by, at=at, ground=ARCHIVE_DUTY)
        return case
    _redact_answers(case, was, at=at, by=by)
    gone = _erase_words(case, ground=ground, at=at, by=by)
    gone += _forget_reporter(case, _FORMAL, ground=ground, at=at, by=by)
    note(case, PersonalDataErased, was, by=by, at=at, contents=gone, ground=ground)
    return case


@command
def forget_joined(person_id: int, *, at: datetime, by: Actor) -> None:
    """What somebody added to cases that others had reported: gone, and nothing of the rest."""
    for one in Joined.objects.select_for_update().filter(person_id=person_id).order_by("pk"):
        case = lock(one.case_id)
        photos = CasePhoto.objects.filter(pk__in=one.photos, erased_at=None).select_related("file")
        texts = CaseText.objects.filter(pk=one.text_id or 0, erased_at=None).values_list(
            "pk", flat=True
        )
        gone = _erase_texts(list(texts), ground=_ASKED, at=at, by=by)
        gone += _erase_photos(list(photos), ground=_ASKED, at=at, by=by)
        one.delete()
        was = CaseState(case.state)
        note(case, PersonalDataErased, was, by=by, at=at, contents=gone, ground=_ASKED)


@command
def expire_case(case_id: int, *, words: bool, ground: str, at: datetime, by: Actor) -> Case:
    """Its time has come: the contact is forgotten, or the words and photos too. Also of a formal
    case, whose archive is elsewhere by then.
    """
    require(policy.may_expire(by))
    case = lock(case_id)
    was = CaseState(case.state)
    _redact_answers(case, was, at=at, by=by)
    gone = _erase_words(case, ground=ground, at=at, by=by) if words else 0
    gone += _forget_reporter(case, _ANY, ground=ground, at=at, by=by)
    for follower in Follower.objects.filter(case=case):
        gone += _forget_unless(_ANY, follower.person_id, case, ground=ground, at=at, by=by)
    Follower.objects.filter(case=case).delete()
    Joined.objects.filter(case=case).delete()
    note(case, PersonalDataErased, was, by=by, at=at, contents=gone, ground=ground)
    return case


def _erase_words(case: Case, *, ground: str, at: datetime, by: Actor) -> int:
    texts = CaseText.objects.filter(case=case, erased_at=None, kind__in=ABOUT_PEOPLE)
    photos = CasePhoto.objects.filter(case=case, erased_at=None).exclude(kind=PhotoKind.EVIDENCE)
    ids = list(texts.values_list("pk", flat=True))
    gone = _erase_texts(ids, ground=ground, at=at, by=by)
    gone += erase_all_files(case, ground=ground, at=at, by=by)
    return gone + _erase_photos(list(photos.select_related("file")), ground=ground, at=at, by=by)


def _forget_reporter(case: Case, needed: Q, *, ground: str, at: datetime, by: Actor) -> int:
    person_id = case.person_id
    if person_id is None:
        return 0
    gone = _forget_unless(needed, person_id, case, ground=ground, at=at, by=by)
    case.person_id, case.updated_at = None, at
    case.save(update_fields=["person", "updated_at"])
    return gone


def _forget_unless(
    needed: Q, person_id: int, case: Case, *, ground: str, at: datetime, by: Actor
) -> int:
    """Somebody who has another case of that kind is not forgotten with this one."""
    if Case.objects.filter(needed, person_id=person_id).exclude(pk=case.pk).exists():
        return 0
    return int(forget(person_id, ground=ground, at=at, by=by))


def _redact_answers(case: Case, was: CaseState, *, at: datetime, by: Actor) -> None:
    """What the city wrote stays, without the name it spoke to."""
    if case.person_id is None:
        return
    without = known_words(case.person_id)
    for old in CaseText.objects.filter(case=case, erased_at=None, kind__in=_BY_THE_CITY):
        if (body := without(old.body)) != old.body:
            _put_in_place(case, old, body, was, at=at, by=by)


def _erase_texts(ids: list[int], *, ground: str, at: datetime, by: Actor) -> int:
    CaseText.objects.filter(pk__in=ids).update(body="", salt="", published_at=None, erased_at=at)
    privacy.note_removal("text", ids, ground=ground, at=at, by=by)
    return len(ids)


def _erase_photos(photos: list[CasePhoto], *, ground: str, at: datetime, by: Actor) -> int:
    for photo in photos:
        erase(photo.file, at=at, by=by, ground=ground)
    CasePhoto.objects.filter(pk__in=[photo.pk for photo in photos]).update(
        published_at=None, erased_at=at
    )
    return len(photos)
