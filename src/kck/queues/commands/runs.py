"""To make, begin, stop and take back a run. What a worker does with it stands in `steps`."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from procrastinate.contrib.django import app

from kck.cases.models import Case
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.bulk import copy_in
from kck.foundation.outbox import announce, command, defer, record
from kck.foundation.text import _
from kck.foundation.verdict import require
from kck.queues import policy
from kck.queues.deeds import DEEDS, Data, Deed, Doing, check_data, looked_up, refusal
from kck.queues.events import RunBegun
from kck.queues.models import BulkItem, BulkRun
from kck.queues.terms import MOST_CASES, ItemState, NotRun, RunState
from kck.replies.commands import count_uses

STEP_JOB = "kck.queues.jobs.go_on"
_GOOD_FOR = timedelta(hours=1)  # a preview; later the cases have changed too much
_WORDS_KEPT = timedelta(days=7)


def topic_of(run_id: int) -> str:
    return f"run:{run_id}"


@command
def prepare(
    action: str, data: Data, case_ids: Collection[int], *, view: str = "", by: Actor, at: datetime
) -> int:
    """What would happen to how many, and who of them is refused why. Nothing happens yet."""
    require(policy.may_save(by))
    deed = DEEDS.get(action)
    if deed is None:
        raise NotRun(str(_("Nie ma takiego działania.")))
    ids = set(case_ids)
    if not ids:
        raise NotRun(str(_("Zaznacz sprawy.")))
    if len(ids) > MOST_CASES:
        raise NotRun(str(_("Najwyżej %(most)s spraw naraz.")) % {"most": MOST_CASES})
    check_data(deed, data, at)
    run = BulkRun.objects.create(
        staff_id=by.staff_id or 0, action=action, data={**data, "action": action}, view=view[:1500],
        language=get_language() or "pl", created_at=at,
    )  # fmt: skip
    _write_items(run, deed, ids, by, at)
    return run.pk


def _write_items(run: BulkRun, deed: Deed, ids: set[int], by: Actor, at: datetime) -> None:
    """What this person may not see is not there."""
    data = {**run.data, **looked_up(deed.name, ids)}
    items: list[BulkItem] = []
    known: dict[int, frozenset[int]] = {}
    for case in Case.objects.visible_to(by).filter(pk__in=ids).order_by("first_due_at", "pk"):
        why = refusal(deed, Doing(case=case, data=data, actor=by, at=at, known=known))
        state = ItemState.REFUSED if why else ItemState.WAITING
        items.append(BulkItem(run=run, case_id=case.pk, state=state, why=why[:300]))
    copy_in(items)


@command
def begin(run_id: int, *, by: Actor, at: datetime) -> None:
    """A worker takes it from here. Pressing twice begins once."""
    run = own_run(run_id, by)
    if run.state != RunState.DRAFT:
        return
    if at - run.created_at > _GOOD_FOR:
        raise NotRun(str(_("Ten podgląd jest już nieaktualny. Zacznij jeszcze raz.")))
    run.state, run.began_at, run.moved_at = RunState.RUNNING, at, clock.real_now()
    run.save(update_fields=["state", "began_at", "moved_at"])
    count = BulkItem.objects.filter(run=run, state=ItemState.WAITING).count()
    record(RunBegun(run_id=run.pk, action=run.action, cases=count), by=by, at=at)
    count_uses(run.data.get("used", []), by=by)
    _go(run)


def own_run(run_id: int, by: Actor) -> BulkRun:
    run = BulkRun.objects.select_for_update().get(pk=run_id)
    require(policy.may_follow(by, run.staff_id))
    return run


def _go(run: BulkRun) -> None:
    announce(topic_of(run.pk))
    defer(app.tasks[STEP_JOB], run_id=run.pk)


@command
def drop(run_id: int, *, by: Actor) -> None:
    """A preview that nobody wants: nothing has happened."""
    run = own_run(run_id, by)
    if run.state == RunState.DRAFT:
        run.delete()


@command
def take_run_back(run_id: int, *, by: Actor, at: datetime) -> None:
    """Also one that still runs: what was not done yet is not done. Twice is once."""
    run = own_run(run_id, by)
    if run.state in {RunState.UNDOING, RunState.UNDONE}:
        return
    if DEEDS[run.action].undo is None or run.state == RunState.DRAFT:
        raise NotRun(str(_("Tego nie da się cofnąć.")))
    if run.undo_until is not None and clock.real_now() > run.undo_until:
        raise NotRun(str(_("Minęła minuta: tego nie da się już cofnąć.")))
    waiting = BulkItem.objects.filter(run=run, state=ItemState.WAITING)
    waiting.update(state=ItemState.REFUSED, why=str(_("Przerwano, zanim do niej doszło.")))
    run.state, run.moved_at = RunState.UNDOING, clock.real_now()
    run.save(update_fields=["state", "moved_at"])
    _go(run)


def empty_old(*, preview: bool = False) -> int:
    """Words of runs of last week, and previews of yesterday."""
    now = clock.real_now()
    old = BulkRun.objects.filter(moved_at__lt=now - _WORDS_KEPT).exclude(data={})
    left = BulkRun.objects.filter(state=RunState.DRAFT, created_at__lt=clock.now() - 24 * _GOOD_FOR)
    if preview:
        return old.count() + left.count()
    gone: Any = left.delete()
    return old.update(data={}) + int(gone[0])
