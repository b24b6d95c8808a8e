"""Whose turn it is, whose work it is, and what two threads are together."""

from datetime import datetime
from typing import Any

from kck.conversations import policy
from kck.conversations.commands.steps import await_us, due, latest_in, lock, note, turn
from kck.conversations.events import ThreadMoved, ThreadRated, ThreadsMerged
from kck.conversations.models import Thread, ThreadCase
from kck.conversations.rules import IllegalStep, check_snooze
from kck.conversations.terms import UNDO_WITHIN, UNSETTLED, Ended, ThreadState
from kck.directory.queries import snapshot
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command
from kck.foundation.text import _
from kck.foundation.verdict import require
from kck.intake.commands import receive
from kck.intake.terms import Channel, Incoming


def _moved(
    thread: Thread, how: str, was: ThreadState, *, at: datetime, by: Actor, **facts: Any
) -> None:
    thread.save()
    note(
        thread, ThreadMoved, by=by, at=at, how=how, was=str(was), state=thread.state,
        handler_id=thread.handler_id or 0, **facts,
    )  # fmt: skip


def _mine(thread_id: int, by: Actor) -> Thread:
    thread = lock(thread_id)
    require(policy.may_work(by, thread))
    return thread


@command
def assign(thread_id: int, *, to: int | None, at: datetime, by: Actor) -> None:
    """To somebody of the staff, or to nobody. Again changes nothing."""
    thread = _mine(thread_id, by)
    if thread.handler_id == to:
        return
    thread.handler_id = to
    _moved(thread, "assign", ThreadState(thread.state), at=at, by=by)


@command
def snooze(thread_id: int, *, until: datetime, at: datetime, by: Actor) -> None:
    """Out of sight until then; a word of the writer brings it back sooner."""
    thread = _mine(thread_id, by)
    check_snooze(until, at)
    if thread.state not in UNSETTLED:
        raise IllegalStep(str(_("Ta rozmowa jest już załatwiona.")))
    waiting, was = thread.waiting_since, turn(thread, ThreadState.SNOOZED, at)
    thread.wakes_at, thread.waiting_since = until, waiting
    _moved(thread, "snooze", was, at=at, by=by)


@command
def wake_up(thread_id: int, *, at: datetime, by: Actor = PLATFORM) -> bool:
    """The time has come, or somebody does not want to wait for it."""
    thread = _mine(thread_id, by)
    if thread.state != ThreadState.SNOOZED:
        return False
    was = ThreadState(thread.state)
    await_us(thread, at)
    _moved(thread, "wake", was, at=at, by=by)
    return True


@command
def settle(thread_id: int, *, category: str = "", at: datetime, by: Actor) -> None:
    """Nothing more is to be done, and nothing need be said."""
    thread = _mine(thread_id, by)
    was = turn(thread, ThreadState.DONE, at, ended=Ended(thread.ended) or Ended.NOTHING)
    if not thread.ended:
        thread.ended = Ended.ANSWERED if thread.last_out_at else Ended.NOTHING
    thread.category = category or thread.category
    _moved(thread, "settle", was, at=at, by=by)


@command
def reopen(thread_id: int, *, at: datetime, by: Actor) -> None:
    """It is ours again: settled too early, or no spam after all."""
    thread = _mine(thread_id, by)
    was = ThreadState(thread.state)
    if was in (ThreadState.OPEN, ThreadState.SNOOZED):
        raise IllegalStep(str(_("Ta rozmowa już czeka na nas.")))
    await_us(thread, at)
    _moved(thread, "reopen", was, at=at, by=by)


@command
def put_aside(thread_id: int, *, at: datetime, by: Actor) -> None:
    """Spam, or a machine talking."""
    thread = _mine(thread_id, by)
    was = turn(thread, ThreadState.ASIDE, at)
    _moved(thread, "aside", was, at=at, by=by)


