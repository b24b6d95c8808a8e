"""Keys with which we speak to far ends: encrypted under the site's secret, shown never again."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def lock(key: str) -> str:
    return _box().encrypt(key.encode()).decode() if key else ""


def unlock(locked: str) -> str:
    """Empty when the site's secret has changed since: the key must be entered again."""
    if not locked:
        return ""
    try:
        return _box().decrypt(locked.encode()).decode()
    except InvalidToken:
        return ""


def _box() -> Fernet:
    secret = hashlib.blake2b(
        settings.SECRET_KEY.encode(), digest_size=32, person=b"kck.open311_out"
    ).digest()
    return Fernet(base64.urlsafe_b64encode(secret))
