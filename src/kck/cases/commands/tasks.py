"""Tasks beside the unit's own: other units and contractors work, one unit speaks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from kck.accounts.notice_commands import notify
from kck.cases import policy
from kck.cases.commands.open_case import attach
from kck.cases.commands.steps import lock, move, note, write
from kck.cases.events import Seals
from kck.cases.models import Case, CasePhoto, Task
from kck.cases.rules import OpenTasks, TaskIsOver, check_task, task_words
from kck.cases.side_events import (
    TaskAsked,
    TaskCancelled,
    TaskDone,
    TaskFact,
    TaskGiven,
    TaskHandedBack,
    TaskPhotographed,
    TaskTaken,
)
from kck.cases.terms import CaseState, PhotoKind, TaskState, TextKind
from kck.directory.queries import snapshot
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command
from kck.foundation.reasons import reason
from kck.foundation.text import _
from kck.foundation.verdict import require

RUNNING = (TaskState.WAITING, TaskState.TAKEN)
MOST_TASKS = 20
_SAID = {
    TaskDone: reason("cases.task_done", _("%(number)s: zadanie wykonane (%(who)s)")),
    TaskHandedBack: reason("cases.task_handed_back", _("%(number)s: oddano zadanie (%(who)s)")),
    TaskAsked: reason("cases.task_asked", _("%(number)s: pytanie w zadaniu (%(who)s)")),
}


@command
def give_task(
    case_id: int,
    *,
    words: str,
    unit: str = "",
    until: datetime | None = None,
    at: datetime,
    by: Actor,
) -> Task:
    """Ask another unit to do a part. The case, and what its reporter hears, stay where they are."""
    case = lock(case_id)
    require(policy.may_give_task(by, case))
    to = snapshot(at).unit(unit)
    check_task(words, until, at, known=to is not None and to.id != case.unit_id)
    assert to is not None  # noqa: S101 (`check_task` has refused it)
    _room_for(case, to.id)
    was = move(case, "give_task", at=at)
    case.save()
    seals = write(case, TextKind.NOTE, task_words(words), by=by, at=at)
    task = Task.objects.create(
        case=case, unit_id=to.id, way=snapshot(at).way_of(to.id).way, beside=True,
        words_id=seals[0][1], until=until, given_at=at,
    )  # fmt: skip
    _note(case, TaskGiven, task, was, by=by, at=at, seals=seals)
    return task


def _room_for(case: Case, unit_id: int) -> None:
    running = beside(case.pk)
    if running.filter(unit_id=unit_id, contractor="").exists():
        raise TaskIsOver(str(_("Ta jednostka ma już zadanie w tej sprawie.")))
    if running.count() >= MOST_TASKS:
        raise TaskIsOver(str(_("Sprawa ma już zbyt wiele otwartych zadań.")))


def beside(case_id: int) -> QuerySet[Task]:
    """Those not over yet that somebody else than the case's unit has to answer for."""
    return Task.objects.filter(case_id=case_id, beside=True, state__in=RUNNING)


@command
def see_task(task_id: int, *, at: datetime, by: Actor) -> None:
    """Whoever has the task has it before them for the first time."""
    if by.may(policy.task_grant(task_id)):
        Task.objects.filter(pk=task_id, opened_at=None).update(opened_at=at)


@command
def take_task(task_id: int, *, at: datetime, by: Actor) -> Task:
    """We do it. Taking it again changes nothing."""
    case, task = _locked(task_id)
    require(policy.may_do_task(by, case, task))
    _still(task)
    if task.state == TaskState.TAKEN:
        return task
    _taken(task, at)
    _note(case, TaskTaken, task, CaseState(case.state), by=by, at=at)
    return task


@command
def ask_about_task(task_id: int, *, words: str, at: datetime, by: Actor) -> Task:
    """A question to the unit of the case; the reporter is asked by that unit alone."""
    case, task = _locked(task_id)
    require(policy.may_do_task(by, case, task))
    _still(task)
    seals = write(case, TextKind.NOTE, task_words(words), by=by, at=at)
    _note(case, TaskAsked, task, CaseState(case.state), by=by, at=at, seals=seals)
    return task


@command
def photograph_task(task_id: int, *, files: Iterable[UUID], at: datetime, by: Actor) -> Task:
    """Photos of the work; the unit of the case decides whether the reporter sees them."""
    case, task = _locked(task_id)
    require(policy.may_do_task(by, case, task))
    _still(task)
    seals = _photos(case, files, by=by, at=at)
    _note(case, TaskPhotographed, task, CaseState(case.state), by=by, at=at, seals=seals)
    return task


@command
def finish_task(
    task_id: int, *, words: str, files: Iterable[UUID] = (), at: datetime, by: Actor
) -> Task:
    """Say what was done. It goes back to the unit of the case, which speaks to the reporter."""
    case, task = _locked(task_id)
    require(policy.may_end_task(by, case, task))
    _still(task)
    photos = _photos(case, files, by=by, at=at)
    return _ended(case, task, TaskState.DONE, TaskDone, words, photos, by=by, at=at)


