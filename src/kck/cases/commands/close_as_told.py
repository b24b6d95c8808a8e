"""Cases that another system has told us of end when it says so."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Max, OuterRef, Subquery

from kck.cases import policy
from kck.cases.commands.steps import end, move, note
from kck.cases.events import CaseClosed, CaseDisputed, CaseReopened, CaseUnmerged
from kck.cases.models import Case, Task
from kck.cases.terms import OPEN_STATES, Closing, History, Outcome, TaskState
from kck.foundation.actor import Actor
from kck.foundation.bulk import change
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import command
from kck.foundation.verdict import require

_REOPENINGS = [CaseReopened.name, CaseDisputed.name, CaseUnmerged.name]
_WRITTEN = (
    "state", "outcome", "closing", "done_at", "closed_at", "updated_at", "needs_triage",
    "waiting_on", "waiting_since", "paused_at", "returns_at",
    "takeover_due_at", "safe_due_at", "due_at",
)  # fmt: skip


@command
def close_as_told(told: Mapping[int, History], *, at: datetime, by: Actor) -> int:
    """End those that are still open, as of the day the other system names; how many they were.

    What was reopened here after that day stays open. Asking again changes nothing.
    """
    cases = _still_open(told)
    for case in cases:
        require(policy.may_work(by, case))
        _close(case, told[case.pk], at=at, by=by)
    change(cases, _WRITTEN)
    _end_tasks(cases)
    return len(cases)


def _still_open(told: Mapping[int, History]) -> list[Case]:
    if not told:
        return []
    found = Case.objects.select_for_update(of=("self",)).filter(
        pk__in=told, state__in=sorted(OPEN_STATES)
    )
    cases = list(found.order_by("pk"))
    reopened = _reopened_at(cases)
    return [
        case
        for case in cases
        if case.stream not in reopened or reopened[case.stream] < _ended_at(told[case.pk])
    ]


def _reopened_at(cases: Iterable[Case]) -> dict[str, datetime]:
    """When each of them was last opened again, where it was."""
    events = RecordedEvent.objects.filter(
        stream__in=[case.stream for case in cases], name__in=_REOPENINGS
    )
    return dict(events.values_list("stream").annotate(Max("at")))


def _ended_at(history: History) -> datetime:
    return history.closed_at or history.updated_at


def _close(case: Case, history: History, *, at: datetime, by: Actor) -> None:
    """`updated_at` is now, not then: who asks for what has changed must hear of it."""
    ended = max(case.opened_at, _ended_at(history))
    was = move(case, "close_outright", at=ended)
    case.outcome, case.done_at = history.outcome or Outcome.DONE, ended
    case.needs_triage = False
    end(case, Closing.IMPORTED, at=ended)
    case.updated_at = at
    note(
        case, CaseClosed, was, by=by, at=ended,
        closing=Closing.IMPORTED, historical=not case.me_too and case.person_id is None,
    )  # fmt: skip


def _end_tasks(cases: Iterable[Case]) -> None:
    closed_at = Case.objects.filter(pk=OuterRef("case_id")).values("closed_at")
    Task.objects.filter(
        case__in=[case.pk for case in cases], state__in=[TaskState.WAITING, TaskState.TAKEN]
    ).update(state=TaskState.DONE, ended_at=Subquery(closed_at))
