"""An ending in a programme is a promise: it goes into the ledger together with the ending."""

from datetime import datetime

from kck.cases.clock_models import Commitment
from kck.cases.clock_terms import Kept, Programme
from kck.cases.commands.steps import note
from kck.cases.formal_events import CommitmentMade
from kck.cases.models import Case
from kck.cases.rules import Incomplete, end_of_next_year
from kck.cases.terms import CaseState, Outcome
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _, clean


def commit_to(case: Case, programme: Programme | None, *, at: datetime, by: Actor) -> None:
    """Nothing for other outcomes. Doors that do not ask when promise the end of next year."""
    if case.outcome != Outcome.IN_PROGRAMME:
        return
    today = at.astimezone(clock.city_zone()).date()
    promised = programme or Programme(due_on=end_of_next_year(today))
    if promised.due_on <= today:
        raise Incomplete(str(_("Podaj dzień w przyszłości, kiedy do tego wrócimy.")))
    row = Commitment.objects.create(
        case=case, due_on=promised.due_on, programme=clean(promised.name)[:200],
        made_at=at, made_by=str(by),
    )  # fmt: skip
    note(
        case, CommitmentMade, CaseState(case.state), by=by, at=at,
        commitment_id=row.pk, due_on=row.due_on.isoformat(),
    )  # fmt: skip


def take_up_again(case: Case, *, at: datetime, by: Actor | None = None) -> None:
    """The case is open again, so that nothing of it is promised for later."""
    Commitment.objects.filter(case=case, state=Kept.OPEN).update(
        state=Kept.REOPENED, settled_at=at, settled_by=str(by) if by else ""
    )
