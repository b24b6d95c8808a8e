"""Two records that a human being has found to be one person; undone by deleting one row."""

from datetime import datetime

from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _
from kck.foundation.verdict import require
from kck.people import policy
from kck.people.events import PeopleMerged, PeopleParted
from kck.people.models import Alias, Person


class CannotMerge(ValueError):
    """These two cannot be one; the sentence says why."""


@command
def merge(old_id: int, *, into_id: int, at: datetime, by: Actor) -> None:
    """`old` is read as `into` from now on. Letters keep going where each report said."""
    require(policy.may_merge(by))
    rows = Person.objects.select_for_update().filter(pk__in={old_id, into_id}, erased_at=None)
    if len(rows.order_by("pk")) != 2:
        raise CannotMerge(str(_("Tych dwóch zapisów nie można połączyć.")))
    if Alias.objects.filter(old_id__in={old_id, into_id}).exists():
        raise CannotMerge(str(_("Jeden z nich jest już połączony. Odśwież stronę.")))
    Alias.objects.create(old_id=old_id, person_id=into_id, at=at)
    event = PeopleMerged(person_id=into_id, old_id=old_id)
    record(event, by=by, at=at, stream=f"person:{into_id}")


@command
def part(old_id: int, *, at: datetime, by: Actor) -> int | None:
    """They were not the same after all. The person it was parted from; asking again: None."""
    require(policy.may_merge(by))
    alias = Alias.objects.select_for_update().filter(old_id=old_id).first()
    if alias is None:
        return None
    alias.delete()
    event = PeopleParted(person_id=alias.person_id, old_id=old_id)
    record(event, by=by, at=at, stream=f"person:{alias.person_id}")
    return alias.person_id
