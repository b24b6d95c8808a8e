"""What a unit does with its case until it is done."""

from datetime import datetime, timedelta

from django.db.models import Value
from django.db.models.functions import Coalesce

from kck.accounts.models import Staff
from kck.accounts.queries import actor_for
from kck.cases import policy
from kck.cases.commands.steps import end_pause, lock, move, note, write
from kck.cases.events import (
    CaseAccepted,
    CaseAnswered,
    CaseAssigned,
    CasePassedToContractor,
    CaseScheduled,
    CaseTaken,
    NoteAdded,
    ReporterAsked,
    ReporterReplied,
    WaitingEnded,
)
from kck.cases.models import Case, Task
from kck.cases.rules import Incomplete, check_task
from kck.cases.terms import CaseState, TaskState, TextKind
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.foundation.text import _, clean
from kck.foundation.verdict import YES, Verdict, require


def _words(text: str) -> str:
    text = clean(text)
    if len(text) < 2:
        raise Incomplete(str(_("Wpisz treść.")))
    return text


def _taken(case: Case, at: datetime) -> None:
    if case.taken_at is None:
        case.taken_at = at
        Task.objects.filter(case=case, beside=False, state=TaskState.WAITING).update(
            state=TaskState.TAKEN, taken_at=at, opened_at=Coalesce("opened_at", Value(at))
        )


@command
def accept(case_id: int, *, at: datetime, by: Actor) -> Case:
    """The unit says: this is ours."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    was = move(case, "accept", at=at)
    _taken(case, at)
    case.save()
    note(case, CaseAccepted, was, by=by, at=at)
    return case


@command
def take(case_id: int, *, at: datetime, by: Actor) -> Case:
    """Start working on it, oneself."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    was = move(case, "take", at=at)
    _taken(case, at)
    case.handler_id = by.staff_id
    case.save()
    note(case, CaseTaken, was, by=by, at=at, staff_id=by.staff_id)
    return case


@command
def assign(case_id: int, *, staff_id: int | None, at: datetime, by: Actor) -> Case:
    """Give it to a colleague, or to nobody."""
    case = lock(case_id)
    require(policy.may_assign(by, case))
    if staff_id is not None and case.kind == CaseKind.COMPLAINT:
        _not_of_whom_it_is(case, staff_id)
    was = move(case, "assign", at=at)
    case.handler_id = staff_id
    case.save()
    note(case, CaseAssigned, was, by=by, at=at, staff_id=staff_id)
    return case


def _not_of_whom_it_is(case: Case, staff_id: int) -> None:
    person = Staff.objects.filter(pk=staff_id).first()
    if person is not None and policy.complained_of(actor_for(person), case):
        raise Incomplete(str(_("Tej osoby dotyczy skarga: nie może jej prowadzić.")))


def check_when(when: datetime, at: datetime) -> None:
    if when <= at:
        raise Incomplete(str(_("Podaj termin w przyszłości.")))


@command
def schedule(case_id: int, *, when: datetime, words: str = "", at: datetime, by: Actor) -> Case:
    """Say when the work will be done."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    check_when(when, at)
    was = move(case, "schedule", at=at)
    _taken(case, at)
    case.scheduled_at = when
    case.save()
    seals = write(case, TextKind.ANSWER, words, by=by, at=at)
    note(case, CaseScheduled, was, by=by, at=at, seals=seals, scheduled_at=when.isoformat())
    return case


@command
def pass_to_contractor(
    case_id: int,
    *,
    contractor: str,
    words: str = "",
    mail: str = "",
    until: datetime | None = None,
    shows_photos: bool = False,
    at: datetime,
    by: Actor,
) -> Case:
    """Give the work to an outside firm; the case stays with the unit.

    With a `mail` they get a link of their own, and say themselves what came of it.
    """
    case = lock(case_id)
    require(policy.may_work(by, case))
    contractor = _words(contractor)[:120]
    if mail:
        check_task(words, until, at, known=True)
    was = move(case, "pass_to_contractor", at=at)
    _taken(case, at)
    case.save()
    seals = write(case, TextKind.NOTE, words, by=by, at=at)
    task = Task.objects.create(
        case=case, unit_id=case.unit_id, way="phone", contractor=contractor, given_at=at,
        mail=mail, beside=bool(mail), until=until, shows_photos=shows_photos,
        words_id=seals[0][1] if seals else None,
    )  # fmt: skip
    note(case, CasePassedToContractor, was, by=by, at=at, seals=seals, task_id=task.pk)
    return case


@command
def ask(case_id: int, *, question: str, at: datetime, by: Actor) -> Case:
    """Ask the reporter. The promised clock stands still, with this as its visible reason."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    question = _words(question)
    was = move(case, "ask", at=at)
    _taken(case, at)
    case.paused_at = at
    case.returns_at = at + timedelta(days=snapshot(at).city.reporter_wait_days)
    case.save()
    seals = write(case, TextKind.QUESTION, question, by=by, at=at)
    note(
        case, ReporterAsked, was, by=by, at=at, seals=seals, returns_at=case.returns_at.isoformat()
    )
    return case


@command
def reply(case_id: int, *, text: str, at: datetime, by: Actor) -> Case:
    """The reporter answers or adds something; a waiting case goes on."""
    case = lock(case_id)
    require(policy.may_speak_for_reporter(by, case))
    text = _words(text)
    waiting = case.state == CaseState.WAITING
    was = move(case, "reply" if waiting else "add", at=at)
    if waiting:
        end_pause(case, at=at)
    case.save()
    seals = write(case, TextKind.REPLY, text, by=by, at=at)
    note(case, ReporterReplied, was, by=by, at=at, seals=seals)
    return case


@command
def stop_waiting(case_id: int, *, at: datetime, by: Actor) -> Case:
    """The reporter did not answer in time, or need not any more. Asking again changes nothing."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    if case.state != CaseState.WAITING:
        return case
    was = move(case, "stop_waiting", at=at)
    end_pause(case, at=at)
    case.save()
    note(case, WaitingEnded, was, by=by, at=at)
    return case


@command
def answer(case_id: int, *, text: str, at: datetime, by: Actor) -> Case:
    """Tell the reporter something, without changing the state."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    was = move(case, "answer", at=at)
    case.save()
    seals = write(case, TextKind.ANSWER, _words(text), by=by, at=at)
    note(case, CaseAnswered, was, by=by, at=at, seals=seals)
    return case


def _has_task(by: Actor, case: Case) -> Verdict:
    units = by.units_with("cases.view")
    here = Task.objects.filter(case=case, beside=True, contractor="", unit_id__in=units)
    return YES if here.exists() else policy.may_read(by, case)


@command
def add_note(case_id: int, *, text: str, at: datetime, by: Actor) -> Case:
    """A note between staff; possible in every state, also for a unit that has a task in it."""
    case = lock(case_id)
    require(policy.may_read(by, case) or _has_task(by, case))
    was = CaseState(case.state)
    case.updated_at = at
    case.save(update_fields=["updated_at"])
    seals = write(case, TextKind.NOTE, _words(text), by=by, at=at)
    note(case, NoteAdded, was, by=by, at=at, seals=seals)
    return case
