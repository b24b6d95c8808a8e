"""To whom a case goes after it was opened: forwarded, handed back, another category."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kck.cases import policy
from kck.cases.commands.open_case import decide_unit, give_task, promise
from kck.cases.commands.steps import CENTRE_TOPIC, lock, move, note, wait_on, write
from kck.cases.events import CaseForwarded, CaseHandedBack, CaseRecategorised, TriageUndone
from kck.cases.models import Case, Task
from kck.cases.rules import IllegalMove, Incomplete, can_undo, goes_to_centre
from kck.cases.terms import TaskState, TextKind, WaitingOn
from kck.directory.info import CategoryInfo, UnitInfo
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind, Publicity
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import command
from kck.foundation.text import _, clean
from kck.foundation.verdict import require


def _reason(text: str) -> str:
    if len(clean(text)) < 5:
        raise Incomplete(
            str(_("Napisz powód (co najmniej 5 znaków): przeczyta go następna osoba."))
        )
    return text


def hand_over(case: Case, unit_id: int, *, left: TaskState, at: datetime) -> None:
    """The old unit's task ends, the new one's begins; a handler of the old one has it no more.

    Other units go on with theirs; one that the new unit had beside is a part of its own now.
    """
    running = Task.objects.filter(case=case, state__in=[TaskState.WAITING, TaskState.TAKEN])
    running.filter(unit_id=case.unit_id).update(state=left, ended_at=at)
    running.filter(unit_id=unit_id).update(state=TaskState.CANCELLED, ended_at=at)
    case.unit_id = unit_id
    case.handler_id = None
    give_task(case, at)


def check_forwarding(case: Case, unit: str, reason: str, at: datetime) -> UnitInfo:
    """The unit that would get it."""
    to = snapshot(at).unit(unit)
    if to is None or to.id == case.unit_id:
        raise Incomplete(str(_("Wybierz inną jednostkę.")))
    if is_complained(case, to.id, at):
        raise Incomplete(str(_("Tej jednostki dotyczy skarga: nie może jej dostać.")))
    _reason(reason)
    return to


@command
def forward(case_id: int, *, unit: str, reason: str, at: datetime, by: Actor) -> Case:
    """Give the case to another unit, with a reason that the resident reads too."""
    case = lock(case_id)
    require(policy.may_forward(by, case))
    to = check_forwarding(case, unit, reason, at)
    was, came_from = move(case, "forward", at=at), case.unit_id
    hand_over(case, to.id, left=TaskState.CANCELLED, at=at)
    _explain(case, _("Przekazano: zobacz powód w historii."))
    case.needs_triage = False
    wait_on(case, WaitingOn.UNIT, at=at)
    case.save()
    seals = write(case, TextKind.REASON, reason, by=by, at=at)
    note(
        case, CaseForwarded, was, by=by, at=at, seals=seals,
        also=[f"unit:{came_from}"], from_unit_id=came_from, to_unit_id=to.id,
    )  # fmt: skip
    return case


@command
def hand_back(case_id: int, *, reason: str, at: datetime, by: Actor) -> Case:
    """Not ours: first it goes to the category's other unit, the second time the centre decides."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    centre = snapshot(at).centre
    if case.unit_id == centre.id:
        raise IllegalMove(str(_("Centrum nie ma komu zwrócić sprawy: przekaż ją jednostce.")))
    _reason(reason)
    was, came_from = move(case, "hand_back", at=at), case.unit_id
    case.hand_backs += 1
    to = centre.id if goes_to_centre(case.hand_backs) else _second_unit(case, at) or centre.id
    hand_over(case, to, left=TaskState.HANDED_BACK, at=at)
    _explain(case, _("Zwrócono: zobacz powód w historii."))
    case.needs_triage = to == centre.id
    wait_on(case, WaitingOn.CENTRE if case.needs_triage else WaitingOn.UNIT, at=at)
    case.save()
    seals = write(case, TextKind.REASON, reason, by=by, at=at)
    note(
        case, CaseHandedBack, was, by=by, at=at, seals=seals,
        also=[f"unit:{came_from}", CENTRE_TOPIC],
        from_unit_id=came_from, to_unit_id=to, times=case.hand_backs,
    )  # fmt: skip
    return case


def _second_unit(case: Case, at: datetime) -> int | None:
    """The category's other unit, unless it is the one that has just said no."""
    city = snapshot(at)
    second = city.unit(city.category_by_id(case.category_id).second_unit)
    if second is None or second.id == case.unit_id or not city.receives(second):
        return None
    if is_complained(case, second.id, at):
        return None
    return second.id


