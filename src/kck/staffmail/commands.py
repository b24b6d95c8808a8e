"""Inviting by mail: the account, its first post and the letter in one transaction."""

from datetime import datetime

from django.conf import settings

from kck.accounts.invitations import Invited, invite_again
from kck.accounts.staff_commands import come_back, invite
from kck.accounts.staff_queries import Address, address_of
from kck.accounts.terms import INVITED_FOR
from kck.foundation.actor import Actor
from kck.foundation.outbox import command
from kck.messaging.commands import send
from kck.messaging.terms import Recipient
from kck.staffmail.texts import INVITATION


@command
def invite_by_mail(
    *,
    email: str,
    name: str,
    language: str = "",
    role: str = "",
    unit: str = "",
    district: str = "",
    at: datetime,
    by: Actor,
) -> int:
    """Id of the new account."""
    invited = invite(
        email=email,
        name=name,
        language=language,
        role=role,
        unit=unit,
        district=district,
        at=at,
        by=by,
    )
    return _send(invited, at, by)


@command
def invite_again_by_mail(staff_id: int, *, at: datetime, by: Actor) -> int:
    """A link that was lost, or a password that was forgotten."""
    return _send(invite_again(staff_id, at=at, by=by), at, by)


@command
def call_back_by_mail(staff_id: int, *, at: datetime, by: Actor) -> int:
    """Somebody who had left works here again."""
    return _send(come_back(staff_id, at=at, by=by), at, by)


def about(invitation_id: int) -> str:
    """What the letter is about; its words hold a key and are dropped once it is sent."""
    return f"invitation:{invitation_id}"


def _send(invited: Invited, at: datetime, by: Actor) -> int:
    to = address_of(invited.staff_id)
    assert to is not None  # noqa: S101 (made in this transaction)
    send(
        INVITATION,
        dedupe=about(invited.id),
        to=[recipient(to)],
        variables={
            "name": to.name,
            "link_url": f"{settings.SITE_URL}/account/invitation/{invited.token}/",
            "days": str(INVITED_FOR.days),
        },
        about=about(invited.id),
        at=at,
        by=by,
    )
    return invited.staff_id


def recipient(to: Address) -> Recipient:
    return Recipient(address=to.email, language=to.language or "pl")
