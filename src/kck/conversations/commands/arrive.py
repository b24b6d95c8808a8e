"""Something arrived: it goes on with a thread or a case, or begins a thread."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kck.cases.commands import disagree
from kck.cases.models import Case
from kck.cases.rules import IllegalMove, Incomplete, can
from kck.cases.terms import CaseState
from kck.conversations import policy
from kck.conversations.commands.into_cases import open_at_once, photos_of
from kck.conversations.commands.steps import await_us, id_hash, lock, note
from kck.conversations.courtesy import Meaning, meaning_of
from kck.conversations.events import PostArrived, ThreadOpened
from kck.conversations.models import Arrival, Box, Post, PostFile, Thread, ThreadCase
from kck.conversations.queries.belonging import reporters_of, where_it_belongs
from kck.conversations.rules import Belongs, first_state, participates, plain_subject, state_after
from kck.conversations.terms import (
    LONGEST_TEXT,
    MOST_FILES,
    Arrived,
    Noise,
    Sending,
    Taken,
    ThreadState,
    Way,
)
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.files.models import StoredFile
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.bulk import Statement, run
from kck.foundation.outbox import command
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.intake.commands import follow_up
from kck.intake.terms import Channel, Incoming
from kck.people.commands import know
from kck.people.models import Person
from kck.triage.queries import triage
from kck.triage.terms import Matter, Triage

_LIKELY = 0.4  # less is not even proposed
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 312))"


@command
def arrive(arrived: Arrived, *, at: datetime, by: Actor = PLATFORM) -> Taken:
    """Take in one mail or text. The same far-end id in the same box is one."""
    require(policy.may_take_in(by))
    box = Box.objects.get(code=arrived.box)
    if known := known_arrival(box, arrived):
        return known
    belongs = where_it_belongs(arrived)
    taken = _goes_on(arrived, box, belongs, at, by) or _begins(arrived, box, belongs, at, by)
    return keep_arrival(box, arrived, taken, at)


def known_arrival(box: Box, arrived: Arrived) -> Taken | None:
    """What became of it when it arrived before. Nobody else takes it in until the commit."""
    far_end_id = id_hash(arrived.far_end_id)
    run([Statement(_LOCK, [f"{box.pk}:{far_end_id}"])])
    known = Arrival.objects.filter(box=box, far_end_id=far_end_id).first()
    if known is None:
        return None
    return Taken(thread_id=known.thread_id, post_id=known.post_id or 0, again=True)


def keep_arrival(box: Box, arrived: Arrived, taken: Taken, at: datetime) -> Taken:
    Arrival.objects.create(
        box=box, far_end_id=id_hash(arrived.far_end_id), thread_id=taken.thread_id,
        post_id=taken.post_id or None, at=at,
    )  # fmt: skip
    return taken


# -- what goes on ---------------------------------------------------------------------------------


def _goes_on(arrived: Arrived, box: Box, belongs: Belongs, at: datetime, by: Actor) -> Taken | None:
    if not belongs.thread_id:
        return None
    thread = _lock_where_it_went(belongs.thread_id)
    noise = _noise(arrived)
    post = keep_post(thread, arrived, noise=noise, at=at)
    unsure = belongs.stranger or thread.stranger  # until a person has said who writes
    case = None if unsure or arrived.quiet else _case_of(thread, belongs)
    filed = noise != Noise.NONE or (case is not None and _tell_case(case, post, arrived, at, by))
    if belongs.stranger:
        thread.stranger = True
    if not filed and state_after(ThreadState(thread.state), noise) == ThreadState.OPEN:
        await_us(thread, at)
    thread.last_in_at = at
    thread.save()
    note(
        thread, PostArrived, by=by, at=at, post_id=post.pk, noise=str(noise), filed=filed,
        case_id=post.case_id or 0,
    )  # fmt: skip
    return Taken(thread_id=thread.pk, post_id=post.pk)


def _lock_where_it_went(thread_id: int) -> Thread:
    """Somebody may have merged it just now."""
    thread = lock(thread_id)
    while thread.merged_into_id is not None:
        thread = lock(thread.merged_into_id)
    return thread


def _noise(arrived: Arrived) -> Noise:
    """Thanks wake nobody; with a file beside them they are more than thanks."""
    if arrived.noise != Noise.NONE:
        return arrived.noise
    told = any(not one.inline for one in arrived.files)
    thanks = meaning_of(arrived.text) == Meaning.THANKS
    return Noise.COURTESY if thanks and not told else Noise.NONE


def _case_of(thread: Thread, belongs: Belongs) -> Case | None:
    """The one case these words are about; with several, a person says which."""
    if belongs.case_id:
        return Case.objects.get(pk=belongs.case_id)
    linked = list(Case.objects.filter(pk__in=thread.cases.values("case_id"))[:2])
    return linked[0] if len(linked) == 1 else None


def _tell_case(case: Case, post: Post, arrived: Arrived, at: datetime, by: Actor) -> bool:
    """The words go to the case. False: it takes none any more, so a person reads them here."""
    text = clean(arrived.text)
    try:
        if _disagrees(case, text):
            disagree(case.pk, text=text, at=at, by=by)
        elif can("reply", CaseState(case.state)) or can("add", CaseState(case.state)):
            follow_up(case.pk, incoming=_more(arrived, post, text, at), at=at, by=by)
        else:
            return False
    except (IllegalMove, Incomplete):
        return False
    post.case_id = case.pk
    post.save(update_fields=["case_id"])
    return True


def _disagrees(case: Case, text: str) -> bool:
    return case.state in (CaseState.DONE, CaseState.CLOSED) and (
        meaning_of(text) == Meaning.DISAGREES
    )


def _more(arrived: Arrived, post: Post, text: str, at: datetime) -> Incoming:
    return Incoming(
        channel=Channel(arrived.channel),
        far_end_id=f"post:{post.pk}",
        text=text or str(_("(wiadomość bez treści)")),
        photos=photos_of(post.files.all(), at=at),
    )


# -- what begins ----------------------------------------------------------------------------------


def _begins(arrived: Arrived, box: Box, belongs: Belongs, at: datetime, by: Actor) -> Taken:
    case = Case.objects.get(pk=belongs.case_id) if belongs.case_id else None
    thread = new_thread(arrived, box, case, at)
    if case is not None and _answers_elsewhere(case, arrived):
        belongs = replace(belongs, stranger=True)
    thread.stranger = belongs.stranger and case is not None
    thread.save()
    noise = _noise(arrived) if case else arrived.noise
    post = keep_post(thread, arrived, noise=noise, at=at)
    told = case is not None and _first_about(case, thread, post, arrived, belongs, at, by)
    opened: tuple[int, ...] = ()
    if case is None and thread.state == ThreadState.OPEN and not arrived.quiet:
        opened = open_at_once(thread, post, at=at)
    if told or noise == Noise.COURTESY:
        thread.state = ThreadState.DONE
    elif thread.state == ThreadState.OPEN and not opened:
        await_us(thread, at)
    thread.save()
    note(
        thread, ThreadOpened, by=by, at=at, channel=thread.channel, box=box.code, post_id=post.pk,
        state=thread.state, quiet=arrived.quiet or bool(opened) or told or noise != Noise.NONE,
    )  # fmt: skip
    return Taken(thread_id=thread.pk, post_id=post.pk, case_ids=opened)


def _answers_elsewhere(case: Case, arrived: Arrived) -> bool:
    """A sender is easily forged; with answers to another address it is read by a person first."""
    return bool(arrived.reply_to) and not participates(arrived.reply_to, reporters_of(case.pk))


def _first_about(
    case: Case, thread: Thread, post: Post, arrived: Arrived, belongs: Belongs, at: datetime,
    by: Actor,
) -> bool:  # fmt: skip
    """The first mail of somebody about a case that came another way."""
    ThreadCase.objects.create(thread=thread, case=case, at=at)
    if belongs.stranger or post.noise or arrived.quiet:
        return False
    return _tell_case(case, post, arrived, at, by)


def _who_answers(box: Box, case: Case | None, read: Triage, at: datetime) -> UnitInfo:
    """Of a complaint the centre, whatever box it came to: the box may be theirs who are meant."""
    city = snapshot(at)
    if case is not None:
        return city.unit_by_id(case.unit_id, at)
    if any(matter.kind == CaseKind.COMPLAINT for matter in read.matters):
        return city.centre
    return city.unit(box.unit, at) or city.centre


def new_thread(
    arrived: Arrived, box: Box, case: Case | None, at: datetime, *, address: str = ""
) -> Thread:
    """With whom it is (`address`: with whom it is when we wrote first). Not saved yet."""
    read = triage(arrived.text, channel=arrived.channel, at=at)
    unit = _who_answers(box, case, read, at)
    return Thread(
        channel=arrived.channel,
        box=box,
        unit_id=unit.id,
        state=first_state(arrived),
        subject=plain_subject(clean(arrived.subject)),
        address=(address or arrived.reply_to or arrived.sender)[:254],
        name="" if address else _name(arrived),
        person=None if address else _person(arrived, str(read.language), at),
        language=str(read.language),
        danger=read.danger.code if read.danger else "",
        suggested=[[_likely(one), str(one.kind)] for one in read.matters],
        dmarc=arrived.dmarc[:10],
        opened_at=at,
        last_in_at=at,
    )


def _name(arrived: Arrived) -> str:
    """In one line: it stands in headers of ours."""
    return " ".join(clean(arrived.sender_name).split())[:200]


def _likely(matter: Matter) -> str:
    """A guess that is no better than another is none."""
    best = matter.categories[0] if matter.categories else None
    return best.code if best is not None and best.probability >= _LIKELY else ""


def _person(arrived: Arrived, language: str, at: datetime) -> Person | None:
    by_mail = "@" in arrived.sender
    return know(
        email=arrived.sender if by_mail else "",
        phone="" if by_mail else arrived.sender,
        name=_name(arrived),
        language=language,
        prefers_sms=not by_mail,
        at=at,
    )


def keep_post(thread: Thread, arrived: Arrived, *, noise: Noise, at: datetime) -> Post:
    """What arrived, as it arrived; long words are cut here and whole in the original."""
    post = Post.objects.create(
        thread=thread,
        way=Way.IN,
        far_end_id=id_hash(arrived.far_end_id),
        at=at,
        sent_at=arrived.sent_at,
        author=str(Actor(kind="person", id=thread.person_id)),
        sender=arrived.sender[:254],
        sender_name=_name(arrived),
        to=list(arrived.to[:50]),
        cc=list(arrived.cc[:50]),
        subject=clean(arrived.subject)[:200],
        text=clean(arrived.text)[:LONGEST_TEXT],
        quoted=clean(arrived.quoted)[:LONGEST_TEXT],
        signature=clean(arrived.signature)[:2000],
        html=_stored(arrived.html),
        noise=noise,
        sending=Sending.NOT_OURS,
    )
    PostFile.objects.bulk_create(
        PostFile(
            post=post,
            file=_stored(one.file),
            name=clean(one.name)[:200],
            content_type=one.content_type[:100],
            size=one.size,
            inline=one.inline,
            content_id=one.content_id[:200],
            refused=one.refused[:200],
        )
        for one in arrived.files[:MOST_FILES]
    )
    return post


def _stored(public_id: UUID | None) -> StoredFile | None:
    return StoredFile.objects.get(public_id=public_id) if public_id else None
