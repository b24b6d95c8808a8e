"""Conversations of another system, many at once: same rules, same events, no messages."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

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
from kck.intake.commands.receive import LONGEST_TEXT, person_of, read
from kck.intake.events import ConversationReceived
from kck.intake.models import Conversation
from kck.intake.rules import decide, machine_said, together
from kck.intake.terms import Channel, Ending, Incoming, TakenIn
from kck.people.commands import know_many
from kck.triage.model.store import in_use

Row = tuple[Incoming, datetime]
Key = tuple[str, str]


class _Known(NamedTuple):
    """A case that came of an earlier row."""

    id: int
    opened_at: datetime
    state: str
    closing: str
    closed_at: datetime | None

    def is_news(self, history: History) -> bool:
        """That it is open there, when an import has closed it here; not what an old file says."""
        if self.closing != Closing.IMPORTED or self.closed_at is None:
            return False
        dated = history.updated_at > self.opened_at
        return not dated or history.updated_at > self.closed_at


@command
def receive_many(rows: Sequence[Row], *, at: datetime, by: Actor) -> TakenIn:
    """Take in those that are not known by (source, source_id), and end those known whose rows say
    that they have ended. The same rows again change nothing.
    """
    for channel in {incoming.channel for incoming, _at in rows}:
        require(policy.may_receive(by, channel))
    told, known = _told(rows), _known(rows)
    new = _new(rows, known, told)
    _take_in(new, by=by)
    closed, reopened = _follow(known, told, at=at, by=by)
    unchanged = len(rows) - len(new) - closed - reopened
    return TakenIn(new=len(new), known=unchanged, closed=closed, reopened=reopened)


def _key(incoming: Incoming) -> Key:
    return incoming.source, incoming.source_id


def _told(rows: Sequence[Row]) -> dict[Key, History]:
    """What all rows of each report say together; of several of one office the last."""
    said: dict[Key, dict[str, History]] = defaultdict(dict)
    for incoming, _at in rows:
        if incoming.source_id and incoming.history:
            said[_key(incoming)][incoming.history.agency] = incoming.history
    return {key: together(by_office.values()) for key, by_office in said.items()}


def _known(rows: Sequence[Row]) -> dict[Key, _Known]:
    keys = {_key(incoming) for incoming, _at in rows if incoming.source_id}
    found = Case.objects.filter(
        source__in={source for source, _id in keys}, source_id__in=[own for _source, own in keys]
    ).values_list("source", "source_id", "pk", "opened_at", "state", "closing", "closed_at")
    return {
        (source, source_id): _Known(pk, opened_at, state, closing, closed_at)
        for source, source_id, pk, opened_at, state, closing, closed_at in found
        if (source, source_id) in keys
    }


def _new(rows: Sequence[Row], known: Collection[Key], told: Mapping[Key, History]) -> list[Row]:
    """The first row of each report that is not known, with what all of them say of its end."""
    seen, new = set(known), []
    for incoming, at in rows:
        key = _key(incoming)
        if key in seen:
            continue
        if incoming.source_id:
            seen.add(key)
            history = told.get(key)
            if history is not incoming.history:
                incoming = replace(incoming, history=history)
        new.append((incoming, at))
    return new


def _take_in(rows: Sequence[Row], *, by: Actor) -> None:
    conversations = [_conversation(incoming, at, by) for incoming, at in rows]
    give_ids(conversations)
    _keep_people(rows, conversations)
    cases = open_many(
        [
            (_new_case(incoming, conversation, at), at)
            for (incoming, at), conversation in zip(rows, conversations, strict=True)
        ],
        by=by,
    )
    _tie(conversations, cases, by=by)


def _keep_people(rows: Sequence[Row], conversations: Sequence[Conversation]) -> None:
    """Contacts of reporters, where all that forgets them and gives them out will find them."""
    found = [
        (person, conversation, incoming.consents, at)
        for (incoming, at), conversation in zip(rows, conversations, strict=True)
        if (person := person_of(incoming, at)) is not None
    ]
    give_ids([person for person, *_rest in found])
    for person, conversation, _given, _at in found:
        person.language, conversation.person_id = conversation.language, person.pk
    known = [(person, given, at) for person, _conversation, given, at in found]
    know_many(known, channel=Channel.IMPORT)


def _follow(
    known: Mapping[Key, _Known], told: Mapping[Key, History], *, at: datetime, by: Actor
) -> tuple[int, int]:
    """What has ended elsewhere ends here. How many; and how many are open again, only there."""
    ended: dict[int, History] = {}
    reopened = 0
    for key, case in known.items():
        history = told.get(key)
        if history is None:
            continue
        if history.state in OPEN_STATES:
            reopened += case.is_news(history)
        elif case.state in OPEN_STATES:
            ended[case.id] = history
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
        private=incoming.private or (decision.private and open_still),
        person_id=conversation.person_id,
        needs_triage=decision.needs_triage and open_still,
        conversation_id=conversation.pk,
        source=incoming.source,
        source_id=incoming.source_id,
        history=incoming.history,
        said=machine_said(incoming, seen, decision, model_id=in_use()),
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
