"""Conversations of another system, many at once: same rules, same events, no messages."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from kck.cases.commands.close_as_told import close_as_told
from kck.cases.commands.open_case import open_many
from kck.cases.models import Case
from kck.cases.terms import OPEN_STATES, Closing, History, NewCase
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
from kck.intake.terms import Ending, Incoming, TakenIn

Row = tuple[Incoming, datetime]
Key = tuple[str, str]


@command
def receive_many(rows: Sequence[Row], *, at: datetime, by: Actor) -> TakenIn:
    """Take in those that are not known by (source, source_id), and end those known whose rows say
    that they have ended. The same rows again change nothing.
    """
    for channel in {incoming.channel for incoming, _at in rows}:
        require(policy.may_receive(by, channel))
    if not rows:
        return TakenIn()
    new, again = _told_apart(rows)
    _take_in(new, by=by)
    closed, reopened = _follow(again, at=at, by=by)
    return TakenIn(
        new=len(new), known=len(again) - closed - reopened, closed=closed, reopened=reopened
    )


def _told_apart(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The first row of each source id that was never seen, and all others."""
    seen = set(_cases_of(_key(row) for row in rows).values_list("source", "source_id"))
    new, again = [], []
    for row in rows:
        key = _key(row)
        if key in seen:
            again.append(row)
            continue
        new.append(row)
        if key[1]:
            seen.add(key)
    return new, again


def _key(row: Row) -> Key:
    incoming, _at = row
    return incoming.source, incoming.source_id


def _cases_of(keys: Iterable[Key]) -> QuerySet[Case]:
    """More than these where ids of two sources are alike; whoever asks looks up by the key."""
    sources, ids = zip(*keys, strict=True)
    return Case.objects.filter(source__in=set(sources), source_id__in=ids).exclude(source_id="")


def _take_in(rows: Sequence[Row], *, by: Actor) -> None:
    conversations = [_conversation(incoming, at, by) for incoming, at in rows]
    give_ids(conversations)
    cases = open_many(
        [
            (_new_case(incoming, conversation, at), at)
            for (incoming, at), conversation in zip(rows, conversations, strict=True)
        ],
        by=by,
    )
    _tie(conversations, cases, by=by)


def _follow(rows: Sequence[Row], *, at: datetime, by: Actor) -> tuple[int, int]:
    """What has ended elsewhere ends here. How many; and how many are open again only there."""
    told = {_key(row): row[0].history for row in rows}  # of several rows the last one counts
    if not told:
        return 0, 0
    ended: dict[int, History] = {}
    reopened = 0
    found = _cases_of(told).values_list("pk", "source", "source_id", "state", "closing")
    for pk, source, source_id, state, closing in found:
        history = told.get((source, source_id))
        if history is None:
            continue
        if history.state in OPEN_STATES:
            reopened += closing == Closing.IMPORTED
        elif state in OPEN_STATES:
            ended[pk] = history
    return close_as_told(ended, at=at, by=by), reopened


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
