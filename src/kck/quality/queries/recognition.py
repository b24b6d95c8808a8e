"""What the machine said of cases, beside what became of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek

from kck.cases.models import Case
from kck.cases.reading_models import CaseReading
from kck.cases.terms import CaseState
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.clock import city_zone
from kck.quality.policy import units_seen
from kck.quality.recognition_terms import Pile

WEEKS = 12
MOST = 100
_GONE = (CaseState.MERGED, CaseState.WITHDRAWN)


def first_monday(at: datetime) -> datetime:
    """Where the last twelve weeks begin, this one among them."""
    today = at.astimezone(city_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def piles(actor: Actor, *, at: datetime) -> list[Pile]:
    """Of the last twelve weeks, in one statement. The head of a unit: of the unit's own cases."""
    rows = (
        _readings(actor, at)
        .annotate(
            week=TruncWeek("at", tzinfo=city_zone()),
            touched=Q(case__taken_at__isnull=False) | Q(case__done_at__isnull=False),
            back=Q(case__hand_backs__gt=0),
            gone=Q(case__state__in=_GONE),
        )
        .values(
            "week", "code", "automatic", "touched", "back", "gone",
            "case__category_id", "case__language", "case__channel", "case__needs_triage",
        )
        .annotate(number=Count("pk"), sure=Sum("probability"))
        .order_by()
    )  # fmt: skip
    return [_pile({**row}) for row in rows]


def _pile(row: dict[str, Any]) -> Pile:
    return Pile(
        week=row["week"].date(),
        said=row["code"],
        has=snapshot().category_by_id(row["case__category_id"]).code,
        language=row["case__language"],
        channel=row["case__channel"],
        automatic=row["automatic"],
        undecided=row["case__needs_triage"],
        touched=row["touched"],
        handed_back=row["back"],
        gone=row["gone"],
        number=row["number"],
        sure=row["sure"] or 0.0,
    )


def _readings(actor: Actor, at: datetime) -> QuerySet[CaseReading]:
    """Where the machine was asked: not what the resident marked as a complaint or a petition."""
    rows = CaseReading.objects.filter(Q(automatic=True) | Q(asked=True), at__gte=first_monday(at))
    units = units_seen(actor)
    return rows if units is None else rows.filter(case__unit_id__in=units)


@dataclass(frozen=True, kw_only=True)
class Mistaken:
    """A case of a pair that is confused."""

    number: str
    opened_at: datetime
    unit: str
    percent: int
    readable: bool  # may this person open it


def mistaken(actor: Actor, right: str, taken: str, *, at: datetime) -> list[Mistaken]:
    """Cases that are `right` and were taken for `taken`, the newest first."""
    ids = [row.id for row in snapshot(at).all_categories.all if row.code == right]
    rows = _readings(actor, at).filter(code=taken, case__category_id__in=ids)
    rows = rows.exclude(case__state__in=_GONE).exclude(case__needs_triage=True)
    found = list(rows.select_related("case").order_by("-at", "-pk")[:MOST])
    seen = Case.objects.visible_to(actor).filter(pk__in=[one.pk for one in found])
    return list(_mistaken(found, set(seen.values_list("pk", flat=True)), at))


def _mistaken(found: list[CaseReading], seen: set[int], at: datetime) -> Iterator[Mistaken]:
    for one in found:
        yield Mistaken(
            number=one.case.number,
            opened_at=one.case.opened_at,
            unit=snapshot(at).unit_by_id(one.case.unit_id).code,
            percent=round(100 * one.probability),
            readable=one.pk in seen,
        )
