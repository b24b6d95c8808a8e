"""Who holds what today: whom a matter of a unit is told to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kck.accounts.models import Post, Staff
from kck.accounts.queries import in_force, same_unit
from kck.accounts.terms import ADMINISTERS
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import polish_sort_key


@dataclass(frozen=True, kw_only=True)
class Holders:
    """Ids of active staff, by grants they hold: in a unit, or in all units."""

    in_unit: Mapping[int, Mapping[int, frozenset[str]]] = field(default_factory=dict)
    everywhere: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def of_unit(self, unit_id: int, *grants: str) -> frozenset[int]:
        """Those with a post there that gives all of these grants."""
        return _with(self.in_unit.get(unit_id, {}), grants)

    def of_city(self, *grants: str) -> frozenset[int]:
        """Those who hold all of these grants in all units."""
        return _with(self.everywhere, grants)


def _with(held: Mapping[int, frozenset[str]], grants: Iterable[str]) -> frozenset[int]:
    return frozenset(pk for pk, own in held.items() if own.issuperset(grants))


def holders() -> Holders:
    """One query. A unit's people are also those of the unit under its former names.

    Who administers the system holds everything, and works on nothing of it.
    """
    posts = Post.objects.filter(in_force(clock.today()), staff__is_active=True)
    city = snapshot()
    in_unit: dict[int, dict[int, frozenset[str]]] = {}
    everywhere: dict[int, frozenset[str]] = {}
    for staff_id, unit_id, grants, wide in posts.values_list(
        "staff_id", "unit_id", "role__grants", "role__everywhere"
    ):
        if ADMINISTERS in grants:
            continue
        if wide:
            everywhere[staff_id] = everywhere.get(staff_id, frozenset()) | set(grants)
            continue
        for one in same_unit(unit_id, city):
            people = in_unit.setdefault(one, {})
            people[staff_id] = people.get(staff_id, frozenset()) | set(grants)
    return Holders(in_unit=in_unit, everywhere=everywhere)


def everybody() -> list[tuple[str, str]]:
    """Active accounts to choose from: id and name, by name."""
    rows = Staff.objects.filter(is_active=True).values_list("pk", "name")
    return sorted(((str(pk), name) for pk, name in rows), key=lambda one: polish_sort_key(one[1]))
