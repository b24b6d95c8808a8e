"""The part of an address behind the plus: it says to what an answer belongs, and cannot be guessed.

`kontakt+t912.k3f9…@` is thread 912, `kontakt+c40.…@` case 40. Sixteen signs of a keyed hash, 80
bits; digits and lower case only, since mail programs change the case of what stands before the @.
"""

import hashlib
import hmac
import re
from base64 import b32encode

from django.conf import settings

_TOKEN = re.compile(r"([tc])([1-9][0-9]{0,17})\.([a-z2-7]{16})")
_LETTER = {"thread": "t", "case": "c"}
_WHAT = {letter: what for what, letter in _LETTER.items()}


def token_of(about: str) -> str:
    """Of "thread:912" or "case:40"; "" for what takes no answers."""
    what, _colon, number = about.partition(":")
    letter = _LETTER.get(what)
    return f"{letter}{number}.{_sign(about)}" if letter and number.isdigit() else ""


def about_of(token: str) -> str:
    """What the token belongs to; "" when it is none, or not ours."""
    found = _TOKEN.fullmatch(token.strip().lower())
    if found is None:
        return ""
    about = f"{_WHAT[found[1]]}:{found[2]}"
    return about if hmac.compare_digest(found[3], _sign(about)) else ""


def rate_token(thread_id: int) -> str:
    """Opens the question whether our answers in this thread helped, and nothing else."""
    return f"{thread_id}.{_sign(f'rate:{thread_id}')}"


def thread_to_rate(token: str) -> int:
    """0 when it is not one of ours."""
    number, _dot, signed = token.partition(".")
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return 0
    return int(number) if hmac.compare_digest(signed, _sign(f"rate:{number}")) else 0


def with_token(address: str, about: str) -> str:
    """The address to which answers about this come."""
    name, at, domain = address.rpartition("@")
    token = token_of(about)
    return f"{name}+{token}{at}{domain}" if at and token else address


def _sign(about: str) -> str:
    key = settings.SECRET_KEY.encode()[:64]
    digest = hashlib.blake2b(f"reply:{about}".encode(), key=key, digest_size=10).digest()
    return b32encode(digest).decode().lower()
