"""What the case page says of a formal matter, and of what was promised for later."""

from typing import Any

from kck.cases.queries.commitments import open_commitment
from kck.cases.queries.desk_case import DeskCase
from kck.cases.queries.formal import complaint_about
from kck.cases.queries.prolongations import last_prolongation
from kck.cases.terms import Outcome
from kck.directory.terms import FORMAL_KINDS, CaseKind
from kck.foundation import clock


def formal_of(case: DeskCase) -> dict[str, Any]:
    """Nothing is asked of the database for what is no such case."""
    found: dict[str, Any] = {}
    if case.outcome == Outcome.IN_PROGRAMME:
        found["commitment"] = open_commitment(case.id)
    if case.kind in FORMAL_KINDS:
        found["prolongation"] = last_prolongation(case.id)
    if case.kind == CaseKind.COMPLAINT:
        found["complaint"] = complaint_about(case.id, at=clock.now())
        found["is_complaint"] = True
    return {"formal": found}
