"""What was drawn and how it was judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kck.accounts.queries import names_of
from kck.cases.terms import Outcome
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.quality import policy
from kck.quality.models import Review
from kck.quality.terms import Question, Why

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class ReviewRow:
    """One drawn case; `may`: this reader may judge it."""

    id: int
    number: str
    category: str
    unit: str
    why: Why
    outcome: Any
    closed_at: datetime | None
    drawn_at: datetime
    at: datetime | None
    scores: Mapping[Question, int]
    remarks: str
    reviewer: str
    may: bool

    @property
    def lowest(self) -> int | None:
        return min(self.scores.values(), default=None)


def waiting(actor: Actor) -> list[ReviewRow]:
    """Drawn and not judged, the latest draw first, the risky before the random."""
    rows = Review.objects.filter(at=None).order_by("-drawn_at", "unit_id", "pk")
    return _rows(rows[:PAGE], actor)


def judged(actor: Actor, *, units: frozenset[int] | None = None) -> list[ReviewRow]:
    """The latest. `units`: of these only, for their own heads."""
    rows = Review.objects.exclude(at=None).order_by("-at", "-pk")
    return _rows((rows if units is None else rows.filter(unit_id__in=units))[:PAGE], actor)


def review_of(review_id: int, actor: Actor) -> ReviewRow | None:
    found = _rows(Review.objects.filter(pk=review_id), actor)
    return found[0] if found else None


def count_waiting() -> int:
    return Review.objects.filter(at=None).count()


def _rows(rows: "QuerySet[Review]", actor: Actor) -> list[ReviewRow]:
    reviews = list(rows.select_related("case"))
    names = names_of({one.reviewer_id for one in reviews if one.reviewer_id})
    return [_row(one, names, actor) for one in reviews]


def _row(review: Review, names: Mapping[int, str], actor: Actor) -> ReviewRow:
    city, case = snapshot(), review.case
    return ReviewRow(
        id=review.pk,
        number=case.number,
        category=city.category_by_id(case.category_id).name(),
        unit=city.unit_by_id(review.unit_id).code,
        why=Why(review.why),
        outcome=Outcome(case.outcome).label if case.outcome else "",
        closed_at=case.closed_at,
        drawn_at=review.drawn_at,
        at=review.at,
        scores={Question(one): score for one, score in review.scores.items()},
        remarks=review.remarks,
        reviewer=names.get(review.reviewer_id or 0, ""),
        may=bool(policy.may_review(actor, done_by_id=case.done_by_id)),
    )