@command
def hand_on(thread_id: int, *, unit: str, at: datetime, by: Actor) -> None:
    """Another unit answers it. Its clock goes on, unless it has none."""
    thread = _mine(thread_id, by)
    found = snapshot(at).unit(unit, at)
    if found is None:
        raise IllegalStep(str(_("Wybierz jednostkę z listy.")))
    if found.id == thread.unit_id:
        return
    was, before = ThreadState(thread.state), thread.unit_id
    thread.unit_id, thread.handler_id = found.id, None
    if thread.state == ThreadState.OPEN and thread.due_at is None:
        thread.due_at = due(found.id, at)
    thread.save()
    note(
        thread, ThreadMoved, by=by, at=at, how="hand_on", was=str(was), state=thread.state,
        from_unit_id=before, also=(f"inbox:{before}",),
    )  # fmt: skip


@command
def count_as_answered(thread_id: int, *, at: datetime) -> None:
    """A settled talk without a case stands among the conversations of the city, once."""
    thread = lock(thread_id)
    first = latest_in(thread)
    if thread.ended != Ended.ANSWERED or first is None or thread.cases.exists():
        return
    last = thread.posts.filter(way="out").order_by("-pk").first()
    receive(
        Incoming(
            channel=Channel(thread.channel),
            far_end_id=f"thread:{thread.pk}",
            text=first.text,
            language=thread.language,
            category=thread.category,
            answer=last.text if last and last.text else "—",
            person_id=thread.person_id,
        ),
        at=at,
        by=PLATFORM,
    )


# -- together ------------------------------------------------------------------------------------


@command
def merge(thread_id: int, *, into: int, at: datetime, by: Actor) -> Thread:
    """Both are one talk: of the same person only, so that nobody reads another's words."""
    first, second = (lock(pk) for pk in sorted((thread_id, into)))
    thread, other = (first, second) if first.pk == thread_id else (second, first)
    for one in (thread, other):
        require(policy.may_work(by, one))
    if thread.pk == other.pk or thread.merged_into_id or other.merged_into_id:
        raise IllegalStep(str(_("Tych rozmów nie da się połączyć.")))
    if thread.address.casefold() != other.address.casefold() or thread.channel != other.channel:
        raise IllegalStep(str(_("Łączyć można tylko rozmowy z tą samą osobą i tym samym kanałem.")))
    was = turn(thread, ThreadState.DONE, at, ended=Ended.MERGED)
    thread.merged_into = other
    if was == ThreadState.OPEN:
        await_us(other, at)
        other.save()
    for case_id in thread.cases.values_list("case_id", flat=True):
        ThreadCase.objects.get_or_create(thread=other, case_id=case_id, defaults={"at": at})
    thread.save()
    note(thread, ThreadsMerged, by=by, at=at, other_id=other.pk, also=(other.stream,))
    note(other, ThreadsMerged, by=by, at=at, other_id=thread.pk)
    return other


@command
def unmerge(thread_id: int, *, at: datetime, by: Actor) -> None:
    """They were two after all; within ten minutes. Each has its own posts as before."""
    thread = _mine(thread_id, by)
    other = thread.merged_into
    if other is None:
        return
    if thread.settled_at is None or at - thread.settled_at > UNDO_WITHIN:
        raise IllegalStep(str(_("Za późno, żeby cofnąć połączenie.")))
    thread.merged_into = None
    await_us(thread, at)
    thread.save()
    note(thread, ThreadsMerged, by=by, at=at, other_id=other.pk, undone=True, also=(other.stream,))


@command
def rate(thread_id: int, *, stars: int, at: datetime, by: Actor) -> None:
    """How satisfied its writer is, 1 to 5; the last word counts."""
    thread = lock(thread_id)
    if not 1 <= stars <= 5:
        raise IllegalStep(str(_("Wybierz od jednej do pięciu gwiazdek.")))
    thread.satisfied = stars
    thread.save(update_fields=["satisfied"])
    note(thread, ThreadRated, by=by, at=at, stars=stars)
