"""Who acts: plain data, built once per request, passed to every command as `by`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who does this, where they work, and what they hold: everywhere, or within one unit."""

    # "link": somebody of a unit by a personal link; "system": a unit's own system by its token
    kind: Literal["staff", "link", "system", "person", "partner", "platform"]
    id: int | None = None
    unit_ids: frozenset[int] = frozenset()
    grants: frozenset[str] = frozenset()
    unit_grants: Mapping[int, frozenset[str]] = field(default_factory=dict)
    districts: frozenset[str] = frozenset()  # whose cases a councillor reads
    stands_in_for: frozenset[int] = frozenset()  # colleagues who are away today

    @property
    def works(self) -> bool:
        """Whether this is somebody who works on cases, with an account or without."""
        return self.kind in {"staff", "link", "system"}

    @property
    def staff_id(self) -> int | None:
        """Of a member of staff with an account; nobody else has one."""
        return self.id if self.kind == "staff" else None

    def may(self, grant: str, unit_id: int | None = None) -> bool:
        if grant in self.grants:
            return True
        if unit_id is None:
            return any(grant in held for held in self.unit_grants.values())
        return grant in self.unit_grants.get(unit_id, ())

    def units_with(self, grant: str) -> frozenset[int]:
        """The units within which the grant is held (see `grants` for everywhere)."""
        return frozenset(unit for unit, held in self.unit_grants.items() if grant in held)

    def speaks_for(self, unit_id: int) -> int | None:
        """Of one's units the one that signs words about a case of `unit_id`."""
        return unit_id if unit_id in self.unit_ids else min(self.unit_ids, default=None)

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else self.kind


PLATFORM = Actor(kind="platform")
ANYBODY = Actor(kind="person")
