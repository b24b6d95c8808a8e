"""To keep a view under a name, share it, put it elsewhere in the list, and let it go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kck.cases.queries.filters import read
from kck.cases.queries.views import View
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean, fold
from kck.foundation.verdict import require
from kck.people.policy import may_view
from kck.queues import policy
from kck.queues.events import ViewRemoved, ViewSaved
from kck.queues.models import SavedView
from kck.queues.terms import MOST_VIEWS, NotSaved


@command
def save_view(
    *,
    name: str,
    base: str,
    filters: Mapping[str, str],
    person_id: int | None = None,
    unit: str = "",
    view_id: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """A new one, or another content for one that is there. `unit` shares it."""
    require(policy.may_save(by))
    unit_id = _shared_with(unit, by, at)
    if person_id is not None:
        require(may_view(by))
        if unit_id is not None:
            raise NotSaved(str(_("Widok z osobą może być tylko prywatny.")))
    content: dict[str, Any] = {
        "name": _name(name),
        "base": View(base).value,
        "filters": read(filters).asked(),
        "person_id": person_id,
        "unit_id": unit_id,
        "updated_at": at,
    }
    pk = _put(view_id, content, by, at)
    record(ViewSaved(view_id=pk, shared_with=unit_id), by=by, at=at, topics=_topics(by, unit_id))
    return pk


def _name(typed: str) -> str:
    name = " ".join(clean(typed).split())[:60]
    if len(name) < 2:
        raise NotSaved(str(_("Nazwij widok (co najmniej 2 znaki).")))
    return name


def _shared_with(code: str, by: Actor, at: datetime) -> int | None:
    if not code:
        return None
    unit = snapshot(at).unit(code)
    if unit is None:
        raise NotSaved(str(_("Nie ma takiej jednostki.")))
    require(policy.may_share(by, unit.id))
    return unit.id


def _put(view_id: int | None, content: dict[str, Any], by: Actor, at: datetime) -> int:
    own = SavedView.objects.filter(staff_id=by.staff_id or 0)
    if view_id is None:
        count = own.count()
        if count >= MOST_VIEWS:
            raise NotSaved(str(_("Najwyżej %(most)s widoków. Usuń któryś.")) % {"most": MOST_VIEWS})
        row = SavedView(staff_id=by.staff_id or 0, created_at=at, position=count + 1, **content)
        row.save(force_insert=True)
        return row.pk
    row = _locked(view_id, by)
    for field, value in content.items():
        setattr(row, field, value)
    row.save()
    return row.pk


def _locked(view_id: int, by: Actor) -> SavedView:
    row = SavedView.objects.select_for_update().get(pk=view_id)
    require(policy.may_change(by, row.staff_id, row.unit_id))
    return row


@command
def remove_view(view_id: int, *, by: Actor, at: datetime) -> None:
    """Asking again changes nothing."""
    if not SavedView.objects.filter(pk=view_id).exists():
        return
    row = _locked(view_id, by)
    row.delete()
    record(ViewRemoved(view_id=view_id), by=by, at=at, topics=_topics(by, row.unit_id))


@command
def move_view(view_id: int, *, up: bool, by: Actor) -> None:
    """One place up or down among one's own."""
    own = list(
        SavedView.objects.select_for_update()
        .filter(staff_id=by.staff_id or 0)
        .order_by("position", "name", "pk")
    )
    place = next((n for n, row in enumerate(own) if row.pk == view_id), None)
    if place is None:
        return
    other = max(place - 1, 0) if up else min(place + 1, len(own) - 1)
    own[place], own[other] = own[other], own[place]
    for position, row in enumerate(own, start=1):
        row.position = position
    SavedView.objects.bulk_update(own, ["position"])


def _topics(by: Actor, unit_id: int | None) -> list[str]:
    return [f"views:{by.staff_id}", *([f"unit:{unit_id}"] if unit_id else [])]


@command
def rename_label_in_views(was: str, now: str) -> int:
    """Views that ask for a label ask for it under its new name; whose they are does not matter."""
    folded = fold(was)
    rows = SavedView.objects.select_for_update(of=("self",)).filter(filters__has_key="label")
    changed = [row for row in rows if fold(str(row.filters["label"])) == folded]
    for row in changed:
        row.filters = {**row.filters, "label": now}
        row.save(update_fields=["filters"])
    return len(changed)
