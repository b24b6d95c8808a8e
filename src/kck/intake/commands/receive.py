"""One conversation comes in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kck.cases.commands import add_photos, join, reply
from kck.cases.commands.open_case import Reserved, open_case, reserved, reserving
from kck.cases.models import Case
from kck.cases.terms import NewCase, OwnWords, PhotoKind
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.bulk import Statement, give_ids, insertion
from kck.foundation.outbox import at_the_end, command, record
from kck.foundation.text import clean
from kck.foundation.verdict import require
from kck.intake import policy
from kck.intake.commands.sheets import take_sheet
from kck.intake.events import ConversationReceived, RedirectShown
from kck.intake.models import Conversation
from kck.intake.rules import decide, machine_said
from kck.intake.terms import CaseRef, Channel, Ending, Incoming, Received
from kck.people.commands import consent, somebody
from kck.people.models import Person
from kck.triage.model.store import in_use
from kck.triage.queries import alarm, triage
from kck.triage.terms import Triage

LONGEST_TEXT = 4000

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 311))"
_SEEN = (
    "SELECT 1 FROM intake_conversation WHERE channel = %s AND far_end_id = %s AND far_end_id <> ''"
)
_COUNT = """
INSERT INTO intake_hourlycount (hour, what, channel, key, count)
VALUES (date_trunc('hour', %s::timestamptz), %s, %s, %s, 1)
ON CONFLICT (hour, what, channel, key) DO UPDATE SET count = intake_hourlycount.count + 1
"""


@command
def receive(incoming: Incoming, *, at: datetime, by: Actor) -> Received:
    """Take a conversation in: answered at once, or a case. The same far-end id twice is one."""
    require(policy.may_receive(by, incoming.channel))
    conversation, drawn = _enter(incoming, at=at, by=by, reserving=reserving())
    if conversation is None:
        return _seen_before(incoming)
    case = None
    if incoming.answer:
        _keep_person(incoming, conversation, conversation.language, at)
    else:
        case = _open(incoming, conversation, reserved(drawn), at=at, by=by)
    at_the_end(insertion([conversation]))
    if case:
        category = snapshot(at).category_by_id(case.category_id)
        _count("received", incoming.channel, category.code, at)
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
    return Received(conversation_id=conversation.pk, case=_ref(case, case.token) if case else None)


def _enter(
    incoming: Incoming, *, at: datetime, by: Actor, reserving: Sequence[Statement] = ()
) -> tuple[Conversation | None, Sequence[Any]]:
    """The conversation and who speaks, to be stored once its end is known; None: it is known.

    With it what `reserving` draws, in the same trip to the server.
    """
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
        device=incoming.device,
    )
    person = None if incoming.person_id else person_of(incoming, at)
    rows = [conversation, person] if person else [conversation]
    look_for = _look_for(conversation)
    found = give_ids(rows, after=[*look_for, *reserving])
    if look_for and found[len(look_for) - 1]:
        return None, ()
    conversation.person = person
    if incoming.person_id:
        conversation.person_id = incoming.person_id
    return conversation, found[len(look_for) :]


def person_of(incoming: Incoming, at: datetime) -> Person | None:
    """Who speaks, not stored yet; None when they left nothing to reach them by."""
    reached = incoming.reached
    return somebody(
        email=reached.email,
        phone=reached.phone,
        name=reached.name,
        address=reached.address,
        prefers_sms=reached.prefers_sms,
        at=at,
    )


def _look_for(conversation: Conversation) -> list[Statement]:
    """Whether this far-end id is here already. Waits for one that is still on its way."""
    if not conversation.far_end_id:
        return []
    key = [str(conversation.channel), conversation.far_end_id]
    return [Statement(_LOCK, [":".join(key)]), Statement(_SEEN, key)]


def _seen_before(incoming: Incoming) -> Received:
    known = Conversation.objects.select_related("case").get(
        channel=incoming.channel, far_end_id=incoming.far_end_id[:120]
    )
    case, token = known.case, ""
    if case and known.ending == Ending.CASE:
        token = case.token
    ref = _ref(case, token) if case else None
    return Received(conversation_id=known.pk, case=ref, again=True)


def _ref(case: Case, token: str) -> CaseRef:
    return CaseRef(
        id=case.pk,
        number=case.number,
        token=token,
        category_id=case.category_id,
        unit_id=case.unit_id,
        safe_due_at=case.safe_due_at,
        due_at=case.due_at,
        danger=case.danger,
    )


def _open(
    incoming: Incoming, conversation: Conversation, drawn: Reserved, *, at: datetime, by: Actor
) -> Case:
    seen = read(incoming, at)
    decision = decide(incoming, seen, snapshot(at))
    language = incoming.language or seen.language
    _keep_person(incoming, conversation, language, at)
    sheet = take_sheet(incoming.sheet, at=clock.now(), by=by) if incoming.sheet else None
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
            person_id=conversation.person_id,
            danger=decision.danger,
            urgent=decision.urgent,
            private=decision.private,
            needs_triage=decision.needs_triage,
            partner_id=incoming.partner_id,
            conversation_id=conversation.pk,
            source=incoming.source,
            source_id=incoming.source_id,
            history=incoming.history,
            number=sheet.number if sheet else "",
            token=sheet.token if sheet else "",
            said=machine_said(incoming, seen, decision, model_id=in_use()),
            quiet=incoming.quiet,
        ),
        drawn,
        at=at,
        by=by,
    )
    conversation.case = case
    if sheet:
        sheet.case = case
        sheet.save(update_fields=["case", "used_at"])  # the case itself comes at the end
    return case


def read(incoming: Incoming, at: datetime) -> Triage:
    """Where somebody chose the category, only danger and language are looked for."""
    language = incoming.language or None
    if snapshot(at).category(incoming.category):
        return alarm(incoming.text, language=language, at=at)
    return triage(
        incoming.text, language=language, place=incoming.spot, channel=incoming.channel, at=at
    )


def _keep_person(
    incoming: Incoming, conversation: Conversation, language: str, at: datetime
) -> None:
    person = None if incoming.person_id else conversation.person
    if person is None:
        return
    person.language = language
    at_the_end(insertion([person]))
    if incoming.consents:
        consent(person, incoming.consents, channel=incoming.channel, at=at)


def _count(what: str, channel: str, key: str, at: datetime) -> None:
    """At the end, because others wait for this row until the commit."""
    at_the_end(Statement(_COUNT, [at, what, channel, key], gives=False))


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
    """Join a case that was there: counted, their own words, photos and place are kept beside the
    first, and whoever leaves a contact hears of it.
    """
    require(policy.may_receive(by, incoming.channel))
    conversation, _drawn = _enter(incoming, at=at, by=by)
    if conversation is None:
        return _seen_before(incoming)
    _keep_person(incoming, conversation, incoming.language or "pl", at)
    case = join(case_id, person_id=conversation.person_id, own=_own(incoming), at=at, by=by)
    conversation.ending, conversation.case_id = Ending.JOINED, case.pk
    at_the_end(insertion([conversation]))
    _count("joined", incoming.channel, snapshot(at).category_by_id(case.category_id).code, at)
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
    return Received(conversation_id=conversation.pk, case=_ref(case, ""))


def _own(incoming: Incoming) -> OwnWords:
    return OwnWords(
        text=clean(incoming.text)[:LONGEST_TEXT],
        language=incoming.language,
        spot=incoming.spot,
        photos=incoming.photos,
    )


@command
def follow_up(case_id: int, *, incoming: Incoming, at: datetime, by: Actor) -> Received:
    """More about a case that is there: the reporter, or their system, writes again."""
    require(policy.may_receive(by, incoming.channel))
    conversation, _drawn = _enter(incoming, at=at, by=by)
    if conversation is None:
        return _seen_before(incoming)
    if incoming.photos:
        case = add_photos(case_id, files=incoming.photos, kind=PhotoKind.ADDED, at=at, by=by)
    if incoming.text or not incoming.photos:
        case = reply(case_id, text=incoming.text, at=at, by=by)
    conversation.case_id, conversation.person_id = case.pk, case.person_id
    at_the_end(insertion([conversation]))
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
    return Received(conversation_id=conversation.pk, case=_ref(case, case.token))
