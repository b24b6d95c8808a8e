"""The open work of somebody who left: to a colleague who may do it, else back to the unit."""

from datetime import datetime

from kck.cases.commands.steps import lock, note
from kck.cases.events import CaseAssigned
from kck.cases.models import Case
from kck.cases.terms import OPEN_STATES, CaseState
from kck.foundation.actor import Actor
from kck.foundation.outbox import command


def hand_over_work(staff_id: int, *, to: Actor | None, at: datetime, by: Actor) -> int:
    """Every open case they held, each in its own transaction. Again, it finds none."""
    held = Case.objects.filter(handler_id=staff_id, state__in=sorted(OPEN_STATES))
    ids = list(held.order_by("pk").values_list("pk", flat=True))
    return sum(hand_over(pk, staff_id, to=to, at=at, by=by) for pk in ids)


@command
def hand_over(case_id: int, staff_id: int, *, to: Actor | None, at: datetime, by: Actor) -> bool:
    """Whoever gets it must be able to work on it; somebody may have taken it meanwhile."""
    case = lock(case_id)
    if case.handler_id != staff_id:
        return False
    able = to is not None and to.may("cases.work", case.unit_id)
    case.handler_id = to.staff_id if to is not None and able else None
    case.updated_at = at
    case.save()
    note(case, CaseAssigned, CaseState(case.state), by=by, at=at, staff_id=case.handler_id)
    return True
