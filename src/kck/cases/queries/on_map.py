"""A view as points on a map."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from kck.cases.models import Case
from kck.cases.queries.desk import cases_of
from kck.cases.queries.filters import Filters
from kck.cases.queries.views import View
from kck.foundation.actor import Actor

MOST = 500


@dataclass(frozen=True, kw_only=True)
class Point:
    number: str
    lat: float
    lon: float
    late: bool


def points_of(actor: Actor, view: View, filters: Filters, *, at: datetime) -> list[Point]:
    """The first five hundred in the order of the list; the map says so."""
    chosen = cases_of(actor, view, filters, at=at)
    name, down = chosen.order.removeprefix("-"), chosen.order.startswith("-")
    by = F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True)
    rows = chosen.cases.exclude(lat=None).order_by(by, "pk")
    return [
        Point(number=number, lat=lat or 0.0, lon=lon or 0.0, late=due is not None and due < at)
        for number, lat, lon, due in rows.values_list("number", "lat", "lon", "first_due_at")[:MOST]
    ]


def ids_of(
    actor: Actor, view: View, filters: Filters, *, at: datetime, most: int
) -> tuple[list[int], bool]:
    """The cases of a whole view, in its order, and whether there are more."""
    chosen = cases_of(actor, view, filters, at=at)
    name, down = chosen.order.removeprefix("-"), chosen.order.startswith("-")
    by = F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True)
    ids = list(chosen.cases.order_by(by, "pk").values_list("pk", flat=True)[: most + 1])
    return ids[:most], len(ids) > most


def units_of_cases(ids: list[int]) -> frozenset[int]:
    """To which units these cases belong."""
    return frozenset(Case.objects.filter(pk__in=ids).values_list("unit_id", flat=True).distinct())
