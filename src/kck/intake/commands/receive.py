"""One conversation comes in."""

from datetime import datetime

from django.db import connection

from kck.cases.commands import add_photos, join, reply
from kck.cases.commands.open_case import open_case
from kck.cases.models import Case
from kck.cases.terms import NewCase, PhotoKind
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import clean
from kck.foundation.verdict import require
from kck.intake import policy
from kck.intake.events import ConversationReceived, RedirectShown
from kck.intake.models import Conversation
from kck.intake.rules import decide
from kck.intake.terms import CaseRef, Channel, Ending, Incoming, Received
from kck.people.commands import consent, know
from kck.triage.queries import triage

LONGEST_TEXT = 4000

_COUNT = """
INSERT INTO intake_hourlycount (hour, what, channel, key, count)
VALUES (date_trunc('hour', %s::timestamptz), %s, %s, %s, 1)
ON CONFLICT (hour, what, channel, key) DO UPDATE SET count = intake_hourlycount.count + 1
"""


@command
def receive(incoming: Incoming, *, at: datetime, by: Actor) -> Received:
    """Take a conversation in: answered at once, or a case. The same far-end id twice is one."""
    require(policy.may_receive(by, incoming.channel))
    conversation = _enter(incoming, at=at, by=by)
    if conversation is None:
        return _seen_before(incoming)
    case = None if incoming.answer else _open(incoming, conversation, at=at, by=by)
    record(
        ConversationReceived(
            conversation_id=conversation.pk,
            channel=incoming.channel,
            ending=conversation.ending,
            case_id=case.pk if case else None,
        ),
        by=by,
        at=at,
    )
    ref = CaseRef(id=case.pk, number=case.number, token=case.token) if case else None
    return Received(conversation_id=conversation.pk, case=ref)


def _enter(incoming: Incoming, *, at: datetime, by: Actor) -> Conversation | None:
    """Store the conversation; None when its far-end id is known. Waits for one still on its way."""
    conversation = Conversation(
        channel=incoming.channel,
        far_end_id=incoming.far_end_id[:120],
        received_at=at,
        ending=Ending.ANSWERED if incoming.answer else Ending.CASE,
        actor=str(by),
        language=incoming.language or "pl",
        question=clean(incoming.text)[:LONGEST_TEXT] if incoming.answer else "",
        answer=clean(incoming.answer),
        after_danger=incoming.after_danger or "",
    )
    if not incoming.far_end_id:
        conversation.save(force_insert=True)
        return conversation
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 311))",
            [f"{incoming.channel}:{incoming.far_end_id}"],
        )
    if Conversation.objects.filter(
        channel=incoming.channel, far_end_id=conversation.far_end_id
    ).exists():
        return None
    conversation.save(force_insert=True)
    return conversation


def _seen_before(incoming: Incoming) -> Received:
    known = Conversation.objects.select_related("case").get(
        channel=incoming.channel, far_end_id=incoming.far_end_id[:120]
    )
    case, token = known.case, ""
    if case and known.ending == Ending.CASE:
        token = case.token
    ref = CaseRef(id=case.pk, number=case.number, token=token) if case else None
    return Received(conversation_id=known.pk, case=ref, again=True)


def _open(incoming: Incoming, conversation: Conversation, *, at: datetime, by: Actor) -> Case:
    seen = triage(
        incoming.text, language=incoming.language or None, channel=incoming.channel, at=at
    )
    decision = decide(incoming, seen, snapshot(at))
    language = incoming.language or seen.language
    person_id = _know(incoming, language, at)
    case = open_case(
        NewCase(
            category=decision.category.code,
            channel=incoming.channel,
            text=clean(incoming.text)[:LONGEST_TEXT],
            language=language,
            kind=incoming.kind,
            spot=incoming.spot,
            answers=incoming.answers,
            photos=incoming.photos,
            person_id=person_id,
            danger=decision.danger,
            urgent=decision.urgent,
            private=decision.private,
            needs_triage=decision.needs_triage,
            partner_id=incoming.partner_id,
            conversation_id=conversation.pk,
            source=incoming.source,
            source_id=incoming.source_id,
            history=incoming.history,
        ),
        at=at,
        by=by,
    )
    conversation.case, conversation.person_id = case, person_id
    conversation.save(update_fields=["case", "person"])
    _count("received", incoming.channel, decision.category.code, at)
    return case


def _know(incoming: Incoming, language: str, at: datetime) -> int | None:
    reached = incoming.reached
    person = know(
        email=reached.email,
        phone=reached.phone,
        name=reached.name,
        address=reached.address,
        language=language,
        prefers_sms=reached.prefers_sms,
        at=at,
    )
    if person is None:
        return None
    if incoming.consents:
        consent(person, incoming.consents, channel=incoming.channel, at=at)
    return int(person.pk)


def _count(what: str, channel: str, key: str, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [at, what, channel, key])


@command
def show_redirect(danger: str, *, channel: Channel, at: datetime, by: Actor) -> None:
    """Somebody is being told to call a number: counted, without a word of what they wrote."""
    _count("redirected", channel, danger, at)
    record(RedirectShown(channel=channel, danger=danger), by=by, at=at)


@command
def me_too(
    case_id: int,
    *,
    incoming: Incoming,
    at: datetime,
    by: Actor,
) -> Received:
    """Join a case that was there: counted, and whoever leaves a contact hears of it."""
    require(policy.may_receive(by, incoming.channel))
    conversation = _enter(incoming, at=at, by=by)
    if conversation is None:
        return _seen_before(incoming)
    person_id = _know(incoming, incoming.language or "pl", at)
    case = join(case_id, person_id=person_id, at=at, by=by)
    conversation.ending, conversation.case_id = Ending.JOINED, case.pk
    conversation.person_id = person_id
    conversation.save(update_fields=["ending", "case", "person"])
    record(
        ConversationReceived(
            conversation_id=conversation.pk,
            channel=incoming.channel,
            ending=Ending.JOINED,
            case_id=case.pk,
        ),
        by=by,
        at=at,
    )
    # the link is the reporter's own; who joins gets the number only
    ref = CaseRef(id=case.pk, number=case.number, token="")
    return Received(conversation_id=conversation.pk, case=ref)


@command
def follow_up(case_id: int, *, incoming: Incoming, at: datetime, by: Actor) -> Received:
    """More about a case that is there: the reporter, or their system, writes again."""
    require(policy.may_receive(by, incoming.channel))
    conversation = _enter(incoming, at=at, by=by)
    if conversation is None:
        return _seen_before(incoming)
    if incoming.photos:
        case = add_photos(case_id, files=incoming.photos, kind=PhotoKind.ADDED, at=at, by=by)
    if incoming.text or not incoming.photos:
        case = reply(case_id, text=incoming.text, at=at, by=by)
    conversation.case_id, conversation.person_id = case.pk, case.person_id
    conversation.save(update_fields=["case", "person"])
    record(
        ConversationReceived(
            conversation_id=conversation.pk,
            channel=incoming.channel,
            ending=Ending.CASE,
            case_id=case.pk,
        ),
        by=by,
        at=at,
    )
    ref = CaseRef(id=case.pk, number=case.number, token=case.token)
    return Received(conversation_id=conversation.pk, case=ref)
