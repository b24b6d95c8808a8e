"""Who is signed in, and what they may."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from kck.accounts.absence_queries import away_until, stands_in_for
from kck.accounts.models import PartnerKey, Post, Role, Staff
from kck.accounts.terms import READS_DISTRICT
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import localized


def in_force(day: date, prefix: str = "") -> Q:
    """Posts that are held on this day."""
    begun = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})
    return begun & (Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day}))


def posts_held(staff: Staff) -> list[Post]:
    """Today's, with their roles."""
    return list(Post.objects.filter(in_force(clock.today()), staff=staff).select_related("role"))


def actor_for(staff: Staff, posts: Iterable[Post] | None = None) -> Actor:
    """The staff member with all grants of today's posts; `posts` when they have been read."""
    today = clock.today()
    posts = posts_held(staff) if posts is None else posts
    grants: set[str] = set()
    within: dict[int, frozenset[str]] = {}
    districts: set[str] = set()
    city = snapshot(today)
    for post in posts:
        held = frozenset(post.role.grants)
        if post.role.everywhere:
            grants |= held
        if post.district and READS_DISTRICT in held:
            districts.add(post.district)
        for unit_id in same_unit(post.unit_id, city):
            within[unit_id] = within.get(unit_id, frozenset()) | held
    return Actor(
        kind="staff",
        id=staff.pk,
        unit_ids=frozenset(within),
        grants=frozenset(grants),
        unit_grants=within,
        districts=frozenset(districts),
        stands_in_for=stands_in_for(staff.pk, today),
    )


def actor_of(staff_id: int) -> Actor | None:
    """Of an account that is in use."""
    staff = Staff.objects.filter(pk=staff_id, is_active=True).first()
    return actor_for(staff) if staff else None


def actor_of_mail(email: str) -> Actor | None:
    """Of an account that is in use."""
    staff = Staff.objects.filter(email__iexact=email.strip(), is_active=True).first()
    return actor_for(staff) if staff else None


def same_unit(unit_id: int, city: Snapshot) -> frozenset[int]:
    """The unit under all its names: what it was called before a reorganisation is its work too."""
    now = city.unit_by_id(unit_id, city.day).id
    return frozenset(
        unit.id for unit in city.units.all if city.unit_by_id(unit.id, city.day).id == now
    ) | {unit_id}


def needs_second_factor(staff: Staff, posts: Iterable[Post] | None = None) -> bool:
    if staff.must_use_second_factor:
        return True
    return any(post.role.second_factor for post in (posts_held(staff) if posts is None else posts))


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """`away_until`: the last day of an absence of today."""

    id: int
    name: str
    email: str
    away_until: date | None = None


def colleagues(unit_id: int) -> list[Colleague]:
    """Active staff with a post of today in the unit, for assigning."""
    today = clock.today()
    posts = Post.objects.filter(in_force(today), unit_id__in=same_unit(unit_id, snapshot(today)))
    rows = Staff.objects.filter(pk__in=posts.values("staff_id"), is_active=True).order_by("name")
    away = away_until([row.pk for row in rows], today)
    return [
        Colleague(id=row.pk, name=row.name, email=row.email, away_until=away.get(row.pk))
        for row in rows
    ]


def names_of(staff_ids: set[int]) -> dict[int, str]:
    return dict(Staff.objects.filter(pk__in=staff_ids).values_list("pk", "name"))


def role_codes() -> list[str]:
    return list(Role.objects.order_by("code").values_list("code", flat=True))


def role_names() -> dict[str, str]:
    """By code, in the reader's language."""
    return {code: localized(names) for code, names in Role.objects.values_list("code", "names")}


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    """A role as the screen of roles shows it; `holders` counts people with such a post today.

    `undoes` is the version whose change can be taken back, 0 when there is none.
    """

    code: str
    names: Mapping[str, str]
    grants: tuple[str, ...]
    everywhere: bool
    second_factor: bool
    home: str
    holders: int
    undoes: int = 0

    @property
    def name(self) -> str:
        return localized(self.names)


def roles() -> list[RoleRow]:
    """All roles, by code."""
    held = Count(
        "post__staff",
        filter=in_force(clock.today(), "post__") & Q(post__staff__is_active=True),
        distinct=True,
    )
    return [
        RoleRow(
            code=row.code,
            names=row.names,
            grants=tuple(row.grants),
            everywhere=row.everywhere,
            second_factor=row.second_factor,
            home=row.home,
            holders=row.holders,
            undoes=row.version if row.before else 0,
        )
        for row in Role.objects.annotate(holders=held).order_by("code")
    ]


@dataclass(frozen=True, kw_only=True)
class PostRow:
    """A role somebody holds, in the reader's language."""

    role: str
    unit: str


def posts_of(staff_id: int) -> list[PostRow]:
    """For one's own account page."""
    rows = Post.objects.filter(in_force(clock.today()), staff_id=staff_id)
    rows = rows.select_related("role").order_by("pk")
    city = snapshot()
    return [
        PostRow(role=localized(row.role.names), unit=city.unit_by_id(row.unit_id).name())
        for row in rows
    ]


def mails_of(grant: str) -> list[tuple[str, str]]:
    """Address and language of everybody who holds the grant everywhere today."""
    posts = Post.objects.filter(
        in_force(clock.today()),
        role__everywhere=True,
        role__grants__contains=[grant],
        staff__is_active=True,
    )
    found = posts.order_by("staff__email").values_list("staff__email", "staff__language")
    return list(found.distinct())


def partner_exists(partner_id: int) -> bool:
    return PartnerKey.objects.filter(pk=partner_id).exists()


def partner_names() -> dict[int, str]:
    """Of other systems that have or had a key, by id."""
    return dict(PartnerKey.objects.order_by("name").values_list("pk", "name"))
