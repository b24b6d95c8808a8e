"""What tokens and keys look like, and how long they may live. Plain Python."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Literal

PREFIX = "kck_"  # so that scanners of source code, and our own log, recognise one
LONGEST_LIFE = timedelta(days=731)
_LETTERS = 43

KeyState = Literal["valid", "expired", "revoked"]


def new_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def looks_like_token(text: str) -> bool:
    return len(text) == len(PREFIX) + _LETTERS and text.startswith(PREFIX)


def token_digest(token: str) -> str:
    """A token has 256 bits of chance: a plain digest cannot be turned back."""
    return hashlib.sha256(f"kck-api-token:{token}".encode()).hexdigest()


def new_partner_key() -> str:
    return "kckp_" + secrets.token_urlsafe(32)


def partner_key_digest(key: str) -> str:
    return hashlib.sha256(f"kck-partner-key:{key}".encode()).hexdigest()


def state_of(expires_at: datetime | None, revoked_at: datetime | None, now: datetime) -> KeyState:
    """Those from before keys expired have no end."""
    if revoked_at is not None:
        return "revoked"
    return "expired" if expires_at is not None and expires_at <= now else "valid"
