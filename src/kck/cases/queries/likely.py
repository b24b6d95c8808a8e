"""Which open cases may be about the same thing, for staff: near, of late, in the same words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Choose

from kck.cases.likeness import Likeness, SamePhoto, likeness
from kck.cases.models import Case, CasePhoto, CaseText
from kck.cases.terms import OPEN_STATES, CaseState, TextKind
from kck.directory.info import CategoryInfo
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.places.rules import cells_around, distance_m

FARTHEST_M = 500
SEEN_WITHIN_M = 250  # of the same kind, though farther than a double would be
_RING_M = 100
_MOST = 60


@dataclass(frozen=True, kw_only=True)
class Within:
    """How near, and told how far apart in time, two reports of a category may be one."""

    metres: int
    age: timedelta


def within(kinds: Iterable[CategoryInfo], most: int = FARTHEST_M) -> dict[int, Within]:
    """By id; with no metres where the reports of a category are never doubles."""
    return {
        one.id: Within(metres=min(one.duplicate_radius_m or 0, most), age=one.duplicate_for)
        for one in kinds
    }


def editions(codes: Iterable[str], at: datetime) -> list[CategoryInfo]:
    """A case keeps the edition under which it was opened."""
    wanted = set(codes)
    return [one for one in snapshot(at).all_categories.all if one.code in wanted]


def rings(metres: int) -> int:
    """So many rings of cells reach as far, wherever in its cell the point is."""
    return ceil(metres / _RING_M) + 1


@dataclass(frozen=True, kw_only=True)
class Likely:
    """An open case that may be the same, and why; `dangerous`: only a careful person merges it."""

    number: str
    state: CaseState
    category_id: int
    address: str
    opened_at: datetime
    dangerous: bool
    like: Likeness
    likely: bool

    @property
    def metres(self) -> int:
        return self.like.metres

    @property
    def same_photo(self) -> bool:
        return self.like.photo == SamePhoto.SAME

    @property
    def alike_photo(self) -> bool:
        return self.like.photo == SamePhoto.ALIKE


def likely_same(
    actor: Actor,
    case_id: int,
    spot: tuple[float, float],
    kinds: Mapping[int, Within],
    *,
    most: int = 6,
) -> list[Likely]:
    """The likeliest first: one statement for the case's own words and photos and all others'."""
    if not kinds:
        return []
    reach = max(SEEN_WITHIN_M, *(one.metres for one in kinds.values()))
    near = Q(
        _in_any(cells_around(*spot, rings(reach))),
        state__in=sorted(OPEN_STATES),
        category_id__in=kinds,
    )
    seen = Case.objects.visible_to(actor).filter(near | Q(pk=case_id))
    own, *others = _said(seen, case_id)[: _MOST + 1]
    found = [_compared(own, row, spot, kinds[row.category_id]) for row in others]
    found = [one for one in found if one.likely or one.metres <= SEEN_WITHIN_M]
    return sorted(found, key=lambda one: (not one.likely, -one.like.score, one.metres))[:most]


def _in_any(cells: list[int]) -> Func:
    """One parameter where `IN` would have sixty to be written and read."""
    array = Value(cells, output_field=ArrayField(BigIntegerField()))
    template, joined = "%(expressions)s)", " = ANY("
    return Func("cell", array, template=template, arg_joiner=joined, output_field=BooleanField())


_COMPARED = (
    "number", "state", "category_id", "address", "opened_at", "danger", "lat", "lon",
)  # fmt: skip


def _said(cases: QuerySet[Case], own_id: int) -> QuerySet[Any]:
    """Own first, then the newest; with what was written, and what the photos look like."""
    texts = CaseText.objects.filter(
        case=OuterRef("pk"), kind=TextKind.DESCRIPTION, erased_at=None
    ).order_by("-pk")
    photos = CasePhoto.objects.filter(case=OuterRef("pk"), erased_at=None).exclude(file__looks=None)
    return (
        cases.only(*_COMPARED)
        .annotate(
            said=Subquery(texts.values("body")[:1]),
            looks=ArraySubquery(photos.values("file__looks")),
        )
        .order_by(Choose(When(pk=own_id, then=0), default=1), "-opened_at")
    )


def _compared(own: Case, row: Case, spot: tuple[float, float], kind: Within) -> Likely:
    metres = distance_m(spot, (row.lat or 0, row.lon or 0))
    texts = (_words(own), _words(row))
    like = likeness(metres, kind.metres, texts, (_looks(own), _looks(row)))
    close = metres <= kind.metres and abs(row.opened_at - own.opened_at) <= kind.age
    return Likely(
        number=row.number,
        state=CaseState(row.state),
        category_id=row.category_id,
        address=row.address,
        opened_at=row.opened_at,
        dangerous=bool(own.danger or row.danger),
        like=like,
        likely=like.photo == SamePhoto.SAME or (close and like.likely),
    )


def _words(row: Case) -> str:
    return getattr(row, "said", None) or ""


def _looks(row: Case) -> list[int]:
    return list(getattr(row, "looks", ()))
