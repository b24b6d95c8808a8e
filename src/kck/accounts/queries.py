"""Who is signed in, and what they may."""

import hashlib
from dataclasses import dataclass

from django.db.models import Q

from kck.accounts.models import PartnerKey, Post, Role, Staff
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor


def actor_for(staff: Staff) -> Actor:
    """The staff member with all grants of today's posts."""
    today = clock.today()
    posts = (
        Post.objects.filter(staff=staff)
        .filter(Q(valid_from=None) | Q(valid_from__lte=today))
        .filter(Q(valid_to=None) | Q(valid_to__gte=today))
        .select_related("role")
    )
    grants: set[str] = set()
    within: dict[int, frozenset[str]] = {}
    city = snapshot(today)
    for post in posts:
        held = frozenset(post.role.grants)
        if post.role.everywhere:
            grants |= held
        for unit_id in _same_unit(post.unit_id, city):
            within[unit_id] = within.get(unit_id, frozenset()) | held
    return Actor(
        kind="staff",
        id=staff.pk,
        unit_ids=frozenset(within),
        grants=frozenset(grants),
        unit_grants=within,
    )


def _same_unit(unit_id: int, city: Snapshot) -> frozenset[int]:
    """The unit under all its names: what it was called before a reorganisation is its work too."""
    now = city.unit_by_id(unit_id, city.day).id
    return frozenset(
        unit.id for unit in city.units.all if city.unit_by_id(unit.id, city.day).id == now
    ) | {unit_id}


def needs_second_factor(staff: Staff) -> bool:
    return (
        staff.must_use_second_factor
        or Post.objects.filter(staff=staff, role__second_factor=True).exists()
    )


def key_digest(key: str) -> str:
    return hashlib.sha256(f"kck-partner-key:{key}".encode()).hexdigest()


def partner_for(key: str) -> PartnerKey | None:
    """The partner that holds this key, unless it was withdrawn."""
    return PartnerKey.objects.filter(digest=key_digest(key), active=True).first()


@dataclass(frozen=True, kw_only=True)
class Colleague:
    id: int
    name: str
    email: str


def colleagues(unit_id: int) -> list[Colleague]:
    """Active staff of a unit, for assigning."""
    rows = Staff.objects.filter(posts__unit_id=unit_id, is_active=True).distinct().order_by("name")
    return [Colleague(id=row.pk, name=row.name, email=row.email) for row in rows]


def names_of(staff_ids: set[int]) -> dict[int, str]:
    return dict(Staff.objects.filter(pk__in=staff_ids).values_list("pk", "name"))


def role_codes() -> list[str]:
    return list(Role.objects.order_by("code").values_list("code", flat=True))
