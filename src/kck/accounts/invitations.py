"""A link by mail with which somebody sets their password: works once, for a week."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from kck.accounts import policy
from kck.accounts.events import InvitationUsed, StaffInvited
from kck.accounts.models import Invitation, Staff
from kck.accounts.terms import INVITED_FOR
from kck.accounts.tokens import token_digest
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.verdict import require


@dataclass(frozen=True, kw_only=True)
class Invited:
    """The only moment at which the token is known."""

    id: int
    staff_id: int
    token: str


class DeadInvitation(ValueError):
    """Used, withdrawn, too old, or never given out: it does not say which."""


@command
def invite_again(staff_id: int, *, at: datetime, by: Actor) -> Invited:
    """A fresh link, also for a forgotten password; earlier ones end."""
    require(policy.may_edit(by))
    staff = Staff.objects.select_for_update().get(pk=staff_id, is_active=True)
    now = clock.real_now()
    withdraw(staff_id)
    token = secrets.token_urlsafe(32)
    row = Invitation.objects.create(
        staff=staff, digest=token_digest(token), made_at=now, expires_at=now + INVITED_FOR
    )
    invited = StaffInvited(staff_id=staff_id, invitation_id=row.pk)
    record(invited, by=by, at=at, stream=f"staff:{staff_id}")
    return Invited(id=row.pk, staff_id=staff_id, token=token)


def withdraw(staff_id: int) -> None:
    """Links that were given out and not used no longer work."""
    waiting = Invitation.objects.filter(staff_id=staff_id, used_at=None, revoked_at=None)
    waiting.update(revoked_at=clock.real_now())


def invited_by(token: str) -> Staff | None:
    """Whom a link is for, while it works."""
    row = _living(token)
    return row.staff if row else None


@command
def use_invitation(token: str, *, password: str, at: datetime) -> Staff:
    """Set the password, once; whoever was signed in with the old one is signed out."""
    row = _living(token)
    locked = Invitation.objects.select_for_update().filter(pk=row.pk, used_at=None) if row else None
    if row is None or locked is None or not locked.exists():
        raise DeadInvitation
    locked.update(used_at=clock.real_now())
    Staff.objects.filter(pk=row.staff_id).update(password=make_password(password))
    by = Actor(kind="staff", id=row.staff_id)
    used = InvitationUsed(staff_id=row.staff_id, invitation_id=row.pk)
    record(used, by=by, at=at, stream=f"staff:{row.staff_id}")
    return Staff.objects.get(pk=row.staff_id)


def _living(token: str) -> Invitation | None:
    living = Invitation.objects.filter(
        digest=token_digest(token),
        used_at=None,
        revoked_at=None,
        expires_at__gt=clock.real_now(),
        staff__is_active=True,
    )
    return living.select_related("staff").first()
