"""Addresses as servers take them, and what a server's answer means. Plain Python."""

import hashlib
import re

from kck.foundation.text import _
from kck.messaging.ports import NotDelivered
from kck.messaging.rules import is_gone

# what nearly every address looks like; the others are looked at letter by letter
_USUAL = re.compile(r"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\Z")


def wire_address(address: str) -> str:
    """The address as servers take it, its domain in ASCII; `NotDelivered` when it can be none."""
    if _USUAL.match(address):
        return address
    name, at, domain = address.strip().rpartition("@")
    bad = any(letter.isspace() or ord(letter) < 32 or letter in '<>,;:"\\()[]' for letter in name)
    if not at or not name or bad or not name.isascii():
        raise NotDelivered(str(_("to nie jest adres e-mail")), for_good=True)
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NotDelivered(str(_("to nie jest adres e-mail")), for_good=True) from error
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")
    if not ascii_domain or not set(ascii_domain) <= allowed:
        raise NotDelivered(str(_("to nie jest adres e-mail")), for_good=True)
    return f"{name}@{ascii_domain}"


def thread_id(about: str, host: str) -> str:
    """The same for all mails about one thing, so that readers show them together."""
    return f"<{hashlib.blake2b(about.encode(), digest_size=12).hexdigest()}.thread@{host}>"


def one_line(text: str) -> str:
    """No value may begin another header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def refusal(code: int, answer: bytes | str, *, of_address: bool = False) -> NotDelivered:
    """What an SMTP answer means: 5xx for good, 4xx and everything odd to be tried again.

    `of_address`: it was said of the recipient and not of what is in the mail.
    """
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    for_good = 500 <= code <= 599
    return NotDelivered(
        one_line(f"{code} {words}"),
        for_good=for_good,
        gone=for_good and of_address and is_gone("", words),
    )
