"""When a link is good, and how a token is recognised: plain Python."""

import hashlib
import re
from datetime import datetime, timedelta

from kck.unitlinks.terms import LIST_DAYS, TOKEN_LENGTH, LinkKind, LinkState

_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}")


def digest(token: str) -> str:
    """All that is kept of a token; 24 random bytes need no salt and no slow hash."""
    return hashlib.sha256(f"kck-unit-link:{token}".encode()).hexdigest()


def looks_like_token(text: str) -> bool:
    return bool(_TOKEN.fullmatch(text))


def lasts(kind: LinkKind, days: int) -> timedelta:
    """How long a new link is good, when a city's links are good for so many days."""
    return timedelta(days=min(days, LIST_DAYS) if kind == LinkKind.LIST else days)


def state_of(*, expires_at: datetime, revoked_at: datetime | None, real_now: datetime) -> LinkState:
    if revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.EXPIRED if real_now >= expires_at else LinkState.OPEN
