"""Talks of an old mailbox are taken over: nobody is told, and what still waits is known."""

from collections.abc import Collection
from datetime import datetime

from kck.conversations import policy
from kck.conversations.commands.arrive import keep_arrival, keep_post, known_arrival, new_thread
from kck.conversations.commands.steps import due, lock, note
from kck.conversations.events import ThreadAdopted
from kck.conversations.models import Box, Post, Thread
from kck.conversations.queries.belonging import thread_of_references
from kck.conversations.rules import still_waits
from kck.conversations.terms import Arrived, Ended, Noise, Sending, Taken, ThreadState, Way
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command
from kck.foundation.verdict import require


@command
def adopt_answer(arrived: Arrived, *, at: datetime, by: Actor = PLATFORM) -> Taken:
    """A mail that the old mailbox sent: it stands in its thread as ours. Nothing is sent."""
    require(policy.may_take_in(by))
    box = Box.objects.get(code=arrived.box)
    if known := known_arrival(box, arrived):
        return known
    thread = thread_of_references(arrived) or _begun_by_us(arrived, box, at)
    post = keep_post(thread, arrived, noise=arrived.noise, at=at)
    post.way, post.author, post.sending = Way.OUT, str(PLATFORM), Sending.SENT
    post.save(update_fields=["way", "author", "sending"])
    thread.last_out_at = max(thread.last_out_at or at, at)
    thread.save()
    return keep_arrival(box, arrived, Taken(thread_id=thread.pk, post_id=post.pk), at)


def _begun_by_us(arrived: Arrived, box: Box, at: datetime) -> Thread:
    """A first letter of ours: the talk is with whom it went to."""
    to = next((one for one in arrived.to if one not in {box.address, *box.also}), "")
    thread = new_thread(arrived, box, None, at, address=to)
    thread.state, thread.ended, thread.settled_at = ThreadState.DONE, Ended.ANSWERED, at
    thread.save()
    return thread


@command
def settle_adopted(
    thread_id: int, *, answered: Collection[int] = (), at: datetime, by: Actor = PLATFORM
) -> ThreadState:
    """Open, with the time it has really waited, when its last words are theirs; else settled.

    `answered`: posts of which the old mail program says that somebody answered them. Asking again
    changes nothing; a talk that somebody has worked on here since is left as it is.
    """
    require(policy.may_take_in(by))
    thread = lock(thread_id)
    if thread.state == ThreadState.ASIDE or _worked_on(thread):
        return ThreadState(thread.state)
    posts = list(thread.posts.order_by("at", "pk"))
    since = still_waits([_said(one, answered) for one in posts])
    before = (thread.state, thread.waiting_since)
    _mark(thread, since, posts)
    if before != (thread.state, thread.waiting_since):
        note(thread, ThreadAdopted, by=by, at=at, state=thread.state)
    return ThreadState(thread.state)


def _said(post: Post, answered: Collection[int]) -> tuple[datetime, bool, bool]:
    """When, whether what came before is answered, whether it asks for nothing."""
    return post.at, post.way == Way.OUT or post.pk in answered, post.noise != Noise.NONE


def _worked_on(thread: Thread) -> bool:
    ours = thread.posts.filter(way=Way.OUT).exclude(own_id="").exists()
    notes = thread.posts.filter(way=Way.NOTE).exists()
    return bool(thread.handler_id or thread.merged_into_id or ours or notes)


def _mark(thread: Thread, since: datetime | None, posts: list[Post]) -> None:
    theirs = [one.at for one in posts if one.way == Way.IN]
    thread.last_in_at = max(theirs, default=thread.last_in_at)
    thread.opened_at = min(one.at for one in posts) if posts else thread.opened_at
    if since is not None:
        thread.state, thread.ended, thread.settled_at = ThreadState.OPEN, Ended.NOT, None
        thread.waiting_since, thread.due_at = since, due(thread.unit_id, since)
    else:
        thread.state, thread.waiting_since, thread.due_at = ThreadState.DONE, None, None
        thread.ended = Ended.ANSWERED if len(theirs) < len(posts) else Ended.NOTHING
        thread.settled_at = max((one.at for one in posts), default=thread.opened_at)
    thread.save()
