"""The ledger of commitments: what was promised for later, by when it comes back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from kck.cases.clock_models import Commitment
from kck.cases.clock_terms import Kept
from kck.cases.models import Case
from kck.cases.terms import CaseState
from kck.directory.queries import snapshot
from kck.directory.rules import add_months
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _

MOST = 500  # of a group; a unit that has promised more sees the nearest
SETTLED_FOR = timedelta(days=90)
_QUARTER = 3


class When(StrEnum):
    OVERDUE = "overdue"
    QUARTER = "quarter"
    LATER = "later"
    SETTLED = "settled"

    @property
    def label(self) -> Any:
        return _WHEN[self]


_WHEN = {
    When.OVERDUE: _("Po terminie"),
    When.QUARTER: _("W tym kwartale"),
    When.LATER: _("Później"),
    When.SETTLED: _("Rozliczone w ostatnich 90 dniach"),
}


@dataclass(frozen=True, kw_only=True)
class CommitmentRow:
    """One line of the ledger. `may_settle`: this person may say what became of it."""

    id: int
    number: str
    case_state: CaseState
    category: str
    place: str
    unit: str
    due_on: date
    programme: str
    state: Kept
    made_at: datetime
    settled_at: datetime | None
    may_settle: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    when: When
    rows: list[CommitmentRow]


def quarter_end(day: date) -> date:
    """The last day of the quarter."""
    first = date(day.year, day.month - (day.month - 1) % _QUARTER, 1)
    return add_months(first, _QUARTER) - timedelta(days=1)


def ledger(actor: Actor, *, at: datetime, unit_id: int | None = None) -> list[Group]:
    """Of the cases this person may read, perhaps of one unit: overdue, this quarter, later."""
    day = at.astimezone(clock.city_zone()).date()
    end = quarter_end(day)
    open_ones = _rows(actor, unit_id).filter(state=Kept.OPEN)
    settled = _rows(actor, unit_id).filter(settled_at__gte=at - SETTLED_FOR)
    found = {
        When.OVERDUE: open_ones.filter(due_on__lt=day),
        When.QUARTER: open_ones.filter(due_on__range=(day, end)),
        When.LATER: open_ones.filter(due_on__gt=end),
        When.SETTLED: settled.exclude(state=Kept.OPEN).order_by("-settled_at"),
    }
    return [
        Group(when=when, rows=[_row(one, actor, at) for one in rows[:MOST]])
        for when, rows in found.items()
    ]


def commitment_for(actor: Actor, commitment_id: int, *, at: datetime) -> CommitmentRow | None:
    """None when it is not this person's to see."""
    row = _rows(actor, None).filter(pk=commitment_id).first()
    return _row(row, actor, at) if row else None


def open_commitment(case_id: int) -> Commitment | None:
    return Commitment.objects.filter(case_id=case_id, state=Kept.OPEN).first()


def count_due(actor: Actor, *, at: datetime) -> int:
    """How many have come back and wait for a word, in this person's own units."""
    day = at.astimezone(clock.city_zone()).date()
    due = Commitment.objects.filter(state=Kept.OPEN, due_on__lte=day)
    return due.filter(case__unit_id__in=actor.units_with("cases.work")).count()


def _rows(actor: Actor, unit_id: int | None) -> "QuerySet[Commitment]":
    seen = Case.objects.visible_to(actor)
    rows = Commitment.objects.filter(case__in=seen.filter(_of(unit_id)))
    return rows.select_related("case").order_by("due_on", "pk")


def _of(unit_id: int | None) -> Q:
    """The unit under all its names."""
    if unit_id is None:
        return Q()
    city = snapshot()
    ids = [one.id for one in city.units.all if city.unit_by_id(one.id, city.day).id == unit_id]
    return Q(unit_id__in=ids or [unit_id])


def _row(row: Commitment, actor: Actor, at: datetime) -> CommitmentRow:
    case, city = row.case, snapshot(at)
    return CommitmentRow(
        id=row.pk,
        number=case.number,
        case_state=CaseState(case.state),
        category=city.category_by_id(case.category_id).name(),
        place=case.address,
        unit=city.unit_by_id(case.unit_id, at).code,
        due_on=row.due_on,
        programme=row.programme,
        state=Kept(row.state),
        made_at=row.made_at,
        settled_at=row.settled_at,
        may_settle=row.state == Kept.OPEN and actor.may("cases.work", case.unit_id),
    )
