"""The same again at the same place: noticed once, said why it comes back when it ends."""

from datetime import datetime

from kck.cases import policy
from kck.cases.commands.steps import lock, note, write
from kck.cases.models import CaseTie
from kck.cases.queries.returning import earlier_here
from kck.cases.side_events import CaseReturned, CauseSaid
from kck.cases.terms import CaseState, Cause, TextKind, Tie
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command
from kck.foundation.verdict import require


@command
def note_return(case_id: int, *, at: datetime) -> int:
    """How many times it has been here with this one. Asking again changes nothing."""
    case = lock(case_id)
    if case.times > 1:
        return case.times
    earlier = earlier_here(case)
    if not earlier:
        return 1
    case.times = 1 + len(earlier)
    case.save(update_fields=["times"])
    last = earlier[0]
    CaseTie.objects.get_or_create(case=case, other_id=last, tie=Tie.RETURNS, defaults={"at": at})
    note(
        case, CaseReturned, CaseState(case.state), by=PLATFORM, at=at,
        earlier_ids=earlier, times=case.times,
    )  # fmt: skip
    return case.times


@command
def say_cause(case_id: int, *, cause: Cause, words: str = "", at: datetime, by: Actor) -> None:
    """Why it comes back, for whoever plans what would end it."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    case.cause = cause
    case.save(update_fields=["cause"])
    seals = write(case, TextKind.NOTE, words, by=by, at=at)
    note(case, CauseSaid, CaseState(case.state), by=by, at=at, seals=seals, cause=cause)
