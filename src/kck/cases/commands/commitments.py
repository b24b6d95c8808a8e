"""What was promised for later: kept in a ledger, comes back on its day, and is answered for."""

from collections.abc import Iterable
from datetime import date, datetime

from kck.accounts.holder_queries import Holders, holders
from kck.accounts.notice_commands import notify
from kck.cases import policy
from kck.cases.clock_models import Commitment
from kck.cases.clock_terms import CAME_BACK, Kept, Programme
from kck.cases.commands.finish import reopen
from kck.cases.commands.steps import lock, note, write
from kck.cases.formal_events import CommitmentCameBack, CommitmentSettled
from kck.cases.models import Case
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.terms import CaseState, TextKind
from kck.directory.queries import snapshot
from kck.foundation import clock, numbers
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command
from kck.foundation.text import _, clean
from kck.foundation.verdict import require

MOST_AT_ONCE = 200  # a run; the next one goes on
_SHORTEST = 10


@command
def bring_back(*, at: datetime) -> int:
    """Those whose day is there come back to their units, once; how many."""
    day = at.astimezone(clock.city_zone()).date()
    due = Commitment.objects.filter(state=Kept.OPEN, told_at=None, due_on__lte=day)
    rows = list(
        due.select_for_update(skip_locked=True, of=("self",))
        .select_related("case")
        .order_by("due_on", "pk")[:MOST_AT_ONCE]
    )
    known = holders() if rows else Holders()
    for row in rows:
        _come_back(row, known, at)
    return len(rows)


def _come_back(row: Commitment, known: Holders, at: datetime) -> None:
    Commitment.objects.filter(pk=row.pk).update(told_at=at)
    case = row.case
    # a unit that was renamed meanwhile is its successor now
    unit_id = snapshot(at).unit_by_id(case.unit_id, at).id
    leads = known.of_unit(unit_id, "cases.assign") or known.of_unit(unit_id, "cases.work")
    people = leads or known.of_city("cases.assign", "cases.triage")
    why = CAME_BACK(number=numbers.display(case.number), programme=row.programme or "–")
    notify(people, kind="commitment", subject=case.stream, why=why, at=at, by=PLATFORM)
    note(
        case, CommitmentCameBack, CaseState(case.state), by=PLATFORM, at=at,
        commitment_id=row.pk, due_on=row.due_on.isoformat(),
    )  # fmt: skip


@command
def settle_commitment(
    commitment_id: int, *, result: Kept, words: str, at: datetime, by: Actor
) -> Commitment:
    """Say what became of it: kept, broken, or the case is open again. All who care are told."""
    case = lock(Commitment.objects.values_list("case_id", flat=True).get(pk=commitment_id))
    row = Commitment.objects.get(pk=commitment_id)
    require(policy.may_work(by, case))
    if row.state != Kept.OPEN:
        raise IllegalMove(str(_("To zobowiązanie jest już rozliczone.")))
    if result == Kept.OPEN or len(clean(words)) < _SHORTEST:
        raise Incomplete(str(_("Napisz, co się stało z obietnicą (co najmniej 10 znaków).")))
    if result == Kept.REOPENED:
        case = reopen(case.pk, words=words, at=at, by=by)
        seals = []
    else:
        seals = write(case, TextKind.CLOSING, words, by=by, at=at)
    _end([row], result, at=at, by=by)
    note(
        case, CommitmentSettled, CaseState(case.state), by=by, at=at, seals=seals,
        commitment_id=row.pk, result=result,
    )  # fmt: skip
    return Commitment.objects.get(pk=row.pk)


def _end(rows: Iterable[Commitment], result: Kept, *, at: datetime, by: Actor) -> None:
    ids = [row.pk for row in rows]
    Commitment.objects.filter(pk__in=ids).update(state=result, settled_at=at, settled_by=str(by))


@command
def move_commitment(
    commitment_id: int, *, programme: Programme, at: datetime, by: Actor
) -> Commitment:
    """Another day or another programme; it will come back anew."""
    case = lock(Commitment.objects.values_list("case_id", flat=True).get(pk=commitment_id))
    require(policy.may_work(by, case))
    _not_past(programme.due_on, at)
    moved = Commitment.objects.filter(pk=commitment_id, state=Kept.OPEN)
    if not moved.update(due_on=programme.due_on, programme=programme.name[:200], told_at=None):
        raise IllegalMove(str(_("To zobowiązanie jest już rozliczone.")))
    return Commitment.objects.get(pk=commitment_id)


def _not_past(day: date, at: datetime) -> None:
    if day <= at.astimezone(clock.city_zone()).date():
        raise Incomplete(str(_("Podaj dzień w przyszłości.")))


def case_of(commitment_id: int) -> Case:
    return Commitment.objects.select_related("case").get(pk=commitment_id).case
