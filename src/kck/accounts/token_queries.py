"""Who holds a token, and which there are."""

from dataclasses import dataclass
from datetime import datetime

from kck.accounts.last_use import remember_use
from kck.accounts.models import ApiToken
from kck.accounts.queries import same_unit
from kck.accounts.tokens import KeyState, looks_like_token, state_of, token_digest
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.bulk import Statement, run
from kck.foundation.limits import counting

_KNOWN = """
SELECT id, name, unit_id, scopes, limit_per_minute, expires_at, revoked_at, last_used_at
FROM accounts_apitoken WHERE digest = %s
"""


@dataclass(frozen=True, kw_only=True)
class TokenHolder:
    """A system that showed its token: whose it is, what it may, whether it calls too often."""

    id: int
    name: str
    unit: UnitInfo
    scopes: frozenset[str]
    expires_at: datetime
    state: KeyState
    limit_per_minute: int
    calls_too_often: bool

    @property
    def actor(self) -> Actor:
        """It works for its unit, under all names that the unit ever had, and for no other."""
        units = same_unit(self.unit.id, snapshot())
        held = dict.fromkeys(units, self.scopes)
        return Actor(kind="system", id=self.id, unit_ids=units, unit_grants=held)


def token_holder(token: str) -> TokenHolder | None:
    """Also of a token that is no longer valid: its `state` says so. Counts each call."""
    if not looks_like_token(token):
        return None
    digest = token_digest(token)
    known = Statement(_KNOWN, [digest])
    found, counted = run([known, counting(f"token:{digest}", seconds=60, only_if=known)])
    if not found or not counted:
        return None
    [row], [(calls,)] = found, counted
    pk, name, unit_id, scopes, limit, expires_at, revoked_at, last_used_at = row
    state = state_of(expires_at, revoked_at, clock.real_now())
    if state == "valid":
        remember_use(ApiToken, pk, last_used_at)
    return TokenHolder(
        id=pk,
        name=name,
        unit=snapshot().unit_by_id(unit_id, clock.now()),
        scopes=frozenset(scopes.split()),
        expires_at=expires_at,
        state=state,
        limit_per_minute=limit,
        calls_too_often=calls > limit,
    )


def actor_by_token(token: str) -> Actor | None:
    """Whoever holds a valid token."""
    holder = token_holder(token)
    return holder.actor if holder and holder.state == "valid" else None


@dataclass(frozen=True, kw_only=True)
class TokenRow:
    """A token as administrators see it: everything but the token."""

    id: int
    name: str
    unit: str
    scopes: tuple[str, ...]
    limit_per_minute: int
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    state: KeyState


def api_tokens() -> list[TokenRow]:
    """The valid ones first, the newest on top."""
    rows = [_row(row) for row in ApiToken.objects.order_by("-created_at", "-pk")]
    return sorted(rows, key=lambda row: row.state != "valid")


def token_exists(token_id: int) -> bool:
    return ApiToken.objects.filter(pk=token_id).exists()


def _row(row: ApiToken) -> TokenRow:
    return TokenRow(
        id=row.pk,
        name=row.name,
        unit=snapshot().unit_by_id(row.unit_id, clock.now()).name(),
        scopes=tuple(row.scopes.split()),
        limit_per_minute=row.limit_per_minute,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        state=state_of(row.expires_at, row.revoked_at, clock.real_now()),
    )
