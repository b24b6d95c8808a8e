"""Joining, roles, posts and partner keys."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from kck.accounts import policy
from kck.accounts.events import PartnerKeyMade, RoleChanged, StaffJoined
from kck.accounts.keeping import keeping_an_administrator
from kck.accounts.models import PartnerKey, Post, Role, Staff
from kck.accounts.terms import GRANTS
from kck.accounts.tokens import partner_key_digest
from kck.directory.models import Unit
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.verdict import require

SHIPPED_ROLES = Path(__file__).with_name("roles.toml")


class UnknownLanguage(ValueError):
    """The site does not speak it."""


class UnknownGrant(ValueError):
    """A role names a grant that does not exist."""


@command
def set_role(
    code: str,
    *,
    names: Mapping[str, str],
    grants: Iterable[str],
    everywhere: bool = False,
    second_factor: bool = False,
    home: str = "",
    by: Actor,
) -> Role:
    """Make a role, or change what it grants. `LastAdministrator` when nobody could mend it."""
    require(policy.may_edit(by))
    grants = sorted(set(grants))
    if unknown := set(grants) - set(GRANTS):
        raise UnknownGrant(", ".join(sorted(unknown)))
    wanted = {
        "names": dict(names),
        "grants": grants,
        "everywhere": everywhere,
        "second_factor": second_factor,
        "home": home,
    }
    with keeping_an_administrator():
        was = Role.objects.filter(code=code).values(*wanted).first()
        role, _made = Role.objects.update_or_create(code=code, defaults=wanted)
        if was is not None and was != wanted:
            role.before, role.version = was, role.version + 1
            role.save(update_fields=["before", "version"])
    _record_role(code, was or {"grants": []}, wanted, by)
    return role


def _record_role(code: str, was: Mapping[str, Any], now: Mapping[str, Any], by: Actor) -> None:
    """Nothing when nothing was changed."""
    had, has = set(was["grants"]), set(now["grants"])
    settings_changed = sorted(
        name for name in now if name != "grants" and was.get(name) != now[name]
    )
    if had == has and not settings_changed:
        return
    changed = RoleChanged(
        role=code,
        added=sorted(has - had),
        removed=sorted(had - has),
        settings=settings_changed,
    )
    record(changed, by=by, stream=f"role:{code}")


@command
def install_roles(*, by: Actor) -> int:
    """The roles of `roles.toml`, where there are none yet; how many were made."""
    if Role.objects.exists():
        return 0
    shipped = tomllib.loads(SHIPPED_ROLES.read_text(encoding="utf-8"))
    for code, role in shipped.items():
        everything = role["grants"] == ["*"]
        set_role(
            code,
            names=role["names"],
            grants=GRANTS if everything else role["grants"],
            everywhere=role.get("everywhere", False),
            second_factor=role.get("second_factor", False),
            home=role.get("home", ""),
            by=by,
        )
    return len(shipped)


@command
def join(
    *, email: str, name: str, password: str | None, language: str = "", at: datetime, by: Actor
) -> Staff:
    """Make an account for somebody who works for the city."""
    require(policy.may_edit(by))
    staff = Staff.objects.create_user(email, password, name=name, language=language, joined_at=at)
    record(StaffJoined(staff_id=staff.pk), by=by, at=at, stream=f"staff:{staff.pk}", first=True)
    return staff


@command
def choose_language(staff_id: int, *, language: str, by: Actor) -> None:
    """What pages of staff speak to this person; empty: what their browser asks for."""
    require(policy.may_choose_language(by, staff_id))
    if language and language not in dict(settings.LANGUAGES):
        raise UnknownLanguage(language)
    Staff.objects.filter(pk=staff_id).update(language=language)


@command
def appoint(
    staff: Staff,
    *,
    role: str,
    unit: str,
    district: str = "",
    since: date | None = None,
    by: Actor,
) -> Post:
    """Give somebody a role in a unit. Giving it again changes nothing."""
    require(policy.may_edit(by))
    post, _made = Post.objects.get_or_create(
        staff=staff,
        role=Role.objects.get(code=role),
        unit=Unit.objects.filter(code=unit).latest("pk"),
        district=district,
        defaults={"valid_from": since},
    )
    return post


@command
def make_partner_key(
    name: str, *, key: str, limit_per_minute: int = 600, at: datetime, by: Actor
) -> PartnerKey:
    """Let another system in with a key that was agreed on elsewhere, without an end."""
    require(policy.may_edit(by))
    partner, made = PartnerKey.objects.get_or_create(
        digest=partner_key_digest(key),
        defaults={"name": name, "created_at": at, "limit_per_minute": limit_per_minute},
    )
    if made:
        record(PartnerKeyMade(key_id=partner.pk), by=by, at=at)
    return partner
