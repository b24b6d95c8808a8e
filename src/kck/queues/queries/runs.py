"""How far a run has come, and what it said no to."""

from dataclasses import dataclass

from django.db.models import Count

from kck.foundation.actor import Actor
from kck.queues.models import BulkItem, BulkRun
from kck.queues.policy import may_follow
from kck.queues.terms import ItemState, RunInfo, RunState

SHOWN = 100
_LATEST = 10


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One reason, how many cases it holds for, and some of their numbers."""

    why: str
    count: int
    numbers: tuple[str, ...]


def run_of(actor: Actor, run_id: int) -> RunInfo | None:
    """None when it is somebody else's."""
    row = BulkRun.objects.filter(pk=run_id).first()
    if row is None or not may_follow(actor, row.staff_id):
        return None
    counted = BulkItem.objects.filter(run=row).values_list("state").annotate(n=Count("pk"))
    return _info(row, {ItemState(state): n for state, n in counted})


def _info(row: BulkRun, counts: dict[ItemState, int]) -> RunInfo:
    return RunInfo(
        id=row.pk,
        action=row.action,
        data=row.data,
        state=RunState(row.state),
        view=row.view,
        created_at=row.created_at,
        finished_at=row.finished_at,
        undo_until=row.undo_until,
        counts=counts,
    )


def refusals_of(run_id: int) -> list[Refusal]:
    """Reasons with the most cases first."""
    said = [ItemState.REFUSED, ItemState.KEPT]
    rows = BulkItem.objects.filter(run_id=run_id, state__in=said).exclude(why="")
    counted = rows.values_list("why").annotate(n=Count("pk")).order_by("-n", "why")
    return [
        Refusal(
            why=why,
            count=count,
            numbers=tuple(
                rows.filter(why=why).order_by("pk").values_list("case__number", flat=True)[:SHOWN]
            ),
        )
        for why, count in counted
    ]


def latest_runs(actor: Actor) -> list[RunInfo]:
    """This person's last ones, without previews."""
    rows = BulkRun.objects.filter(staff_id=actor.staff_id or 0).exclude(state=RunState.DRAFT)
    rows = rows.order_by("-pk")[:_LATEST]
    found: dict[int, dict[ItemState, int]] = {row.pk: {} for row in rows}
    counted = BulkItem.objects.filter(run_id__in=found).values_list("run_id", "state")
    for run_id, state, count in counted.annotate(n=Count("pk")):
        found[run_id][ItemState(state)] = count
    return [_info(row, found[row.pk]) for row in rows]
