"""Which partner holds a key, and which partners there are."""

from dataclasses import dataclass
from datetime import datetime

from kck.accounts.last_use import remember_use
from kck.accounts.models import PartnerKey
from kck.accounts.tokens import KeyState, partner_key_digest, state_of
from kck.foundation import clock
from kck.foundation.bulk import Statement, run
from kck.foundation.limits import counting

_KNOWN = """
SELECT id, limit_per_minute, expires_at, revoked_at, last_used_at
FROM accounts_partnerkey WHERE digest = %s
"""


@dataclass(frozen=True, kw_only=True)
class Partner:
    """Another system that showed its key, and whether it calls more often than it may."""

    id: int
    state: KeyState
    expires_at: datetime | None
    calls_too_often: bool


def partner_for(key: str) -> Partner | None:
    """Also of a key that is no longer valid: its `state` says so. Counts each call."""
    digest = partner_key_digest(key)
    known = Statement(_KNOWN, [digest])
    found, counted = run([known, counting(f"partner:{digest}", seconds=60, only_if=known)])
    if not found or not counted:
        return None
    [(pk, limit, expires_at, revoked_at, last_used_at)], [(calls,)] = found, counted
    state = state_of(expires_at, revoked_at, clock.real_now())
    if state == "valid":
        remember_use(PartnerKey, pk, last_used_at)
    return Partner(id=pk, state=state, expires_at=expires_at, calls_too_often=calls > limit)


@dataclass(frozen=True, kw_only=True)
class PartnerRow:
    """A partner as administrators see it: everything but the key."""

    id: int
    name: str
    limit_per_minute: int
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    state: KeyState


def partners() -> list[PartnerRow]:
    """Those with a valid key first, by name."""
    now = clock.real_now()
    rows = [
        PartnerRow(
            id=row.pk,
            name=row.name,
            limit_per_minute=row.limit_per_minute,
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            state=state_of(row.expires_at, row.revoked_at, now),
        )
        for row in PartnerKey.objects.order_by("name", "pk")
    ]
    return sorted(rows, key=lambda row: row.state != "valid")
