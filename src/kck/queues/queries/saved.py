"""Saved views of a person and those shared with their units, with their counts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from kck.cases.models import Case
from kck.cases.queries.desk import cases_of
from kck.cases.queries.filters import Filters, read
from kck.cases.queries.views import View, units_of, views_of
from kck.foundation.actor import Actor
from kck.people.policy import may_view
from kck.people.queries.same import same_person
from kck.queues.models import SavedView
from kck.queues.policy import may_save
from kck.queues.terms import SavedInfo

COUNTED_TO = 1000  # a view that holds more says so


def saved_views(actor: Actor) -> list[SavedInfo]:
    """One's own in one's own order, then those shared with one's units, by name."""
    if not may_save(actor):
        return []
    reach = Q(staff_id=actor.staff_id) | Q(unit_id__in=units_of(actor))
    rows = SavedView.objects.filter(reach).order_by("position", "name", "pk")
    found = [_info(row, actor) for row in rows]
    return sorted(found, key=lambda one: not one.own)


def saved_view(actor: Actor, view_id: int) -> SavedInfo | None:
    """None when it is not this person's to use."""
    return next((one for one in saved_views(actor) if one.id == view_id), None)


def _info(row: SavedView, actor: Actor) -> SavedInfo:
    return SavedInfo(
        id=row.pk,
        name=row.name,
        base=row.base,
        filters=row.filters,
        person_id=row.person_id,
        unit_id=row.unit_id,
        own=row.staff_id == actor.staff_id,
        position=row.position,
    )


def base_of(saved: SavedInfo, actor: Actor) -> View:
    """Whoever may not use its view gets their own unit's: a shared view shares no rights."""
    known = {str(view): view for view in views_of(actor)}
    return known.get(saved.base, View.UNIT)


def filters_of(saved: SavedInfo, actor: Actor) -> Filters:
    """As they are read today; a person only for whoever may look people up."""
    return with_person(read(saved.filters), saved.person_id, actor)


def with_person(filters: Filters, person_id: int | None, actor: Actor) -> Filters:
    """Without the grant a filter by person finds nothing, rather than everything."""
    if person_id is None:
        return filters
    ids = same_person(person_id) if may_view(actor) else (0,)
    return Filters(**filters.asked(), people=frozenset(ids))


def counted(
    saved: Iterable[SavedInfo], actor: Actor, *, at: datetime
) -> "dict[str, QuerySet[Case, Any]]":
    """What to count for each, by "v" and its id; views among closed cases are not counted."""
    found: dict[str, QuerySet[Case, Any]] = {}
    for one in saved:
        filters = filters_of(one, actor)
        base = base_of(one, actor)
        if filters.everything or (base == View.NEARBY and not filters.near):
            continue
        rows = cases_of(actor, base, filters, at=at).cases
        found[f"v{one.id}"] = rows.order_by().values("pk")[: COUNTED_TO + 1]
    return found
