"""The city is organised anew: open cases go on, once each, and their people hear of it."""

from datetime import date, datetime

from django.utils import translation
from django.utils.formats import date_format

from kck.cases import policy
from kck.cases.commands.routing import hand_over
from kck.cases.commands.steps import CENTRE_TOPIC, lock, move, note, wait_on, write
from kck.cases.events import CaseForwarded
from kck.cases.models import Case
from kck.cases.queries.passing import Passing, passing
from kck.cases.rules import can
from kck.cases.terms import OPEN_STATES, CaseState, TaskState, TextKind, WaitingOn
from kck.directory.queries import snapshot
from kck.directory.words import in_each_language
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.foundation.text import _
from kck.foundation.verdict import require

_BECAUSE = _("{unit}, bo: od {day} zajmuje się tym ta jednostka")
# what is arranged already goes on as it is: a date, a contractor, a question to the reporter
_ARRANGED = frozenset({CaseState.SCHEDULED, CaseState.CONTRACTOR, CaseState.WAITING})


def pass_all_on(day: date, *, only_ended: bool, at: datetime, by: Actor) -> int:
    """Every case that the change of that day concerns. Again, it finds none."""
    city = snapshot(at)
    moved = 0
    for one in list(passing(city, city, day, only_ended=only_ended)):
        moved += pass_on(one, day=day, at=at, by=by)
    return moved


@command
def pass_on(one: Passing, *, day: date, at: datetime, by: Actor) -> bool:
    """One case to its new unit, with the reason; a closed unit without an heir: to the centre."""
    case, city = lock(one.case_id), snapshot(at)
    require(policy.may_forward(by, case))
    to = (city.unit(one.to.code, at) if one.to else None) or city.centre
    held_by = city.unit_by_id(case.unit_id).code
    if case.state not in OPEN_STATES or held_by == to.code:
        return False
    was, came_from = CaseState(case.state), case.unit_id
    if can("forward", was) and was not in _ARRANGED:
        was = move(case, "forward", at=at)
        wait_on(case, WaitingOn.UNIT, at=at)
    case.updated_at = at
    hand_over(case, to.id, left=TaskState.CANCELLED, at=at)
    _explain(case, to.code, day)
    if one.to is None:
        case.needs_triage = True
        wait_on(case, WaitingOn.CENTRE, at=at)
    case.save()
    seals = write(case, TextKind.REASON, _reason(case, day), by=by, at=at)
    note(
        case, CaseForwarded, was, by=by, at=at, seals=seals,
        also=[f"unit:{came_from}", CENTRE_TOPIC], from_unit_id=came_from, to_unit_id=to.id,
    )  # fmt: skip
    return True


def _explain(case: Case, unit: str, day: date) -> None:
    case.rule = ""
    case.because = in_each_language(
        _BECAUSE, unit={"pl": unit}, day={"pl": day.strftime("%d.%m.%Y")}
    )


def _reason(case: Case, day: date) -> str:
    """In the language of whoever reads it."""
    city = snapshot(day)
    with translation.override(case.language):
        words = _("Zmiana organizacji: od %(day)s takimi sprawami zajmuje się %(unit)s.")
        unit = city.unit_by_id(case.unit_id, day).name(case.language)
        return str(words) % {"day": date_format(day, "j E Y"), "unit": unit}
