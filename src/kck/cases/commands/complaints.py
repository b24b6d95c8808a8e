"""Complaints: of whom they are, who examines them, and what becomes of one without an author."""

from datetime import datetime, timedelta

from django.utils import translation

from kck.cases import policy
from kck.cases.clock_models import Complained
from kck.cases.clock_terms import ComplainedOf
from kck.cases.commands.finish import close_outright
from kck.cases.commands.routing import hand_over
from kck.cases.commands.steps import lock, move, note, wait_on, write
from kck.cases.commands.work import stop_waiting
from kck.cases.events import CaseForwarded
from kck.cases.formal_events import AuthorAsked, ComplainedNamed, LeftUnexamined
from kck.cases.models import Case
from kck.cases.queries.formal import (
    NEEDS_AUTHOR,
    author_is_known,
    decides,
    may_stay_unexamined,
    route_of,
    was_asked,
)
from kck.cases.rules import Incomplete, can
from kck.cases.terms import CaseState, Outcome, TaskState, TextKind, WaitingOn
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import command
from kck.foundation.text import _
from kck.foundation.verdict import require

AUTHOR_WITHIN = timedelta(days=7)
_ASKS = _(
    "Podaj imię i nazwisko (nazwę) oraz adres: bez nich przepisy nie pozwalają rozpatrzyć tej "
    "sprawy."
)
_EXAMINES = _("Skargę rozpatruje: %(who)s.")
_UNEXAMINED = _(
    "Pismo bez imienia i nazwiska oraz adresu pozostawiamy bez rozpoznania. Usterką, o której "
    "mówi, zajmiemy się jako zwykłym zgłoszeniem."
)


@command
def name_complained(
    case_id: int,
    *,
    of: ComplainedOf,
    unit: str = "",
    staff_id: int | None = None,
    at: datetime,
    by: Actor,
) -> Case:
    """Say of whom the complaint is; it goes to whoever examines such ones."""
    case = lock(case_id)
    require(policy.may_requalify(by, case))
    if case.kind != CaseKind.COMPLAINT:
        raise Incomplete(str(_("To nie jest skarga.")))
    was, came_from = move(case, "requalify", at=at), case.unit_id
    complained = _unit_of(of, unit, at)
    if of == ComplainedOf.PERSON and staff_id is None and complained is None:
        raise Incomplete(str(_("Wskaż osobę albo przynajmniej jednostkę, w której pracuje.")))
    Complained.objects.update_or_create(
        case=case,
        defaults={
            "of": of, "unit_id": complained.id if complained else None, "staff_id": staff_id,
        },
    )  # fmt: skip
    to = examiner_of(of, complained, at)
    if to.id != case.unit_id:
        hand_over(case, to.id, left=TaskState.CANCELLED, at=at)
        case.rule, case.because = "", {"pl": str(_("Skargi bada ktoś inny niż ten, kogo dotyczą."))}
        wait_on(case, WaitingOn.UNIT, at=at)
    elif case.handler_id == staff_id:
        case.handler_id = None
    case.private, case.needs_triage = True, False
    case.save()
    if moved := case.unit_id != came_from:
        _tell_it_moved(case, was, came_from, at=at, by=by)
    note(
        case, ComplainedNamed, was, by=by, at=at, also=[f"unit:{came_from}"], of=of,
        unit_id=complained.id if complained else None, staff_id=staff_id,
        to_unit_id=case.unit_id, moved=moved,
    )  # fmt: skip
    return case


def _tell_it_moved(case: Case, was: CaseState, came_from: int, *, at: datetime, by: Actor) -> None:
    """As of any other case that went to another unit, so that all who follow that follow it."""
    with translation.override(case.language):
        words = str(_EXAMINES) % {"who": decides(case.pk, at, case.language)}
    seals = write(case, TextKind.REASON, words, by=by, at=at)
    note(
        case, CaseForwarded, was, by=by, at=at, seals=seals, also=[f"unit:{came_from}"],
        from_unit_id=came_from, to_unit_id=case.unit_id,
    )  # fmt: skip


def _unit_of(of: ComplainedOf, code: str, at: datetime) -> UnitInfo | None:
    if of == ComplainedOf.MAYOR:
        return None
    found = snapshot(at).unit(code) if code else None
    if found is None and of != ComplainedOf.PERSON:
        raise Incomplete(str(_("Wskaż jednostkę, której dotyczy skarga.")))
    return found


def examiner_of(of: ComplainedOf, complained: UnitInfo | None, at: datetime) -> UnitInfo:
    """By the city's rules; never the unit that is complained of."""
    city = snapshot(at)
    route = route_of(of, complained.code if complained else "", at)
    choices = [city.unit(route.through) if route else None, city.formal, city.centre]
    for unit in choices:
        if unit is not None and (complained is None or unit.id != complained.id):
            return unit
    raise Incomplete(str(_("Reguły miasta nie mówią, kto bada taką skargę.")))


def presume_complained(case: Case, came_from: int, *, at: datetime, by: Actor) -> None:
    """Until somebody says of whom it is, it is of the unit that had it: the safe guess."""
    city = snapshot(at)
    unit = city.unit_by_id(came_from, at)
    if unit.id == city.formal.id or Complained.objects.filter(case=case).exists():
        return
    name_complained(case.pk, of=ComplainedOf.UNIT, unit=unit.code, at=at, by=by)


# -- without an author ------------------------------------------------------------------------


@command
def ask_author(case_id: int, *, at: datetime, by: Actor) -> bool:
    """Ask for name and address, once. Whether that was needed."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    needed = case.kind in NEEDS_AUTHOR and can("ask", CaseState(case.state))
    if not needed or author_is_known(case) or was_asked(case):
        return False
    was = move(case, "ask", at=at)
    case.paused_at, case.returns_at = at, at + AUTHOR_WITHIN
    case.save()
    with translation.override(case.language):
        question = str(_ASKS)
    seals = write(case, TextKind.QUESTION, question, by=by, at=at)
    note(case, AuthorAsked, was, by=by, at=at, seals=seals, returns_at=case.returns_at.isoformat())
    return True


@command
def leave_unexamined(case_id: int, *, at: datetime, by: Actor) -> Case:
    """Nobody said whose it is; the fault it speaks of goes on as a report of its own."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    if not may_stay_unexamined(case):
        raise Incomplete(str(_("Bez rozpoznania zostaje tylko pismo, którego autora nie znamy.")))
    with translation.override(case.language):
        words = str(_UNEXAMINED)
    case = close_outright(case_id, outcome=Outcome.REFUSED, words=words, at=at, by=by)
    note(case, LeftUnexamined, CaseState(case.state), by=by, at=at)
    return case


@command
def end_wait(case_id: int, *, at: datetime, by: Actor) -> Case:
    """A question was not answered in time: work goes on, but not for a nameless complaint."""
    case = lock(case_id)
    waits = case.state == CaseState.WAITING and case.kind in NEEDS_AUTHOR
    if waits and not author_is_known(case) and _silent_since_asked(case):
        return leave_unexamined(case_id, at=at, by=by)
    return stop_waiting(case_id, at=at, by=by)


def _silent_since_asked(case: Case) -> bool:
    """Whoever wrote anything since is looked at by a person first."""
    events = RecordedEvent.objects.filter(stream=case.stream)
    asked = events.filter(name="cases.author_asked").order_by("-seq").first()
    if asked is None:
        return False
    return not events.filter(name="cases.reporter_replied", seq__gt=asked.seq).exists()
