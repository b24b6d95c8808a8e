"""Who has a case open, and whether it is still what they saw."""

from collections.abc import Collection
from datetime import datetime

from kck.cases.commands.steps import lock
from kck.cases.events import TaskOpened
from kck.cases.models import Case, Presence, Task
from kck.cases.queries.desk_case import HERE_FOR
from kck.cases.terms import TaskState
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import announce, command, record
from kck.foundation.text import _
from kck.foundation.verdict import Refused

UNOPENED_TOPIC = "unopened"  # something was opened: whoever watches the unopened looks again


class ChangedMeanwhile(Exception):
    """Somebody else did something to the case after `seq`, which the form had seen."""

    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq


@command
def expect_unchanged(
    case_id: int, *, seq: int, by: Actor, even_own: bool = False, besides: Collection[str] = ()
) -> None:
    """Hold the case until the commit, unless others changed it since; own steps do not count.

    `even_own`: they do, because several machines may act under one name. `besides`: names of
    events that do not matter to whoever asks.
    """
    case = lock(case_id)
    later = RecordedEvent.objects.filter(stream=case.stream, seq__gt=seq)
    later = later.exclude(name__in=list(besides))
    if not even_own:
        later = later.exclude(actor=str(by))
    if later.exists():
        raise ChangedMeanwhile(seq)


@command
def be_here(case_id: int, *, by: Actor) -> None:
    """Say that one has the case open. Pages of colleagues hear only of those who have just come."""
    if not Case.objects.visible_to(by).filter(pk=case_id).exists():
        raise Refused(str(_("Ta sprawa należy do innej jednostki.")))
    now = clock.real_now()
    still = Presence.objects.filter(
        case_id=case_id, staff_id=by.staff_id or 0, seen_at__gte=now - HERE_FOR
    ).update(seen_at=now)
    if still:
        return
    Presence.objects.filter(case_id=case_id, seen_at__lt=now - HERE_FOR).delete()
    Presence.objects.update_or_create(
        case_id=case_id, staff_id=by.staff_id or 0, defaults={"seen_at": now}
    )
    announce(f"here:{case_id}")


@command
def leave_case(case_id: int, *, by: Actor) -> None:
    """The page was closed."""
    gone, _kinds = Presence.objects.filter(case_id=case_id, staff_id=by.staff_id or 0).delete()
    if gone:
        announce(f"here:{case_id}")


@command
def open_task(case_id: int, *, at: datetime, by: Actor) -> bool:
    """Somebody of the unit has the case before them. Only the first time is noted.

    The fact stands outside the case's chain: it changes nothing, so it is no news to a form.
    """
    unopened = Task.objects.filter(
        case_id=case_id, unit_id__in=by.unit_ids, state=TaskState.WAITING,
        opened_at=None, contractor="",
    )  # fmt: skip
    opened = [task for task in unopened if _first(task, at)]
    for task in opened:
        fact = TaskOpened(case_id=case_id, task_id=task.pk, unit_id=task.unit_id)
        record(fact, by=by, at=at, topics={f"case:{case_id}", UNOPENED_TOPIC})
    return bool(opened)


def _first(task: Task, at: datetime) -> bool:
    """Of several who open it at once one is the first."""
    return bool(Task.objects.filter(pk=task.pk, opened_at=None).update(opened_at=at))
