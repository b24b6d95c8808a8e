"""To take a forwarding back while nobody has been told of it and nothing else has happened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from kck.cases.commands.open_case import give_task
from kck.cases.commands.steps import CENTRE_TOPIC, lock, note, wait_on
from kck.cases.events import ForwardUndone
from kck.cases.models import Case, CaseText, Task
from kck.cases.rules import IllegalMove
from kck.cases.terms import CaseState, TaskState, WaitingOn
from kck.foundation import privacy
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import call_off, command
from kck.foundation.text import _

_RUNNING = [TaskState.WAITING, TaskState.TAKEN]
_WORDS = ("state", "rule", "waiting_on")
_PLAIN = ("handler_id", "needs_triage", "because", "unit_id")


def remembered(case: Case) -> dict[str, Any]:
    """What `undo_forward` needs, as plain JSON."""
    found = {name: str(getattr(case, name)) for name in _WORDS}
    found |= {name: getattr(case, name) for name in _PLAIN}
    task = Task.objects.filter(case=case, unit_id=case.unit_id, state__in=_RUNNING).first()
    return found | {"task_id": task.pk if task else None, "task": str(task.state) if task else ""}


@command
def undo_forward(case_id: int, *, before: Mapping[str, Any], at: datetime, by: Actor) -> Case:
    """The old unit has it again, with the same handler and task. Only by whoever forwarded it."""
    case = lock(case_id)
    event = the_last(case)
    if event.name != "cases.case_forwarded" or event.actor != str(by):
        raise IllegalMove(str(_("Po przekazaniu coś się w sprawie wydarzyło.")))
    if not call_off(event):
        raise IllegalMove(str(_("Zgłaszający albo jednostka już o tym wie.")))
    was, came_from = CaseState(case.state), case.unit_id
    _put_back(case, before, at)
    case.save()
    _without_reason(event, at, by)
    note(
        case, ForwardUndone, was, by=by, at=at, also=[f"unit:{came_from}", CENTRE_TOPIC],
        from_unit_id=came_from, to_unit_id=case.unit_id,
    )  # fmt: skip
    return case


def the_last(case: Case) -> RecordedEvent:
    """Looking at a case does nothing to it."""
    events = RecordedEvent.objects.filter(stream=case.stream).exclude(name="cases.task_opened")
    return events.get(seq=events.aggregate(last=Max("seq"))["last"])


def _put_back(case: Case, before: Mapping[str, Any], at: datetime) -> None:
    Task.objects.filter(case=case, unit_id=case.unit_id, state__in=_RUNNING).update(
        state=TaskState.CANCELLED, ended_at=at
    )
    case.state, case.rule = before["state"], before["rule"]
    for name in _PLAIN:
        setattr(case, name, before[name])
    case.updated_at = at
    wait_on(case, WaitingOn(before["waiting_on"]), at=at)
    again = Task.objects.filter(pk=before["task_id"], case=case)
    if not again.update(state=before["task"] or TaskState.WAITING, ended_at=None):
        give_task(case, at)


def _without_reason(event: RecordedEvent, at: datetime, by: Actor) -> None:
    """Why it was sent there has become untrue, and the next unit is not to read it."""
    ids = [seal[1] for seal in event.payload["seals"] if seal[0] == "text"]
    CaseText.objects.filter(pk__in=ids).update(body="", salt="", erased_at=at)
    privacy.note_removal("text", ids, ground="taken back", at=at, by=by)
