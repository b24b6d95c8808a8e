"""What a thread asks to be done becomes one case or several, told of in one letter."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from kck.cases.terms import Spot
from kck.conversations import policy
from kck.conversations.commands.steps import latest_in, lock, note, turn
from kck.conversations.events import ThreadBecameCases
from kck.conversations.models import Post, PostFile, Thread, ThreadCase
from kck.conversations.rules import IllegalStep
from kck.conversations.terms import Ended, Part, ThreadState
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.files.commands import store_picture
from kck.files.pictures import redraw
from kck.files.queries import open_stored
from kck.files.terms import MOST_BYTES, NotAPhoto, Picture
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.intake.commands import receive
from kck.intake.terms import CaseRef, Channel, Incoming, Reached
from kck.triage.queries import triage
from kck.triage.terms import Triage

MOST_PARTS = 8
MOST_PHOTOS = 10
_SHORTEST = 5  # letters of a matter


@command
def into_cases(
    thread_id: int, *, parts: Sequence[Part], close: bool = True, at: datetime, by: Actor
) -> list[CaseRef]:
    """A case for each matter. Several are told of in one letter with all their numbers."""
    thread = lock(thread_id)
    require(policy.may_work(by, thread))
    _check(thread, parts)
    post = latest_in(thread)
    together = len(parts) > 1
    opened = [
        _open(thread, post, part, nth, quiet=together, at=at, by=by)
        for nth, part in enumerate(parts)
    ]
    _link(thread, opened, at)
    if close:
        turn(thread, ThreadState.DONE, at, ended=Ended.CASES)
    if thread.handler_id is None:
        thread.handler_id = by.staff_id
    thread.save()
    note(
        thread, ThreadBecameCases, by=by, at=at, case_ids=[one.id for one in opened],
        together=together,
    )  # fmt: skip
    return opened


def _check(thread: Thread, parts: Sequence[Part]) -> None:
    if not 1 <= len(parts) <= MOST_PARTS:
        raise IllegalStep(
            str(_("Z jednej rozmowy może być najwyżej %(most)s spraw naraz."))
            % {"most": MOST_PARTS}
        )
    if any(len(clean(part.text)) < _SHORTEST for part in parts):
        raise IllegalStep(str(_("Każda sprawa potrzebuje treści (co najmniej 5 znaków).")))
    known = set(PostFile.objects.filter(post__thread=thread).values_list("pk", flat=True))
    chosen = [one for part in parts for one in part.files]
    if not set(chosen) <= known or len(set(chosen)) != len(chosen):
        raise IllegalStep(str(_("Zdjęcie może należeć tylko do jednej sprawy.")))


def _open(
    thread: Thread, post: Post | None, part: Part, nth: int, *, quiet: bool, at: datetime, by: Actor
) -> CaseRef:
    files = PostFile.objects.filter(pk__in=part.files)
    serial = thread.cases.count() + nth
    received = receive(
        Incoming(
            channel=Channel(thread.channel),
            far_end_id=f"thread:{thread.pk}#{post.pk if post else 0}.{serial}",
            text=part.text,
            language=thread.language,
            category=part.category,
            kind=part.kind,
            spot=part.spot,
            photos=photos_of(files, at=at),
            reached=reached_of(thread),
            person_id=thread.person_id,
            quiet=quiet,
        ),
        at=at,
        by=by,
    )
    if received.case is None:
        raise LookupError("a matter is a case, never answered at once")
    return received.case


def reached_of(thread: Thread) -> Reached:
    mail = "@" in thread.address
    return Reached(
        name=thread.name,
        email=thread.address if mail else "",
        phone="" if mail else thread.address,
        prefers_sms=not mail,
    )


def _link(thread: Thread, opened: Iterable[CaseRef], at: datetime) -> None:
    ThreadCase.objects.bulk_create(
        [ThreadCase(thread=thread, case_id=case.id, at=at) for case in opened],
        ignore_conflicts=True,
    )


def photos_of(files: Iterable[PostFile], *, at: datetime) -> tuple[UUID, ...]:
    """Photos among the files, drawn anew without what the camera wrote into them."""
    found: list[UUID] = []
    for one in files:
        picture = _drawn(one)
        if picture is not None and len(found) < MOST_PHOTOS:
            found.append(store_picture(picture, at=at).public_id)
    return tuple(found)


def _drawn(one: PostFile) -> Picture | None:
    if one.file is None or not one.content_type.startswith("image/") or one.size > MOST_BYTES:
        return None
    opened = open_stored(one.file)
    if opened is None:
        return None
    with opened.content as source:
        try:
            return redraw(source.read())
        except NotAPhoto:
            return None


# -- by itself ------------------------------------------------------------------------------------


def open_at_once(thread: Thread, post: Post, *, at: datetime) -> tuple[int, ...]:
    """Danger becomes a case at once; so does one sure report with a place. Else nothing happens."""
    read = triage(post.text, language=thread.language, channel=thread.channel, at=at)
    if not (read.danger or _sure(read, at)):
        return ()
    found = receive(
        Incoming(
            channel=Channel(thread.channel),
            far_end_id=f"thread:{thread.pk}#{post.pk}.0",
            text=post.text or post.subject,
            language=thread.language,
            spot=_spot(read),
            photos=photos_of(post.files.all(), at=at),
            reached=reached_of(thread),
            person_id=thread.person_id,
        ),
        at=at,
        by=PLATFORM,
    )
    if found.case is None:
        return ()
    _link(thread, [found.case], at)
    turn(thread, ThreadState.DONE, at, ended=Ended.CASES)
    return (found.case.id,)


def _sure(read: Triage, at: datetime) -> bool:
    if len(read.matters) != 1:
        return False
    matter = read.matters[0]
    city = snapshot(at)
    category = city.category(matter.categories[0].code) if matter.categories else None
    placed = any(one.lat is not None for one in matter.place_candidates)
    return bool(
        matter.sure and matter.kind == CaseKind.REPORT and placed
        and category is not None and not category.is_redirect
    )  # fmt: skip


def _spot(read: Triage) -> Spot:
    for matter in read.matters:
        for one in matter.place_candidates:
            if one.lat is not None and one.lon is not None:
                return Spot(lat=one.lat, lon=one.lon, address=one.label, words=one.text)
    return Spot()
