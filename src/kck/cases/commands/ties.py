"""One case has to do with another: staff say so, or take it back."""

from datetime import datetime

from kck.cases import policy
from kck.cases.commands.steps import lock, note
from kck.cases.models import Case, CaseTie
from kck.cases.rules import Incomplete
from kck.cases.side_events import CaseTied
from kck.cases.terms import CaseState, Tie
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.foundation.text import _
from kck.foundation.verdict import Refused, require

BY_HAND = (Tie.RELATES, Tie.FOLLOWS)
MOST_TIES = 50


@command
def tie(case_id: int, *, other_id: int, kind: Tie, at: datetime, by: Actor) -> None:
    """Both have to be there for whoever says it. Saying it again changes nothing."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    other = Case.objects.visible_to(by).filter(pk=other_id).first()
    if other is None:
        raise Refused(str(_("Ta sprawa należy do innej jednostki.")))
    if other.pk == case.pk:
        raise Incomplete(str(_("Sprawy nie wiąże się z nią samą.")))
    if kind not in BY_HAND or CaseTie.objects.filter(case=case).count() >= MOST_TIES:
        raise Incomplete(str(_("Tego powiązania nie można dodać.")))
    if CaseTie.objects.filter(case=other, other=case, tie=kind).exists():
        return
    _row, fresh = CaseTie.objects.get_or_create(
        case=case, other=other, tie=kind, defaults={"at": at}
    )
    if fresh:
        _note(case, other.pk, kind, on=True, at=at, by=by)


@command
def untie(case_id: int, *, tie_id: int, at: datetime, by: Actor) -> None:
    """Only what was tied by hand; from either side. Untying again changes nothing."""
    case = lock(case_id)
    require(policy.may_work(by, case))
    row = CaseTie.objects.filter(pk=tie_id, tie__in=BY_HAND).first()
    if row is None or case.pk not in {row.case_id, row.other_id}:
        return
    row.delete()
    other_id = row.other_id if row.case_id == case.pk else row.case_id
    _note(case, other_id, Tie(row.tie), on=False, at=at, by=by)


def _note(case: Case, other_id: int, kind: Tie, *, on: bool, at: datetime, by: Actor) -> None:
    note(
        case, CaseTied, CaseState(case.state), by=by, at=at, also=[f"case:{other_id}"],
        other_id=other_id, tie=kind, on=on,
    )  # fmt: skip
