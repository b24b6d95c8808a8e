"""Cases about the same thing: merged, unmerged, joined by "me too"."""

from datetime import datetime

from kck.cases import policy
from kck.cases.commands.finish import resume
from kck.cases.commands.steps import end, lock, move, note
from kck.cases.commands.tasks import end_tasks_beside
from kck.cases.events import (
    CaseMerged,
    CaseUnmerged,
    FollowerLeft,
    FollowerReturned,
)
from kck.cases.models import Case, Follower, Task
from kck.cases.rules import IllegalMove
from kck.cases.terms import CaseState, Closing, Outcome, TaskState
from kck.foundation.actor import ANYBODY, Actor
from kck.foundation.outbox import command
from kck.foundation.text import _
from kck.foundation.verdict import require


@command
def merge(case_id: int, *, into_id: int, at: datetime, by: Actor) -> Case:
    """Say that a case is about what another already is; its reporter follows that one."""
    first, second = sorted({case_id, into_id}) if case_id != into_id else (case_id, case_id)
    if first == second:
        raise IllegalMove(str(_("Sprawy nie można połączyć z nią samą.")))
    cases = {pk: lock(pk) for pk in (first, second)}  # always in this order: no deadlock
    case, into = cases[case_id], cases[into_id]
    require(policy.may_merge(by, case))
    require(policy.may_read(by, into))
    if into.state == CaseState.MERGED:
        raise IllegalMove(str(_("Tamta sprawa jest już połączona z inną; połącz z tamtą inną.")))
    end_tasks_beside(case, cancel=False, by=by, at=at)
    was = move(case, "merge", at=at)
    case.merged_into, case.outcome = into, Outcome.DUPLICATE
    end(case, Closing.MERGED, at=at)
    case.save()
    Task.objects.filter(case=case, state__in=[TaskState.WAITING, TaskState.TAKEN]).update(
        state=TaskState.CANCELLED, ended_at=at
    )
    into.me_too += 1 + case.me_too
    into.save(update_fields=["me_too"])
    note(case, CaseMerged, was, by=by, at=at, into_id=into.pk, also=[f"case:{into.pk}"])
    return case


@command
def unmerge(case_id: int, *, at: datetime, by: Actor) -> Case:
    """The two were not the same after all."""
    case = lock(case_id)
    require(policy.may_merge(by, case))
    was = move(case, "unmerge", at=at)
    into = lock(case.merged_into_id or 0)
    into.me_too = max(0, into.me_too - 1 - case.me_too)
    into.save(update_fields=["me_too"])
    case.merged_into = None
    resume(case, at)
    case.save()
    note(case, CaseUnmerged, was, by=by, at=at, from_id=into.pk, also=[f"case:{into.pk}"])
    return case


@command
def leave(leave_token: str, *, at: datetime) -> Follower | None:
    """Stop hearing of a case, by the link in every mail. Asking again changes nothing."""
    follower = Follower.objects.select_related("case").filter(leave_token=leave_token).first()
    if follower is not None and follower.left_at is None:
        follower.left_at = at
        follower.save(update_fields=["left_at"])
        case = follower.case
        note(case, FollowerLeft, CaseState(case.state), by=ANYBODY, at=at)
    return follower


@command
def hear_again(leave_token: str, *, at: datetime) -> Follower | None:
    """The other way round; nobody is found where there is no address to write to any more."""
    reachable = Follower.objects.exclude(person__email="").filter(person__erased_at=None)
    follower = reachable.select_related("case").filter(leave_token=leave_token).first()
    if follower is not None and follower.left_at is not None:
        follower.left_at = None
        follower.save(update_fields=["left_at"])
        case = follower.case
        note(case, FollowerReturned, CaseState(case.state), by=ANYBODY, at=at)
    return follower
