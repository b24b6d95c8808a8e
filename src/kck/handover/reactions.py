"""A unit has been given a task, or it has it no more: its sending follows."""

from kck.cases.events import (
    CaseClosed,
    CaseDisputed,
    CaseDone,
    CaseEvent,
    CaseForwarded,
    CaseHandedBack,
    CaseMerged,
    CaseOpened,
    CaseRecategorised,
    CaseReopened,
    CaseUnmerged,
    CaseWithdrawn,
)
from kck.cases.side_events import (
    SplitUndone,
    TaskCancelled,
    TaskDone,
    TaskFact,
    TaskGiven,
    TaskHandedBack,
)
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.outbox import reacts_to
from kck.handover.commands import follow_tasks
from kck.handover.terms import SENT_WAYS


def _concerns(event: CaseOpened) -> bool:
    """Most cases go to units that work at the desk: they cost no job."""
    return not event.historical and snapshot().way_of(event.unit_id).way in SENT_WAYS


def _follow(event: CaseEvent) -> None:
    follow_tasks(event.case_id, at=clock.now())


@reacts_to(CaseOpened, when=_concerns)
def hand_over_the_new_case(event: CaseOpened) -> None:
    _follow(event)


@reacts_to(CaseForwarded)
def hand_over_to_the_next_unit(event: CaseForwarded) -> None:
    _follow(event)


@reacts_to(CaseHandedBack)
def hand_over_to_the_other_unit(event: CaseHandedBack) -> None:
    _follow(event)


@reacts_to(CaseRecategorised)
def hand_over_what_was_decided(event: CaseRecategorised) -> None:
    _follow(event)


@reacts_to(CaseReopened)
def hand_over_again(event: CaseReopened) -> None:
    _follow(event)


@reacts_to(CaseDisputed)
def hand_over_what_was_disputed(event: CaseDisputed) -> None:
    _follow(event)


@reacts_to(CaseUnmerged)
def hand_over_what_is_separate(event: CaseUnmerged) -> None:
    _follow(event)


@reacts_to(CaseDone)
def end_with_the_task(event: CaseDone) -> None:
    _follow(event)


@reacts_to(CaseClosed, when=lambda event: event.closing == "outright")
def end_with_the_case(event: CaseClosed) -> None:
    _follow(event)


@reacts_to(CaseMerged)
def end_with_the_merge(event: CaseMerged) -> None:
    _follow(event)


@reacts_to(CaseWithdrawn)
def end_with_the_withdrawal(event: CaseWithdrawn) -> None:
    _follow(event)


@reacts_to(SplitUndone)
def end_with_what_was_no_case(event: SplitUndone) -> None:
    for case_id in event.into_ids:
        follow_tasks(case_id, at=clock.now())


def _of_unit(event: TaskFact) -> bool:
    """A contractor has a link, and no way of working."""
    return not event.contractor


@reacts_to(TaskGiven, when=_of_unit)
def hand_over_the_task(event: TaskGiven) -> None:
    _follow(event)


@reacts_to(TaskDone, when=_of_unit)
def end_with_the_part(event: TaskDone) -> None:
    _follow(event)


@reacts_to(TaskHandedBack, when=_of_unit)
def end_with_its_return(event: TaskHandedBack) -> None:
    _follow(event)


@reacts_to(TaskCancelled, when=_of_unit)
def end_with_its_end(event: TaskCancelled) -> None:
    _follow(event)
