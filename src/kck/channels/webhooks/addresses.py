"""Where we may call: an address of a stranger must not lead into our own network.

A name is looked up when the call is made and may say something else then than when it was typed,
so each address is asked about again at the moment of connecting.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from kck.foundation.text import _

LONGEST_URL = 500
_NAT64 = IPv6Network("64:ff9b::/96")


class WrongAddress(ValueError):
    """Nothing can be sent there; the message is for the person who typed it."""


def checked(url: str, *, private: bool) -> str:
    """The address as it will be called, or `WrongAddress`. `private`: our own network is meant."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise WrongAddress(str(_("To nie jest poprawny adres."))) from error
    _must_be_usual(url, host)
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise WrongAddress(str(_("Adres musi zaczynać się od https://.")))
    if parts.username or parts.password or parts.fragment:
        raise WrongAddress(str(_("Adres nie może zawierać hasła ani części po znaku #.")))
    if not private and _is_inside(host):
        raise WrongAddress(str(_("Ten adres prowadzi do sieci wewnętrznej.")))
    return url


def _must_be_usual(url: str, host: str) -> None:
    if len(url) > LONGEST_URL:
        raise WrongAddress(str(_("Adres jest za długi.")))
    if not host or any(letter.isspace() or not letter.isprintable() for letter in url):
        raise WrongAddress(str(_("To nie jest poprawny adres.")))


def _is_inside(host: str) -> bool:
    """What is known without looking the name up."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not is_public(host)
    except ValueError:  # a name
        return False


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the internet at large."""
    return all(one.is_global and not one.is_multicast for one in _meant(address))


def _meant(address: str) -> Sequence[IPv4Address | IPv6Address]:
    """The address, and the one that is wrapped in it: 4in6, 6to4, Teredo and NAT64 lead there."""
    found = ip_address(address.split("%", 1)[0])
    if isinstance(found, IPv4Address):
        return [found]
    wrapped = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    if found in _NAT64:
        wrapped.append(IPv4Address(int(found) & 0xFFFF_FFFF))
    inner = [one for one in wrapped if one is not None]
    # the address around one that is mapped is never "global" itself
    return inner if found.ipv4_mapped else [found, *inner]
