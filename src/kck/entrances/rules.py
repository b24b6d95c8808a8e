"""Codes of objects, and what may stand in the list of sites. No Django, no database.

A code is five letters and two check letters over the nineteen letters that cannot be mistaken for
one another or for a digit. Nineteen is a prime, so the two checks (the sum, and the sum weighted
with the place) find any two wrong letters, and tell which letter is wrong when only one is.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from kck.foundation.text import _

LETTERS = "ACDEFGHJKLMNPRTUWXY"
BODY = 5
LENGTH = BODY + 2
_PRIME = len(LETTERS)
_HOST = re.compile(r"(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9-]{1,63}")


class WrongCode(ValueError):
    """What was typed is no code of an object."""


class WrongSite(ValueError):
    """This cannot stand in the list; the message says what can."""


def make_code(draw: Callable[[int], int]) -> str:
    """A fresh code; `draw(n)` gives a number below n."""
    body = [draw(_PRIME) for _place in range(BODY)]
    plain, weighted = _sums(body)
    last = (6 * plain - weighted) % _PRIME
    return "".join(LETTERS[value] for value in [*body, (-plain - last) % _PRIME, last])


def _sums(values: Sequence[int]) -> tuple[int, int]:
    plain = sum(values) % _PRIME
    weighted = sum(place * value for place, value in enumerate(values, 1)) % _PRIME
    return plain, weighted


def _values(text: str) -> list[int]:
    letters = "".join(one for one in text.upper() if one.isalnum())
    if len(letters) != LENGTH or not set(letters) <= set(LETTERS):
        raise WrongCode(str(_("Kod z naklejki ma siedem liter, na przykład ACD-EFHX.")))
    return [LETTERS.index(letter) for letter in letters]


def parse_code(text: str) -> str:
    """The seven letters of what somebody scanned or typed."""
    values = _values(text)
    if any(_sums(values)):
        raise WrongCode(str(_("W tym kodzie któraś litera się nie zgadza.")))
    return "".join(LETTERS[value] for value in values)


def meant_code(text: str) -> str:
    """The code that differs in one letter; empty when there is none."""
    try:
        values = _values(text)
    except WrongCode:
        return ""
    plain, weighted = _sums(values)
    if not plain:
        return ""
    place = weighted * pow(plain, -1, _PRIME) % _PRIME
    if not 1 <= place <= LENGTH:
        return ""
    values[place - 1] = (values[place - 1] - plain) % _PRIME
    return "".join(LETTERS[value] for value in values)


def display_code(code: str) -> str:
    """As it is printed: ACD-EFHX."""
    return f"{code[:3]}-{code[3:]}"


def parse_origin(text: str, *, insecure: bool) -> str:
    """The origin of an address, as browsers write it; `https://*.city.pl` means its subdomains.

    `insecure`: whether pages without HTTPS may be named too.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    parts = urlsplit(typed if "://" in typed else f"https://{typed}")
    try:
        port = parts.port
    except ValueError:
        raise WrongSite(str(_("Port w tym adresie jest nieprawidłowy."))) from None
    host = _host(parts.hostname or "")
    if parts.scheme not in {"https", "http"} or parts.username is not None:
        raise WrongSite(str(_("Wpisz adres strony, na przykład https://www.krakow.pl.")))
    if parts.scheme == "http" and not insecure:
        raise WrongSite(str(_("Strona musi mieć adres z https.")))
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def _host(raw: str) -> str:
    try:
        star, name = ("*.", raw[2:]) if raw.startswith("*.") else ("", raw)
        host = star + name.encode("idna").decode().lower()
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        raise WrongSite(str(_("Wpisz adres strony, na przykład https://www.krakow.pl.")))
    if star and host.count(".") < 2:  # a star before a whole country lets everybody in
        raise WrongSite(str(_("Gwiazdka może zastąpić tylko początek nazwy: https://*.krakow.pl.")))
    return host


def may_frame(origin: str, sites: Sequence[str]) -> bool:
    """Whether a browser would let a page of this origin frame us, with these sites allowed."""
    return any(origin == site or _below(origin, site) for site in sites)


def _below(origin: str, site: str) -> bool:
    before, star, after = site.partition("*.")
    return bool(star) and origin.startswith(before) and origin.endswith(f".{after}")
