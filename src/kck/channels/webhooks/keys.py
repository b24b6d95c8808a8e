"""Secrets are not stored: each is made of a random seed and the installation's own key.

So a copy of the database tells nobody how to sign, and a secret can be shown only when it is made.
Another KCK_SECRET_KEY makes other secrets of the same seeds.
"""

import hashlib
import hmac
import secrets

from django.conf import settings


def fresh_seed() -> str:
    return secrets.token_hex(32)


def key_for(seed: str) -> bytes:
    """What signs, 32 bytes."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"kck-webhook:{seed}".encode(), hashlib.sha256)
