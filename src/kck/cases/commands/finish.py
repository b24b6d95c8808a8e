"""How a case ends, and how it goes on when it was not the end."""

from datetime import datetime, timedelta

from kck.cases import policy
from kck.cases.clock_terms import Programme
from kck.cases.commands.committing import commit_to, take_up_again
from kck.cases.commands.open_case import give_task
from kck.cases.commands.steps import (
    CENTRE_TOPIC,
    end,
    end_pause,
    lock,
    move,
    note,
    wait_on,
    write,
)
from kck.cases.commands.tasks import end_tasks_beside
from kck.cases.events import (
    CaseClosed,
    CaseConfirmed,
    CaseDisputed,
    CaseDone,
    CaseReopened,
    CaseWithdrawn,
)
from kck.cases.models import Case, CasePhoto, Task
from kck.cases.rules import IllegalMove, Incomplete, check_ending
from kck.cases.terms import (
    CaseState,
    Closing,
    Outcome,
    PhotoKind,
    TaskState,
    TextKind,
    WaitingOn,
)
from kck.directory.queries import snapshot
from kck.directory.terms import Evidence
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.foundation.text import _, clean
from kck.foundation.verdict import require

_RUNNING = [TaskState.WAITING, TaskState.TAKEN]


def _finish_tasks(case: Case, state: TaskState, at: datetime) -> None:
    Task.objects.filter(case=case, state__in=_RUNNING).update(state=state, ended_at=at)


def resume(case: Case, at: datetime) -> None:
    """Undo an ending: the case is open again and its unit has a task."""
    case.outcome = case.closing = ""
    case.done_at = case.closed_at = None
    # a unit that was renamed meanwhile is its successor now
    case.unit_id = snapshot(at).unit_by_id(case.unit_id, at).id
    give_task(case, at)
    take_up_again(case, at=at)


@command
def done(
    case_id: int,
    *,
    outcome: Outcome,
    words: str,
    cancel_tasks: bool = False,
    programme: Programme | None = None,
    at: datetime,
    by: Actor,
) -> Case:
    """Say what was done. The reporter is asked to confirm; `Incomplete` when something lacks.

    While others still have tasks in it, it does not end, unless these are cancelled.
    """
    case = lock(case_id)
    require(policy.may_work(by, case))
    evidence = snapshot(at).category_by_id(case.category_id).evidence == Evidence.PHOTO
    check_ending(
        outcome=outcome,
        words=clean(words),
        photo_needed=evidence,
        has_photo=evidence
        and CasePhoto.objects.filter(case=case, kind=PhotoKind.EVIDENCE, erased_at=None).exists(),
    )
    was = move(case, "done", at=at)
    end_tasks_beside(case, cancel=cancel_tasks, by=by, at=at)
    end_pause(case, at=at)
    case.outcome, case.done_at, case.done_by_id = outcome, at, by.staff_id
    case.taken_at = case.taken_at or at
    case.needs_triage = False
    case.save()
    _finish_tasks(case, TaskState.DONE, at)
    seals = write(case, TextKind.CLOSING, words, by=by, at=at)
    on_time = case.due_at is None or at <= case.due_at
    note(
        case, CaseDone, was, by=by, at=at, seals=seals,
        outcome=outcome, on_time=on_time, unit_id=case.unit_id,
    )  # fmt: skip
    commit_to(case, programme, at=at, by=by)
    return case


@command
def confirm(case_id: int, *, at: datetime, by: Actor) -> Case:
    """The reporter says it is solved. Saying it again changes nothing."""
    case = lock(case_id)
    require(policy.may_speak_for_reporter(by, case))
    if case.closing == Closing.CONFIRMED:
        return case
    was = move(case, "confirm", at=at)
    end(case, Closing.CONFIRMED, at=at)
    case.save()
    note(case, CaseConfirmed, was, by=by, at=at)
    return case


@command
def disagree(case_id: int, *, text: str, at: datetime, by: Actor) -> Case:
    """The reporter says it is not solved. It goes back, to somebody else than who finished it."""
    case = lock(case_id)
    require(policy.may_speak_for_reporter(by, case))
    if len(clean(text)) < 3:
        raise Incomplete(str(_("Napisz, co jest nie tak.")))
    _within_reopening(case, at)
    was = move(case, "disagree", at=at)
    resume(case, at)
    case.disputes += 1
    case.handler_id = None
    if case.disputes > 1:  # twice the same unit said it was done: the centre looks
        wait_on(case, WaitingOn.CENTRE, at=at)
    case.save()
    seals = write(case, TextKind.DISAGREEMENT, text, by=by, at=at)
    note(
        case, CaseDisputed, was, by=by, at=at, seals=seals,
        also=[CENTRE_TOPIC], times=case.disputes,
    )  # fmt: skip
    return case


def _within_reopening(case: Case, at: datetime) -> None:
    days = snapshot(at).city.reopen_days
    if case.closed_at is not None and at > case.closed_at + timedelta(days=days):
        raise IllegalMove(
            str(_("Od zamknięcia minęło ponad %(days)s dni. Zgłoś problem jeszcze raz."))
            % {"days": days}
        )


@command
def close_by_silence(case_id: int, *, at: datetime, by: Actor) -> Case:
    """Nobody objected in time. Asking again changes nothing."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    if case.state != CaseState.DONE:
        return case
    was = move(case, "close_by_silence", at=at)
    end(case, Closing.SILENCE, at=at)
    case.save()
    note(case, CaseClosed, was, by=by, at=at, closing=Closing.SILENCE)
    return case


@command
def close_outright(
    case_id: int,
    *,
    outcome: Outcome,
    words: str,
    cancel_tasks: bool = False,
    programme: Programme | None = None,
    at: datetime,
    by: Actor,
) -> Case:
    """End a case that needs no confirming: a question answered, praise passed on."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    check_ending(outcome=outcome, words=clean(words), photo_needed=False, has_photo=False)
    was = move(case, "close_outright", at=at)
    end_tasks_beside(case, cancel=cancel_tasks, by=by, at=at)
    case.outcome, case.done_at, case.done_by_id = outcome, at, by.staff_id
    case.needs_triage = False
    end(case, Closing.OUTRIGHT, at=at)
    case.save()
    _finish_tasks(case, TaskState.DONE, at)
    seals = write(case, TextKind.CLOSING, words, by=by, at=at)
    note(case, CaseClosed, was, by=by, at=at, seals=seals, closing=Closing.OUTRIGHT)
    commit_to(case, programme, at=at, by=by)
    return case


@command
def reopen(case_id: int, *, words: str, at: datetime, by: Actor) -> Case:
    """Staff found that the end was none."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    was = move(case, "reopen", at=at)
    resume(case, at)
    case.save()
    seals = write(case, TextKind.REASON, words, by=by, at=at)
    note(case, CaseReopened, was, by=by, at=at, seals=seals)
    return case


@command
def withdraw(case_id: int, *, at: datetime, by: Actor) -> Case:
    """The reporter takes it back."""
    case = lock(case_id)
    require(policy.may_speak_for_reporter(by, case))
    was = move(case, "withdraw", at=at)
    end(case, Closing.WITHDRAWN, at=at)
    case.save()
    _finish_tasks(case, TaskState.CANCELLED, at)
    note(case, CaseWithdrawn, was, by=by, at=at)
    return case
