"""What a worker does with a run: case by case, each with its item in one transaction.

Killed between two cases it goes on with the next; killed within one, that one is as if nothing had
happened. So each case is done once, however often the job runs.
"""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import DatabaseError
from django.utils.translation import override

from kck.accounts.models import Staff
from kck.accounts.queries import actor_for
from kck.cases.commands.holding import TooLate
from kck.cases.models import Case
from kck.cases.rules import IllegalMove, Incomplete
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import announce, command, record
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.queues.commands.runs import topic_of
from kck.queues.deeds import DEEDS, Deed, Doing, looked_up, refusal
from kck.queues.events import RunEnded, RunTakenBack
from kck.queues.models import BulkItem, BulkRun
from kck.queues.terms import AN_ITEM, UNDO_FOR, ItemState, RunState

AT_ONCE = 50  # of a job; between two of them other work has its turn
_log = logging.getLogger(__name__)
_NOBODY = Actor(kind="staff")


class _SaidNo(Exception):
    """The deed itself refused: its transaction is rolled back, the reason is kept."""

    def __init__(self, item_id: int, why: str) -> None:
        super().__init__(why)
        self.item_id, self.why = item_id, why


def go_on(run_id: int, *, most: int = AT_ONCE) -> bool:
    """Do the next cases of a run, or take them back; whether there are more."""
    run = BulkRun.objects.filter(pk=run_id).first()
    if run is None or run.state not in {RunState.RUNNING, RunState.UNDOING}:
        return False
    BulkRun.objects.filter(pk=run_id).update(moved_at=clock.real_now())
    actor = _actor_of(run)
    left = BulkItem.objects.filter(run=run, state=ItemState.WAITING).count()
    with override(run.language):
        for place in range(most):
            wait = UNDO_FOR + AN_ITEM * max(left - place, 0)
            if not _one(run_id, actor, wait):
                return False
    return True


def _actor_of(run: BulkRun) -> Actor:
    """With what they may today, not when they began."""
    staff = Staff.objects.filter(pk=run.staff_id, is_active=True).first()
    return actor_for(staff) if staff else _NOBODY


def _one(run_id: int, actor: Actor, wait: timedelta) -> bool:
    try:
        return _next(run_id, actor, wait)
    except _SaidNo as no:
        return _refuse(run_id, no.item_id, no.why)


@command
def _next(run_id: int, actor: Actor, wait: timedelta) -> bool:
    """One case; False when there is none left. Whoever else is at this run waits for its lock."""
    run = BulkRun.objects.select_for_update(no_key=True).get(pk=run_id)
    wanted = {RunState.RUNNING: ItemState.WAITING, RunState.UNDOING: ItemState.DONE}
    if run.state not in wanted:
        return False
    item = BulkItem.objects.filter(run=run, state=wanted[RunState(run.state)]).order_by("pk")[:1]
    if not item:
        _end(run, actor)
        return False
    deed = DEEDS[run.action]
    try:
        if run.state == RunState.RUNNING:
            _do(item[0], deed, _doing(item[0], run, actor, wait))
        else:
            _undo(item[0], deed, _doing(item[0], run, actor, wait))
    except (Refused, Incomplete, IllegalMove) as problem:
        raise _SaidNo(item[0].pk, str(problem)) from problem
    except TooLate as problem:
        raise _SaidNo(item[0].pk, str(_("Wiadomość już wyszła."))) from problem
    except DatabaseError:
        raise
    except Exception as problem:
        _log.exception("run %s: case %s", run_id, item[0].case_id)
        words = str(_("Coś się nie udało. Zajrzyj do tej sprawy."))
        raise _SaidNo(item[0].pk, words) from problem
    announce(topic_of(run_id))
    return True


def _doing(item: BulkItem, run: BulkRun, actor: Actor, wait: timedelta) -> Doing:
    case = Case.objects.select_for_update(of=("self",)).get(pk=item.case_id)
    data: Mapping[str, Any] = {**run.data, **looked_up(run.action, [case.pk])}
    return Doing(case=case, data=data, actor=actor, at=clock.now(), wait=wait)


def _do(item: BulkItem, deed: Deed, doing: Doing) -> None:
    """What changed since the preview is asked again."""
    if why := refusal(deed, doing):
        item.state, item.why = ItemState.REFUSED, why[:300]
    else:
        item.before = deed.do(doing)
        item.state = ItemState.DONE
    item.save(update_fields=["state", "why", "before"])


def _undo(item: BulkItem, deed: Deed, doing: Doing) -> None:
    if deed.undo is None:
        raise IllegalMove(str(_("Tego nie da się cofnąć.")))
    deed.undo(doing, item.before)
    item.state = ItemState.UNDONE
    item.save(update_fields=["state"])


@command
def _refuse(run_id: int, item_id: int, why: str) -> bool:
    """Of what was done already it is said that it stays."""
    item = BulkItem.objects.select_for_update().get(pk=item_id)
    done = item.state == ItemState.DONE
    item.state, item.why = (ItemState.KEPT if done else ItemState.REFUSED), why[:300]
    item.save(update_fields=["state", "why"])
    announce(topic_of(run_id))
    return True


def _end(run: BulkRun, actor: Actor) -> None:
    of = BulkItem.objects.filter(run=run)
    number = {state: of.filter(state=state).count() for state in ItemState}
    run.finished_at = clock.now()
    fact: RunEnded | RunTakenBack
    if run.state == RunState.RUNNING:
        run.state = RunState.DONE
        run.undo_until = clock.real_now() + UNDO_FOR if DEEDS[run.action].undo else None
        fact = RunEnded(
            run_id=run.pk, done=number[ItemState.DONE], refused=number[ItemState.REFUSED]
        )
    else:
        run.state = RunState.UNDONE
        fact = RunTakenBack(
            run_id=run.pk, undone=number[ItemState.UNDONE], kept=number[ItemState.KEPT]
        )
    run.save(update_fields=["state", "finished_at", "undo_until"])
    record(fact, by=actor, at=run.finished_at, topics=[topic_of(run.pk)])