@command
def hand_back_task(task_id: int, *, words: str, at: datetime, by: Actor) -> Task:
    """Not ours, or not possible: the reason goes to the unit of the case."""
    case, task = _locked(task_id)
    require(policy.may_end_task(by, case, task))
    _still(task)
    return _ended(case, task, TaskState.HANDED_BACK, TaskHandedBack, words, [], by=by, at=at)


@command
def cancel_task(task_id: int, *, words: str = "", at: datetime, by: Actor) -> Task:
    """It need not be done any more. Cancelling it again changes nothing."""
    case, task = _locked(task_id)
    require(policy.may_give_task(by, case))
    if task.state not in RUNNING:
        return task
    seals = write(case, TextKind.NOTE, words, by=by, at=at)
    _end(task, TaskState.CANCELLED, seals, at)
    was = _back_from_contractor(case, at)
    _note(case, TaskCancelled, task, was, by=by, at=at, seals=seals)
    return task


def expect_no_tasks_beside(case: Case, *, cancel: bool) -> list[Task]:
    """What still runs and may be cancelled; `OpenTasks` names it when it may not."""
    running = list(beside(case.pk).order_by("pk"))
    if running and not cancel:
        raise OpenTasks([who_has(task) for task in running])
    return running


def end_tasks_beside(case: Case, *, cancel: bool, by: Actor, at: datetime) -> None:
    """Before the case ends."""
    for task in expect_no_tasks_beside(case, cancel=cancel):
        _end(task, TaskState.CANCELLED, [], at)
        _note(case, TaskCancelled, task, CaseState(case.state), by=by, at=at)


def who_has(task: Task) -> str:
    return task.contractor or snapshot().unit_by_id(task.unit_id).code


def _locked(task_id: int) -> tuple[Case, Task]:
    """The case first, as everywhere, then the task as it is now."""
    case = lock(Task.objects.values_list("case_id", flat=True).get(pk=task_id))
    return case, Task.objects.select_for_update(of=("self",)).get(pk=task_id)


def _still(task: Task) -> None:
    if task.state not in RUNNING:
        raise TaskIsOver(str(_("To zadanie jest już zakończone albo odwołane.")))


def _taken(task: Task, at: datetime) -> None:
    Task.objects.filter(pk=task.pk).update(
        state=TaskState.TAKEN, taken_at=at, opened_at=Coalesce("opened_at", Value(at))
    )
    task.state, task.taken_at = TaskState.TAKEN, at


def _photos(case: Case, files: Iterable[UUID], *, by: Actor, at: datetime) -> Seals:
    files = tuple(files)
    there = CasePhoto.objects.filter(case=case, erased_at=None).exclude(kind="joined").count()
    if there + len(files) > MOST_TASKS:
        raise TaskIsOver(str(_("Sprawa ma już za dużo zdjęć.")))
    return attach(case, files, PhotoKind.EVIDENCE, by=by, at=at) if files else []


def _ended(
    case: Case,
    task: Task,
    state: TaskState,
    fact: type[TaskFact],
    words: str,
    photos: Seals,
    *,
    by: Actor,
    at: datetime,
) -> Task:
    seals = write(case, TextKind.NOTE, task_words(words), by=by, at=at)
    _end(task, state, seals, at)
    was = _back_from_contractor(case, at)
    _note(case, fact, task, was, by=by, at=at, seals=[*seals, *photos])
    return task


def _end(task: Task, state: TaskState, seals: Seals, at: datetime) -> None:
    task.state, task.ended_at = state, at
    task.said_id = int(seals[0][1]) if seals else None
    task.save(update_fields=["state", "ended_at", "said"])


def _back_from_contractor(case: Case, at: datetime) -> CaseState:
    """When the last contractor is ready, the case waits for its own unit again."""
    others = Task.objects.filter(case=case, state__in=RUNNING).exclude(contractor="")
    if case.state != CaseState.CONTRACTOR or others.exists():
        case.updated_at = at
        case.save(update_fields=["updated_at"])
        return CaseState(case.state)
    was = move(case, "back_from_contractor", at=at)
    case.save()
    return was


def _note(
    case: Case,
    fact: type[TaskFact],
    task: Task,
    was: CaseState,
    *,
    by: Actor,
    at: datetime,
    **more: Any,
) -> None:
    note(
        case, fact, was, by=by, at=at, also=[f"unit:{task.unit_id}"], task_id=task.pk,
        unit_id=task.unit_id, contractor=bool(task.contractor), **more,
    )  # fmt: skip
    if fact in _SAID and case.handler_id is not None and case.handler_id != by.staff_id:
        why = _SAID[fact](number=case.number, who=who_has(task))
        notify([case.handler_id], kind="task", subject=case.stream, why=why, at=at, by=PLATFORM)
