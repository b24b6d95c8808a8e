"""To take an acceptance back while nothing else has happened to the case."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kck.cases.commands.steps import lock, note
from kck.cases.commands.undo_forward import the_last
from kck.cases.events import AcceptUndone
from kck.cases.models import Case, Task
from kck.cases.rules import IllegalMove
from kck.cases.terms import CaseState, TaskState
from kck.foundation.actor import Actor
from kck.foundation.outbox import call_off, command
from kck.foundation.text import _

_PLAIN = ("state", "waiting_on")
_TIMES = ("taken_at", "waiting_since")


def as_it_was(case: Case) -> dict[str, Any]:
    """What `undo_accept` needs, as plain JSON."""
    waiting = Task.objects.filter(case=case, beside=False, state=TaskState.WAITING)
    found: dict[str, Any] = {name: str(getattr(case, name)) for name in _PLAIN}
    found |= {name: moment.isoformat() if (moment := getattr(case, name)) else None
              for name in _TIMES}  # fmt: skip
    opened = {str(pk): at.isoformat() if at else None
              for pk, at in waiting.values_list("pk", "opened_at")}  # fmt: skip
    return found | {"tasks": opened}


@command
def undo_accept(case_id: int, *, before: Mapping[str, Any], at: datetime, by: Actor) -> Case:
    """It waits to be accepted again. Only by whoever accepted it, and while nobody was told."""
    case = lock(case_id)
    event = the_last(case)
    if event.name != "cases.case_accepted" or event.actor != str(by):
        raise IllegalMove(str(_("Po przyjęciu coś się w sprawie wydarzyło.")))
    if not call_off(event):
        raise IllegalMove(str(_("Ktoś spoza biurka już o tym wie.")))
    was = CaseState(case.state)
    for name in _PLAIN:
        setattr(case, name, before[name])
    for name in _TIMES:
        moment = before[name]
        setattr(case, name, datetime.fromisoformat(moment) if moment else None)
    case.updated_at = at
    case.save()
    _put_tasks_back(case, before)
    note(case, AcceptUndone, was, by=by, at=at)
    return case


def _put_tasks_back(case: Case, before: Mapping[str, Any]) -> None:
    if before["taken_at"]:
        return  # somebody had taken it earlier: its task was theirs already
    for pk, opened in before["tasks"].items():
        Task.objects.filter(pk=int(pk), case=case, state=TaskState.TAKEN).update(
            state=TaskState.WAITING,
            taken_at=None,
            opened_at=datetime.fromisoformat(opened) if opened else None,
        )
