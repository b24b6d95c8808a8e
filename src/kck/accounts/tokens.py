"""What a token looks like and how long it may live. Plain Python."""

import hashlib
import secrets
from datetime import timedelta

PREFIX = "kck_"  # so that scanners of source code, and our own log, recognise one
LONGEST_LIFE = timedelta(days=731)
_LETTERS = 43


def new_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def looks_like_token(text: str) -> bool:
    return len(text) == len(PREFIX) + _LETTERS and text.startswith(PREFIX)


def token_digest(token: str) -> str:
    """A token has 256 bits of chance: a plain digest cannot be turned back."""
    return hashlib.sha256(f"kck-api-token:{token}".encode()).hexdigest()
