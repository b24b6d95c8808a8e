"""Ready texts for many cases at once, and what some of their people would get."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet

from kck.cases.models import Case
from kck.cases.preview import Intended, Preview, letter_preview
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.queues.models import BulkItem
from kck.queues.terms import ItemState, RunInfo
from kck.queues.wording import says, words_for
from kck.replies.queries import ReadyMany, ready_for_all
from kck.replies.terms import Situation

SAMPLES = 3
SPOKEN = frozenset({"answer", "done", "forward"})  # the deeds that say something to reporters


def ready_for_many(
    actor: Actor, case_ids: Collection[int], action: str, *, at: datetime
) -> list[ReadyMany]:
    """Those that fit every one of the cases."""
    cases = Case.objects.visible_to(actor).filter(pk__in=case_ids)
    kinds = cases.values_list("unit_id", "category_id", "state", "kind").order_by().distinct()
    where = [_situation(actor, action, *one, at=at) for one in kinds]
    if not where:
        return []
    return ready_for_all(where, staff_id=actor.id or 0, day=snapshot(at).day)


def _situation(
    actor: Actor,
    action: str,
    unit_id: int,
    category_id: int,
    state: str,
    kind: str,
    *,
    at: datetime,
) -> Situation:
    city = snapshot(at)
    category = city.category_by_id(category_id)
    return Situation(
        purpose=says(action, kind),
        units=frozenset(city.unit_by_id(pk, at).code for pk in {unit_id, *actor.unit_ids}),
        group=category.group,
        category=category.code,
        state=state,
    )


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What would come to the people of one case."""

    number: str
    preview: Preview


@dataclass(frozen=True, kw_only=True)
class Samples:
    """`after` is where the next ones begin; None when these are the last."""

    rows: tuple[Sample, ...] = ()
    after: int | None = None


def samples_of(run: RunInfo, actor: Actor, *, after: int | None = None, at: datetime) -> Samples:
    """First one for each language, then as they come; `after` the item that was shown last."""
    if run.action not in SPOKEN:
        return Samples()
    items = BulkItem.objects.filter(run_id=run.id, state=ItemState.WAITING)
    firsts = _one_a_language(items)
    rest = items.exclude(pk__in=firsts).order_by("pk").values_list("pk", flat=True)
    ahead = [] if after is not None else firsts[:SAMPLES]
    filling = list(rest.filter(pk__gt=after or 0)[: SAMPLES - len(ahead)])
    last = filling[-1] if filling else after or 0
    rows = BulkItem.objects.in_bulk([*ahead, *filling])
    return Samples(
        rows=tuple(_sample(rows[pk], run, actor, at) for pk in [*ahead, *filling]),
        after=last if rest.filter(pk__gt=last).exists() else None,
    )


def _one_a_language(items: QuerySet[BulkItem]) -> list[int]:
    told = items.filter(case__followers__reporter=True, case__followers__left_at=None)
    spoken = told.values_list("case__followers__person__language").annotate(first=Min("pk"))
    return sorted({first for _language, first in spoken})


def _sample(item: BulkItem, run: RunInfo, actor: Actor, at: datetime) -> Sample:
    case: Case = item.case
    to = snapshot(at).unit(str(run.data.get("unit", "")))
    shown = letter_preview(
        case.pk,
        action=says(run.action, case.kind),
        text=words_for(case, run.data, actor, at),
        intended=Intended(outcome=str(run.data.get("outcome", "")), unit_id=to.id if to else None),
        at=at,
        by=actor,
    )
    return Sample(number=case.number, preview=shown)
