"""Keys of partners: made, shown once, made anew, revoked."""

from dataclasses import dataclass
from datetime import datetime

from kck.accounts import policy
from kck.accounts.events import PartnerKeyMade, PartnerKeyRenewed, PartnerKeyRevoked
from kck.accounts.models import PartnerKey
from kck.accounts.token_commands import WrongToken
from kck.accounts.tokens import LONGEST_LIFE, new_partner_key, partner_key_digest
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import require


@dataclass(frozen=True, kw_only=True)
class NewKey:
    """The only moment at which the key itself is known."""

    id: int
    key: str


@command
def make_partner(
    name: str, *, expires_at: datetime, limit_per_minute: int = 600, at: datetime, by: Actor
) -> NewKey:
    """Let another system in, with a key of our making. Its life is counted in real time."""
    require(policy.may_make_tokens(by))
    row = PartnerKey(name=_checked_name(name), limit_per_minute=limit_per_minute)
    row.made_by_id, row.created_at = by.staff_id, clock.real_now()
    key = _give_key(row, expires_at)
    record(PartnerKeyMade(key_id=row.pk), by=by, at=at)
    return NewKey(id=row.pk, key=key)


@command
def renew_partner_key(partner_id: int, *, expires_at: datetime, at: datetime, by: Actor) -> NewKey:
    """Another key for the same partner, whose cases stay its own; the old one stops at once."""
    require(policy.may_make_tokens(by))
    row = PartnerKey.objects.select_for_update().get(pk=partner_id)
    row.revoked_at = row.last_used_at = None
    key = _give_key(row, expires_at)
    record(PartnerKeyRenewed(key_id=row.pk), by=by, at=at)
    return NewKey(id=row.pk, key=key)


@command
def revoke_partner_key(partner_id: int, *, at: datetime, by: Actor) -> None:
    """From now on it opens nothing. Asking again changes nothing."""
    require(policy.may_make_tokens(by))
    row = PartnerKey.objects.select_for_update().get(pk=partner_id)
    if row.revoked_at is not None:
        return
    row.revoked_at = clock.real_now()
    row.save(update_fields=["revoked_at"])
    record(PartnerKeyRevoked(key_id=row.pk), by=by, at=at)


def _checked_name(name: str) -> str:
    name = clean(name)[:80]
    if not name:
        raise WrongToken("name", _("Nazwij partnera, który dostanie klucz."))
    if PartnerKey.objects.filter(name__iexact=name).exists():
        raise WrongToken("name", _("Jest już taki partner. Wydaj mu nowy klucz."))
    return name


def _give_key(row: PartnerKey, expires_at: datetime) -> str:
    now = clock.real_now()
    if not now < expires_at <= now + LONGEST_LIFE:
        raise WrongToken("expires_at", _("Klucz może żyć najwyżej dwa lata."))
    key = new_partner_key()
    row.digest, row.expires_at = partner_key_digest(key), expires_at
    row.save()
    return key
