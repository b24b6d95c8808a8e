"""Conversations of another system, many at once: same rules, same events, no messages."""

from collections.abc import Sequence
from datetime import datetime

from kck.cases.commands.open_case import open_many
from kck.cases.models import Case
from kck.cases.terms import NewCase
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.bulk import copy_in, give_ids
from kck.foundation.fresh import fresh
from kck.foundation.outbox import command, record
from kck.foundation.text import clean
from kck.foundation.verdict import require
from kck.intake import policy
from kck.intake.commands.receive import LONGEST_TEXT, read
from kck.intake.events import ConversationReceived
from kck.intake.models import Conversation
from kck.intake.rules import decide
from kck.intake.terms import Ending, Incoming

Row = tuple[Incoming, datetime]


@command
def receive_many(rows: Sequence[Row], *, by: Actor) -> int:
    """Take in those that are not known by (source, source_id); how many were new."""
    for channel in {incoming.channel for incoming, _at in rows}:
        require(policy.may_receive(by, channel))
    fresh = _unknown(rows)
    conversations = [_conversation(incoming, at, by) for incoming, at in fresh]
    give_ids(conversations)
    cases = open_many(
        [
            (_new_case(incoming, conversation, at), at)
            for (incoming, at), conversation in zip(fresh, conversations, strict=True)
        ],
        by=by,
    )
    _tie(conversations, cases, by=by)
    return len(fresh)


def _unknown(rows: Sequence[Row]) -> list[Row]:
    """Each source id once, and only those never seen."""
    known = set(
        Case.objects.filter(
            source__in={incoming.source for incoming, _at in rows},
            source_id__in=[incoming.source_id for incoming, _at in rows],
        )
        .exclude(source_id="")
        .values_list("source", "source_id")
    )
    fresh = []
    for incoming, at in rows:
        key = (incoming.source, incoming.source_id)
        if incoming.source_id and key in known:
            continue
        known.add(key)
        fresh.append((incoming, at))
    return fresh


def _conversation(incoming: Incoming, at: datetime, by: Actor) -> Conversation:
    return fresh(
        Conversation,
        channel=incoming.channel,
        received_at=at,
        ending=Ending.CASE,
        actor=str(by),
        language=incoming.language or "pl",
    )


def _new_case(incoming: Incoming, conversation: Conversation, at: datetime) -> NewCase:
    open_still = incoming.history is None or incoming.history.closed_at is None
    # what is finished endangers nobody any more
    seen = read(incoming, at) if open_still else None
    decision = decide(incoming, seen, snapshot(at))
    return NewCase(
        category=decision.category.code,
        channel=incoming.channel,
        text=clean(incoming.text)[:LONGEST_TEXT],
        language=incoming.language or "pl",
        kind=incoming.kind,
        spot=incoming.spot,
        answers=incoming.answers,
        danger=decision.danger if open_still else "",
        private=decision.private and open_still,
        needs_triage=decision.needs_triage and open_still,
        conversation_id=conversation.pk,
        source=incoming.source,
        source_id=incoming.source_id,
        history=incoming.history,
    )


def _tie(conversations: list[Conversation], cases: list[Case], *, by: Actor) -> None:
    for conversation, case in zip(conversations, cases, strict=True):
        conversation.case_id = case.pk
        record(
            ConversationReceived(
                conversation_id=conversation.pk,
                channel=conversation.channel,
                ending=conversation.ending,
                case_id=case.pk,
            ),
            by=by,
            at=conversation.received_at,
        )
    copy_in(conversations)
