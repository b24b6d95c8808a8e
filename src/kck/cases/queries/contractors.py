"""The firms of a unit: those one may choose today, and the whole list of those one keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from kck.cases.contractor_models import Contractor
from kck.cases.policy import may_keep_contractors
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.text import polish_sort_key


@dataclass(frozen=True, kw_only=True)
class Firm:
    """A line of the list; `state` is now, coming or past."""

    id: int
    unit_id: int
    unit: str
    name: str
    mail: str
    phone: str
    valid_from: date | None
    valid_to: date | None
    state: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Who wrote it down or changed it, and when."""

    actor: str
    at: datetime
    changed: tuple[str, ...]


def firms_to_choose(unit_id: int, day: date) -> list[Firm]:
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    going = Q(valid_to=None) | Q(valid_to__gte=day)
    return _firms(Contractor.objects.filter(begun & going, unit_id=unit_id), day)


def firms_kept(actor: Actor, day: date) -> list[Firm]:
    """Of every unit whose list one keeps, those that are over too."""
    return _firms(Contractor.objects.filter(unit_id__in=kept_units(actor)), day)


def kept_units(actor: Actor) -> list[int]:
    units = actor.unit_ids | actor.units_with("cases.assign")
    return sorted(unit for unit in units if may_keep_contractors(actor, unit))


def firm(actor: Actor, contractor_id: int, day: date) -> Firm | None:
    """Whoever may not keep it does not find it."""
    found = _firms(Contractor.objects.filter(pk=contractor_id), day)
    return next((one for one in found if may_keep_contractors(actor, one.unit_id)), None)


def _firms(rows: Iterable[Contractor], day: date) -> list[Firm]:
    city = snapshot(day)
    found = [
        Firm(
            id=row.pk, unit_id=row.unit_id, unit=city.unit_by_id(row.unit_id, day).code,
            name=row.name, mail=row.mail, phone=row.phone, valid_from=row.valid_from,
            valid_to=row.valid_to, state=_state(row, day),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.state == "past", one.unit, polish_sort_key(one.name)))


def _state(row: Contractor, day: date) -> str:
    if row.valid_from and row.valid_from > day:
        return "coming"
    return "past" if row.valid_to and row.valid_to < day else "now"


def kept_by(contractor_id: int) -> list[Kept]:
    """The newest first."""
    events = RecordedEvent.objects.filter(stream=f"contractor:{contractor_id}").order_by("-seq")
    return [
        Kept(actor=event.actor, at=event.at, changed=tuple(event.payload["changed"]))
        for event in events
    ]
