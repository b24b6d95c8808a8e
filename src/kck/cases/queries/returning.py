"""Places where the same comes back, and what was there before a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from kck.cases.models import Case
from kck.cases.terms import CaseState, Cause
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.places.queries import area
from kck.places.rules import cells_around, distance_m

WITHIN = timedelta(days=180)
USUAL_RADIUS_M = 50
FLAGGED = 3  # times
_ENDED = (CaseState.DONE, CaseState.CLOSED)
_MOST = 200


def earlier_here(case: Case) -> list[int]:
    """Cases of the same category that ended here within half a year before, the latest first."""
    if case.lat is None or case.lon is None:
        return []
    here = (case.lat, case.lon)
    radius = _radius(case)
    rows = Case.objects.filter(
        cell__in=cells_around(*here, max(1, -(-radius // 100))),
        category_id=case.category_id,
        state__in=_ENDED,
        done_at__gte=case.opened_at - WITHIN,
        done_at__lte=case.opened_at,
    ).exclude(pk=case.pk)
    near = [row for row in rows[:_MOST] if distance_m(here, (row.lat or 0, row.lon or 0)) <= radius]
    return [row.pk for row in sorted(near, key=lambda row: row.opened_at, reverse=True)]


def _radius(case: Case) -> int:
    own = snapshot(case.opened_at).category_by_id(case.category_id).duplicate_radius_m
    return min(own or USUAL_RADIUS_M, 500)


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One of the cases of a place."""

    number: str
    opened_at: datetime
    state: CaseState
    cause: Cause | None


@dataclass(frozen=True, kw_only=True)
class ReturningPlace:
    """Where the same came at least three times within half a year, the latest first."""

    category: str
    unit: str
    address: str
    district: str
    lat: float
    lon: float
    times: int
    last_at: datetime
    open: bool
    cases: tuple[Occurrence, ...]

    @property
    def causes(self) -> list[Cause]:
        """Said of it so far, the latest first."""
        return list(dict.fromkeys(one.cause for one in self.cases if one.cause))


def places_that_return(actor: Actor, *, at: datetime, unit: str = "") -> list[ReturningPlace]:
    """Of the units this person reads (of all: with the grant everywhere), the worst first."""
    flagged = Case.objects.filter(times__gte=FLAGGED, opened_at__gte=at - WITHIN)
    if "cases.view" not in actor.grants:
        flagged = flagged.filter(unit_id__in=actor.units_with("cases.view"))
    if unit:
        ids = [one.id for one in snapshot(at).units.all if one.code == unit]
        flagged = flagged.filter(unit_id__in=ids)
    rows = list(flagged.order_by("unit", "-opened_at")[:_MOST])
    found: list[ReturningPlace] = []
    for _key, same in groupby(
        sorted(rows, key=lambda row: (row.category_id, row.unit_id)),
        key=lambda row: (row.category_id, row.unit_id),
    ):
        found += _places(sorted(same, key=lambda row: row.opened_at, reverse=True), at)
    return sorted(found, key=lambda one: (-one.times, one.last_at))


def _places(rows: Sequence[Case], at: datetime) -> list[ReturningPlace]:
    """One for each place: an earlier case near a later one is a part of its story."""
    kept: list[Case] = []
    for row in rows:
        if not any(_near(row, one) for one in kept):
            kept.append(row)
    return [_place(row, at) for row in kept]


def _near(one: Case, other: Case) -> bool:
    places = ((row.lat or 0, row.lon or 0) for row in (one, other))
    return distance_m(*places) <= _radius(one)


def _place(case: Case, at: datetime) -> ReturningPlace:
    city = snapshot(at)
    ids = [case.pk, *earlier_here(case)]
    stories = Case.objects.filter(pk__in=ids).order_by("-opened_at")
    district = area(case.district) if case.district else None
    return ReturningPlace(
        category=city.category_by_id(case.category_id).name(),
        unit=city.unit_by_id(case.unit_id, at).code,
        address=case.address,
        district=district.name if district else case.district,
        lat=case.lat or 0,
        lon=case.lon or 0,
        times=case.times,
        last_at=case.opened_at,
        open=case.closed_at is None and case.state not in _ENDED,
        cases=tuple(
            Occurrence(
                number=row.number,
                opened_at=row.opened_at,
                state=CaseState(row.state),
                cause=Cause(row.cause) if row.cause else None,
            )
            for row in stories
        ),
    )
