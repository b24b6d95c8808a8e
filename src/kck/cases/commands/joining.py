"""Me too: counted, and what they say of it themselves is kept."""

from datetime import datetime

from kck.cases.commands.open_case import attach
from kck.cases.commands.steps import lock, note, write
from kck.cases.events import FollowerJoined, Seals
from kck.cases.models import Case, CasePhoto, Follower, Joined
from kck.cases.rules import IllegalMove
from kck.cases.terms import CaseState, OwnWords, PhotoKind, TextKind
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.foundation.text import _, clean

MOST_PHOTOS = 60  # of all who joined; beside those of the case itself
NOTHING = OwnWords()


@command
def join(
    case_id: int,
    *,
    person_id: int | None,
    own: OwnWords = NOTHING,
    at: datetime,
    by: Actor,
) -> Case:
    """Me too: count one more, keep what they say of it, and tell them with a contact what happens.

    Their words and photos are for staff: neither the reporter nor the public sees a stranger's.
    """
    case = lock(case_id)
    if case.private or case.state == CaseState.WITHDRAWN:
        raise IllegalMove(str(_("Do tej sprawy nie można się dołączyć.")))
    case.me_too += 1
    case.save(update_fields=["me_too"])
    if person_id is not None:
        Follower.objects.get_or_create(case=case, person_id=person_id, defaults={"at": at})
    joined, seals = _keep(case, own, person_id, at=at, by=by)
    state = CaseState(case.state)
    note(
        case, FollowerJoined, state, by=by, at=at, seals=seals,
        me_too=case.me_too, joined_id=joined.pk if joined else None,
    )  # fmt: skip
    return case


def _keep(
    case: Case, own: OwnWords, person_id: int | None, *, at: datetime, by: Actor
) -> tuple[Joined | None, Seals]:
    place = clean(own.spot.address or own.spot.words)[:300]
    if not (clean(own.text) or own.photos or place or own.spot.lat is not None):
        return None, []
    words = write(case, TextKind.JOINED, own.text, by=by, at=at, language=own.language)
    pictures = _photos(case, own, at=at, by=by)
    files = [int(file_id) for _kind, file_id, _digest in pictures]
    joined = Joined.objects.create(
        case=case,
        person_id=person_id,
        text_id=words[0][1] if words else None,
        photos=list(CasePhoto.objects.filter(file_id__in=files).values_list("pk", flat=True)),
        lat=own.spot.lat,
        lon=own.spot.lon,
        place=place,
        at=at,
    )
    return joined, words + pictures


def _photos(case: Case, own: OwnWords, *, at: datetime, by: Actor) -> Seals:
    if not own.photos:
        return []
    there = CasePhoto.objects.filter(case=case, kind=PhotoKind.JOINED, erased_at=None).count()
    return attach(case, own.photos[: max(0, MOST_PHOTOS - there)], PhotoKind.JOINED, by=by, at=at)
