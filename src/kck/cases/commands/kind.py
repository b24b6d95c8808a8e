"""What the case is in law, and who may see that it exists."""

from datetime import datetime

from kck.cases import policy
from kck.cases.commands.complaints import presume_complained
from kck.cases.commands.steps import lock, move, note, write
from kck.cases.events import CaseRequalified, VisibilityChanged
from kck.cases.models import Case
from kck.cases.terms import CaseState, TextKind
from kck.directory.queries import snapshot
from kck.directory.rules import legal_deadline
from kck.directory.terms import FORMAL_KINDS, CaseKind
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.foundation.verdict import require


@command
def requalify(case_id: int, *, kind: CaseKind, reason: str, at: datetime, by: Actor) -> Case:
    """Content decides (KPA art. 222): the kind changes, its legal clock starts, the number stays.

    The clock starts on the day the letter came in, not on the day somebody noticed.
    """
    case = lock(case_id)
    require(policy.may_requalify(by, case))
    was, before = move(case, "requalify", at=at), case.kind
    case.kind = CaseKind(kind)
    case.legal_due_at = legal_deadline(kind, case.opened_at, snapshot(at).city.zone)
    case.private = case.private or kind in FORMAL_KINDS
    case.save()
    seals = write(case, TextKind.REASON, reason, by=by, at=at)
    note(
        case, CaseRequalified, was, by=by, at=at, seals=seals, from_kind=before, to_kind=kind,
        legal_due_at=case.legal_due_at.isoformat() if case.legal_due_at else "",
    )  # fmt: skip
    if kind == CaseKind.COMPLAINT:
        presume_complained(case, case.unit_id, at=at, by=by)
        case.refresh_from_db()
    return case


@command
def change_visibility(
    case_id: int, *, private: bool, coarse: bool, at: datetime, by: Actor
) -> Case:
    """Show the case to everybody, only its street, or not at all."""
    case = lock(case_id)
    require(policy.may_publish(by, case))
    case.private, case.coarse, case.updated_at = private, coarse, at
    case.save(update_fields=["private", "coarse", "updated_at"])
    was = CaseState(case.state)
    note(case, VisibilityChanged, was, by=by, at=at, private=private, coarse=coarse)
    return case
