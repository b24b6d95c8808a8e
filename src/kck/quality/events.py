from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class SampleDrawn(Event):
    name = "quality.sample_drawn"

    count: int
    first: str  # day
    last: str


@dataclass(frozen=True, kw_only=True)
class CaseReviewed(Event):
    name = "quality.case_reviewed"

    review_id: int
    case_id: int
    unit_id: int
    scores: dict[str, int]
