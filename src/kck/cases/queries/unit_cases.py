"""The cases of one unit, page after page, for its own system."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from kck.cases.models import Case
from kck.foundation.actor import Actor

Place = tuple[datetime, int]
_COLUMNS = (
    "id", "number", "kind", "category_id", "state", "priority", "danger", "waiting_on", "address",
    "district", "lat", "lon", "opened_at", "updated_at", "due_at", "first_due_at",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class UnitWanted:
    """Empty means: not asked."""

    states: tuple[str, ...] | None = None
    category_ids: tuple[int, ...] | None = None
    updated_from: datetime | None = None


def unit_cases(
    actor: Actor, wanted: UnitWanted, *, size: int, after: Place | None = None
) -> list[dict[str, Any]]:
    """The newest first, of the units within which the actor may read; no words, no people."""
    asked = Q(unit_id__in=sorted(actor.units_with("cases.view")))
    if wanted.states is not None:
        asked &= Q(state__in=wanted.states)
    if wanted.category_ids is not None:
        asked &= Q(category_id__in=wanted.category_ids)
    if wanted.updated_from is not None:
        asked &= Q(updated_at__gte=wanted.updated_from)
    if after is not None:
        moment, pk = after
        # the first part lets the index begin there
        asked &= Q(opened_at__lte=moment) & (Q(opened_at__lt=moment) | Q(pk__lt=pk))
    rows = Case.objects.filter(asked).order_by("-opened_at", "-id")
    return list(rows.values(*_COLUMNS)[:size])
