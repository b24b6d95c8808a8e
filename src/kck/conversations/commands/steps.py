"""What every command on a thread does: lock it, note what happened, tell the pages that show it."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import models

from kck.conversations.events import ThreadEvent, ThreadRated
from kck.conversations.models import Post, Thread
from kck.conversations.rules import answer_due
from kck.conversations.terms import UNSETTLED, Ended, ThreadState
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import command, record

ANSWER_HOURS = 16  # two working days, where the city says nothing else


class ChangedMeanwhile(Exception):
    """Somebody else did something to the thread after `version`, which the form had seen."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


ANY_INBOX = "inbox"  # whoever works in all of them


def inbox_topic(unit_id: int) -> str:
    """Under which live pages hear of a unit's conversations."""
    return f"inbox:{unit_id}"


def lock(thread_id: int) -> Thread:
    return Thread.objects.select_for_update(of=("self",)).select_related("box").get(pk=thread_id)


@command
def expect_unchanged(thread_id: int, *, version: int, by: Actor) -> None:
    """Hold the thread until the commit, unless others changed it since a form was drawn.

    Its version is one more than its facts; own steps do not count, nor that somebody rated it.
    """
    thread = lock(thread_id)
    later = RecordedEvent.objects.filter(stream=thread.stream, seq__gte=version)
    if later.exclude(actor=str(by)).exclude(name=ThreadRated.name).exists():
        raise ChangedMeanwhile(version)


def note(
    thread: Thread,
    fact: type[ThreadEvent],
    *,
    by: Actor,
    at: datetime,
    also: tuple[str, ...] = (),
    **facts: Any,
) -> None:
    """The thread is one version older, and whoever looks at it or at its inbox hears."""
    Thread.objects.filter(pk=thread.pk).update(version=models.F("version") + 1)
    event = fact(thread_id=thread.pk, unit_id=thread.unit_id, **facts)
    topics = {thread.stream, inbox_topic(thread.unit_id), ANY_INBOX, *also}
    record(event, by=by, at=at, stream=thread.stream, topics=topics)


def turn(
    thread: Thread, state: ThreadState, at: datetime, *, ended: Ended = Ended.NOT
) -> ThreadState:
    """The thread changes its state; what the state implies changes with it. Not saved yet."""
    was = ThreadState(thread.state)
    thread.state, thread.wakes_at = state, None
    if state in UNSETTLED:
        thread.ended, thread.settled_at = Ended.NOT, None
    elif was in UNSETTLED:
        thread.settled_at = at
    if ended:
        thread.ended = ended
    if state != ThreadState.OPEN:
        thread.due_at = None
    if state in (ThreadState.DONE, ThreadState.WAITING, ThreadState.ASIDE):
        thread.waiting_since = None
    return was


def await_us(thread: Thread, at: datetime) -> None:
    """Words that nobody has answered; by when we promise to."""
    turn(thread, ThreadState.OPEN, at)
    thread.waiting_since = thread.waiting_since or at
    if thread.due_at is None:
        thread.due_at = due(thread.unit_id, at)


def due(unit_id: int, at: datetime) -> datetime:
    city = snapshot(at)
    unit = city.unit_by_id(unit_id, at)
    hours = int(city.city.facts.get("answer_hours", ANSWER_HOURS))  # type: ignore[call-overload]
    return answer_due(at, hours, city.calendar_of(unit))


def id_hash(text: str) -> str:
    """Far-end ids longer than a column keep their identity."""
    text = text.strip()
    if len(text) <= 250:
        return text
    return f"blake2:{hashlib.blake2b(text.encode(), digest_size=32).hexdigest()}"


def latest_in(thread: Thread) -> Post | None:
    return thread.posts.filter(way="in").order_by("-pk").first()
