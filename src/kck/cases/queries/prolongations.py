"""Letters of KPA art. 36 that a case has had."""

from dataclasses import dataclass
from datetime import datetime

from kck.cases.queries.sealed import text_in
from kck.cases.terms import TextKind
from kck.foundation.models import RecordedEvent


@dataclass(frozen=True, kw_only=True)
class Prolongation:
    """What one of them said. The words may have been erased since."""

    at: datetime
    before: datetime
    until: datetime
    reason: str
    instruction: str


def last_prolongation(case_id: int) -> Prolongation | None:
    rows = RecordedEvent.objects.filter(stream=f"case:{case_id}", name="cases.case_prolonged")
    event = rows.order_by("-seq").first()
    if event is None:
        return None
    said = event.payload
    return Prolongation(
        at=event.at,
        before=datetime.fromisoformat(said["was_due_at"]),
        until=datetime.fromisoformat(said["legal_due_at"]),
        reason=text_in(said["seals"], TextKind.REASON),
        instruction=text_in(said["seals"], TextKind.ANSWER),
    )
