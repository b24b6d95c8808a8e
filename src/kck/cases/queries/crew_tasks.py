"""Tasks that a crew has in cases of other units, as its way and its phone show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kck.cases.models import Task
from kck.cases.queries.masking import masker
from kck.cases.queries.tasks import RUNNING, TaskRow, tasks_of
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor


@dataclass(frozen=True, kw_only=True)
class CrewTask:
    """What another unit asks for; `lead` is its code. Masked: it stays on a telephone."""

    words: str
    lead: str
    until: datetime | None


def crew_tasks(cases: Collection[int], units: Collection[int]) -> dict[int, CrewTask]:
    """By case; of several in one case the oldest."""
    rows = Task.objects.filter(
        case_id__in=cases, unit_id__in=units, beside=True, contractor="", state__in=RUNNING
    )
    found = rows.exclude(case__unit_id__in=units).select_related("case", "words").order_by("-pk")
    city = snapshot()
    return {
        task.case_id: CrewTask(
            words=masker(task.case.person_id)(task.words.body) if task.words else "",
            lead=city.unit_by_id(task.case.unit_id).code,
            until=task.until,
        )
        for task in found
    }


def task_of_crew(
    actor: Actor, case_id: int, units: Collection[int], *, at: datetime
) -> TaskRow | None:
    """The oldest that one of these units has to do there."""
    rows = tasks_of(case_id, actor, at=at)
    return next(
        (
            row
            for row in rows
            if row.running and not row.own and not row.contractor and row.unit_id in units
        ),
        None,
    )