def is_complained(case: Case, unit_id: int, at: datetime) -> bool:
    """Whether the case is a complaint of this unit, under whichever of its names."""
    found = getattr(case, "complained", None) if case.kind == CaseKind.COMPLAINT else None
    if found is None or found.unit_id is None:
        return False
    city = snapshot(at)
    return city.unit_by_id(found.unit_id, at).id == city.unit_by_id(unit_id, at).id


def _explain(case: Case, words: object) -> None:
    case.rule, case.because = "", {"pl": str(words)}


@command
def recategorise(
    case_id: int,
    *,
    category: str,
    reason: str = "",
    undoable: bool = False,
    at: datetime,
    by: Actor,
) -> Case:
    """Another category: routed again, promised again from the first day. Ends triage."""
    case = lock(case_id)
    require(policy.may_recategorise(by, case))
    city = snapshot(at)
    new, old = city.category(category), city.category_by_id(case.category_id)
    if new is None:
        raise Incomplete(str(_("Wybierz kategorię z listy.")))
    was, came_from, triaged = move(case, "recategorise", at=at), case.unit_id, case.needs_triage
    was_private = case.private
    case.category_id = new.id
    case.private = case.private or new.public == Publicity.NO
    case.coarse = new.public == Publicity.COARSE
    if case.priority != "P1" or not case.danger:
        case.priority = new.priority
    case.needs_triage = False
    _route_again(case, came_from, at)
    wait_on(case, WaitingOn.UNIT, at=at)
    case.save()
    seals = write(case, TextKind.REASON, reason, by=by, at=at)
    note(
        case, CaseRecategorised, was, by=by, at=at, seals=seals,
        also=[f"unit:{came_from}", CENTRE_TOPIC],
        from_category=old.code, to_category=new.code,
        from_unit_id=came_from, to_unit_id=case.unit_id, triaged=triaged,
        undoable=undoable and triaged, was_private=was_private,
    )  # fmt: skip
    return case


@command
def undo_triage(case_id: int, *, at: datetime, by: Actor) -> Case:
    """A slip of the finger: the case waits for its category again, as if nothing had been chosen.

    Only while nothing else happened to it, and before anybody is told.
    """
    case = lock(case_id)
    slip = _last_event(case)
    if not slip.payload.get("undoable") or not can_undo(slip.at, at):
        raise IllegalMove(str(_("Za późno, żeby cofnąć. Zmień kategorię na stronie sprawy.")))
    require(policy.may_undo_triage(by, slip.actor))
    was, came_from, city = move(case, "recategorise", at=at), case.unit_id, snapshot(at)
    old = city.category(slip.payload["from_category"])
    if old is None:
        raise Incomplete(str(_("Wybierz kategorię z listy.")))
    _wait_again(case, old, slip.payload, at)
    case.save()
    note(
        case, TriageUndone, was, by=by, at=at, also=[f"unit:{came_from}", CENTRE_TOPIC],
        from_category=slip.payload["to_category"], to_category=old.code,
        from_unit_id=came_from, to_unit_id=case.unit_id,
    )  # fmt: skip
    return case


def _last_event(case: Case) -> RecordedEvent:
    """Looking at a case does nothing to it."""
    events = RecordedEvent.objects.filter(stream=case.stream).exclude(name="cases.task_opened")
    return events.order_by("-seq")[0]


def _wait_again(case: Case, old: CategoryInfo, slip: Mapping[str, Any], at: datetime) -> None:
    case.category_id = old.id
    case.private, case.coarse = slip["was_private"], old.public == Publicity.COARSE
    if case.priority != "P1" or not case.danger:
        case.priority = old.priority
    case.needs_triage = True
    if case.unit_id != slip["from_unit_id"]:
        hand_over(case, slip["from_unit_id"], left=TaskState.CANCELLED, at=at)
    promise(case, old, case.opened_at, snapshot(at))
    _explain(case, _("Centrum ustala, kto się tym zajmie."))
    wait_on(case, WaitingOn.CENTRE, at=at)


def _route_again(case: Case, came_from: int, at: datetime) -> None:
    city = snapshot(at)
    category = city.category_by_id(case.category_id)
    if getattr(case, "complained", None) is None or case.kind != CaseKind.COMPLAINT:
        decide_unit(case, category, at, city)  # who examines a complaint no category decides
    promise(case, category, case.opened_at, city)
    if (to := case.unit_id) != came_from:
        case.unit_id = came_from
        hand_over(case, to, left=TaskState.CANCELLED, at=at)
