"""Whoever works for the city, as the back office shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Q

from kck.accounts.models import Invitation, KnownDevice, Post, Role, Staff
from kck.accounts.queries import in_force
from kck.accounts.terms import READS_DISTRICT
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.models import RecordedEvent
from kck.foundation.text import fold, localized, polish_sort_key
from kck.places.queries import area

MOST_SHOWN = 500
_LETTERS_FOR = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where one of the staff gets mail, and how they like it."""

    id: int
    name: str
    email: str
    language: str
    notice_mail: str


@dataclass(frozen=True, kw_only=True)
class DeviceRow:
    id: int
    label: str
    first_seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class HeldPost:
    """`state`: "now", "later" or "ended"."""

    id: int
    role_code: str
    role: str
    unit_code: str
    unit: str
    district_code: str
    district: str
    since: date | None
    until: date | None
    state: str


@dataclass(frozen=True, kw_only=True)
class StaffRow:
    """One line of the list of people."""

    id: int
    name: str
    email: str
    active: bool
    invited: bool  # has not set a password yet
    last_login: datetime | None
    posts: tuple[HeldPost, ...]


@dataclass(frozen=True, kw_only=True)
class StaffCard(StaffRow):
    """Everything the page of one person needs."""

    language: str
    must_use_second_factor: bool
    factors: int
    joined_at: datetime | None
    left_at: datetime | None
    link_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Change:
    """A recorded fact about a person or a role, the newest first."""

    at: datetime
    name: str
    payload: dict[str, object]
    actor: str


def address_of(staff_id: int) -> Address | None:
    """None for an account that is closed."""
    row = Staff.objects.filter(pk=staff_id, is_active=True).first()
    if row is None:
        return None
    return Address(
        id=row.pk,
        name=row.name,
        email=row.email,
        language=row.language,
        notice_mail=row.notice_mail,
    )


def device_of(device_id: int) -> DeviceRow | None:
    row = KnownDevice.objects.filter(pk=device_id).first()
    if row is None:
        return None
    return DeviceRow(id=row.pk, label=row.label, first_seen_at=row.first_seen_at)


def recent_invitations() -> list[int]:
    """Whose letters may still be kept with their words."""
    since = clock.real_now() - _LETTERS_FOR
    return list(Invitation.objects.filter(made_at__gte=since).values_list("pk", flat=True))


def people(*, text: str = "", unit: str = "", role: str = "", gone: bool = False) -> list[StaffRow]:
    """By name; those who left only when asked for."""
    rows = Staff.objects.filter(is_active=not gone)
    if unit:
        rows = rows.filter(posts__unit__code=unit)
    if role:
        rows = rows.filter(posts__role__code=role)
    words = fold(text).split()
    found = [row for row in rows.distinct() if _has(row, words)]
    found.sort(key=lambda row: polish_sort_key(row.name))
    shown = found[:MOST_SHOWN]
    posts = _posts([row.pk for row in shown])
    return [
        StaffRow(
            id=row.pk,
            name=row.name,
            email=row.email,
            active=row.is_active,
            invited=row.is_active and not row.has_usable_password(),
            last_login=row.last_login,
            posts=tuple(post for post in posts.get(row.pk, ()) if post.state != "ended"),
        )
        for row in shown
    ]


def _has(row: Staff, words: list[str]) -> bool:
    there = fold(f"{row.name} {row.email}")
    return all(word in there for word in words)


def staff_card(staff_id: int) -> StaffCard | None:
    row = Staff.objects.filter(pk=staff_id).first()
    if row is None:
        return None
    waiting = Invitation.objects.filter(
        staff=row, used_at=None, revoked_at=None, expires_at__gt=clock.real_now()
    ).first()
    return StaffCard(
        id=row.pk,
        name=row.name,
        email=row.email,
        active=row.is_active,
        invited=row.is_active and not row.has_usable_password(),
        last_login=row.last_login,
        posts=tuple(_posts([row.pk]).get(row.pk, ())),
        language=row.language,
        must_use_second_factor=row.must_use_second_factor,
        factors=Authenticator.objects.filter(user=row).exclude(type="recovery_codes").count(),
        joined_at=row.joined_at,
        left_at=row.left_at,
        link_until=waiting.expires_at if waiting else None,
    )


def _posts(staff_ids: Iterable[int]) -> dict[int, list[HeldPost]]:
    """The running ones first."""
    rows = Post.objects.filter(staff_id__in=list(staff_ids)).select_related("role").order_by("pk")
    found: dict[int, list[HeldPost]] = {}
    for row in rows:
        found.setdefault(row.staff_id, []).append(_post(row))
    order = {"now": 0, "later": 1, "ended": 2}
    for held in found.values():
        held.sort(key=lambda post: order[post.state])
    return found


def _post(row: Post) -> HeldPost:
    unit = snapshot().unit_by_id(row.unit_id)
    district = area(row.district) if row.district else None
    return HeldPost(
        id=row.pk,
        role_code=row.role.code,
        role=localized(row.role.names),
        unit_code=unit.code,
        unit=unit.name(),
        district_code=row.district,
        district=district.name if district else row.district,
        since=row.valid_from,
        until=row.valid_to,
        state=_state(row),
    )


def _state(row: Post) -> str:
    today = clock.today()
    if row.valid_from and row.valid_from > today:
        return "later"
    return "ended" if row.valid_to and row.valid_to < today else "now"


def holders_of_role(code: str) -> list[StaffRow]:
    """Who has it today or later."""
    ids = Post.objects.filter(role__code=code).filter(
        Q(valid_to=None) | Q(valid_to__gte=clock.today())
    )
    wanted = set(ids.values_list("staff_id", flat=True))
    return [row for row in people(role=code) if row.id in wanted]


def district_roles() -> set[str]:
    """Codes of the roles whose posts name a district."""
    rows = Role.objects.filter(grants__contains=[READS_DISTRICT])
    return set(rows.values_list("code", flat=True))


def colleagues_of(staff_id: int) -> list[tuple[int, str]]:
    """Active people of the same units today: who may look after somebody's work."""
    posts = Post.objects.filter(in_force(clock.today()))
    units = posts.filter(staff_id=staff_id).values("unit_id")
    rows = Staff.objects.filter(
        pk__in=posts.filter(unit_id__in=units).values("staff_id"), is_active=True
    ).exclude(pk=staff_id)
    return sorted(rows.values_list("pk", "name"), key=lambda row: polish_sort_key(row[1]))


def all_names() -> list[tuple[int, str]]:
    """Of everybody who has or had an account, by name."""
    rows = Staff.objects.values_list("pk", "name")
    return sorted(rows, key=lambda row: polish_sort_key(row[1]))


def changes_of(stream: str, *, limit: int = 50) -> list[Change]:
    """Of "staff:12" or "role:agent"."""
    rows = RecordedEvent.objects.filter(stream=stream).order_by("-seq")[:limit]
    return [Change(at=row.at, name=row.name, payload=row.payload, actor=row.actor) for row in rows]
