"""Names of messages that the outside world sees, and back again.

Those of a mailing are made of the delivery's number and a signature: a hundred thousand need not be
stored, and nobody can make one up.
"""

import hashlib
import hmac
import re
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

_OF_MAILING = re.compile(r"<?m(\d{1,18})\.([0-9a-f]{20})@")


def own_id(*parts: str) -> str:
    """The same parts give the same id, so that a mail that is repeated is seen as one."""
    return f"<{keyed(chr(0).join(parts))}@{_host()}>"


def own_id_of(delivery_id: int) -> str:
    """Of one delivery of a mailing, the same at every attempt."""
    return f"<m{delivery_id}.{_signed('mail', delivery_id)}@{_host()}>"


def delivery_of(message_id: str) -> int | None:
    """The delivery of a mailing with this Message-ID, if it is one of ours."""
    found = _OF_MAILING.match(message_id.strip())
    return int(found[1]) if found and _is_signed("mail", int(found[1]), found[2]) else None


def leave_url_of(delivery_id: int) -> str:
    """Where somebody says, for good, that they want no promotions; a button, and RFC 8058."""
    return f"{settings.SITE_URL}/s/enough/{delivery_id}-{_signed('leave', delivery_id)}"


def delivery_that_leaves(token: str) -> int | None:
    number, _dash, signature = token.partition("-")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return int(number) if _is_signed("leave", int(number), signature) else None


def keyed(text: str) -> str:
    return hashlib.blake2b(text.encode(), key=_key(), digest_size=16).hexdigest()


def _signed(purpose: str, number: int) -> str:
    text = f"{purpose}:{number}".encode()
    return hashlib.blake2b(text, key=_key(), digest_size=10).hexdigest()


def _is_signed(purpose: str, number: int, signature: str) -> bool:
    return hmac.compare_digest(_signed(purpose, number), signature)


def _key() -> bytes:
    return settings.SECRET_KEY.encode()[:64]


def _host() -> str:
    return _host_of(settings.SITE_URL)


@lru_cache(maxsize=4)
def _host_of(site: str) -> str:
    return urlsplit(site).hostname or "localhost"
