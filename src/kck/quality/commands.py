"""To draw ended cases, and to judge them."""

import random
from collections.abc import Mapping
from datetime import datetime

from kck.accounts.holder_queries import holders
from kck.accounts.notice_commands import notify
from kck.cases.models import Case
from kck.cases.rules import Incomplete
from kck.cases.terms import FIXED, CaseState, Closing
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind, Priority
from kck.foundation import numbers
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.reasons import reason
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.quality import policy
from kck.quality.events import CaseReviewed, SampleDrawn
from kck.quality.models import Review
from kck.quality.rules import complete, reasons, sample
from kck.quality.terms import LOW, Ended, Period, Question, Why

LONGEST = 2000
_URGENT = (Priority.P1, Priority.P2)
_LOW_SCORE = reason(
    "quality.low_score", _("%(number)s: zakończenie oceniono na %(score)s z 5. Zobacz uwagi.")
)


@command
def draw(period: Period, *, chance: random.Random, at: datetime, by: Actor) -> int:
    """Draw from what ended in the period; how many. Drawing it again adds nothing."""
    require(policy.may_draw(by))
    zone = snapshot(at).city.zone
    since, until = period.since(zone), period.until(zone)
    if Review.objects.filter(drawn_at=until).exists():
        return 0
    drawn = [
        Review(case_id=one.case_id, unit_id=one.unit_id, why=why, drawn_at=until)
        for one, why in sample(_ended(since, until), chance)
    ]
    Review.objects.bulk_create(drawn, ignore_conflicts=True)
    days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    record(SampleDrawn(count=len(drawn), **days), by=by, at=at)
    return len(drawn)


def _ended(since: datetime, until: datetime) -> list[Ended]:
    rows = Case.objects.filter(
        state=CaseState.CLOSED,
        closed_at__gte=since,
        closed_at__lt=until,
        closing__in=[Closing.CONFIRMED, Closing.SILENCE, Closing.OUTRIGHT],
    )
    return [Ended(case_id=row.pk, unit_id=row.unit_id, reasons=_reasons(row)) for row in rows]


def _reasons(case: Case) -> tuple[Why, ...]:
    return reasons(
        disputes=case.disputes,
        hand_backs=case.hand_backs,
        fixed=case.outcome in FIXED,
        late=case.due_at is not None and case.done_at is not None and case.done_at > case.due_at,
        silent=case.closing == Closing.SILENCE,
        urgent=case.priority in _URGENT,
        opened_at=case.opened_at,
        done_at=case.done_at,
        report=case.kind == CaseKind.REPORT,
    )


@command
def review(
    review_id: int, *, scores: Mapping[Question, int], remarks: str, at: datetime, by: Actor
) -> Review:
    """Judge an ending; `Incomplete` when a score lacks. Judging it again replaces the first."""
    row = Review.objects.select_for_update(of=("self",)).select_related("case").get(pk=review_id)
    require(policy.may_review(by, done_by_id=row.case.done_by_id))
    if not complete(scores):
        raise Incomplete(str(_("Oceń wszystkie cztery rzeczy od 1 do 5.")))
    if min(scores.values()) <= LOW and len(clean(remarks)) < 10:
        raise Incomplete(str(_("Napisz, co było nie tak (co najmniej 10 znaków).")))
    row.scores = {str(one): score for one, score in scores.items()}
    row.remarks, row.reviewer_id, row.at = clean(remarks)[:LONGEST], by.staff_id, at
    row.save()
    judged = {"review_id": row.pk, "case_id": row.case_id, "unit_id": row.unit_id}
    record(CaseReviewed(**judged, scores=row.scores), by=by, at=at)
    if min(scores.values()) <= LOW:
        facts = {"number": numbers.display(row.case.number), "score": min(scores.values())}
        leads = holders().of_unit(row.unit_id, "cases.assign")
        subject = f"case:{row.case_id}"
        notify(leads, kind="review", subject=subject, why=_LOW_SCORE(**facts), at=at, by=by)
    return row
