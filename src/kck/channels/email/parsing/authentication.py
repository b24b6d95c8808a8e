"""DMARC, DKIM and SPF as the city's own mail server found them (RFC 8601)."""

import re

from kck.channels.email.parsing.headers import Headers
from kck.channels.email.parsing.terms import Authentication

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
_DOMAIN = re.compile(r"\bheader\.from\s*=\s*\"?([\w.\-]+)", re.IGNORECASE)


def results(headers: Headers, authserv_id: str) -> Authentication:
    """Only what the named server wrote above its own Received: anybody can write such a header
    into a mail, and what comes from outside lies below."""
    found: dict[str, str] = {}
    domain, seen = "", False
    for name, value in headers.fields if authserv_id else ():
        if name == "received" and seen:
            break
        if name != "authentication-results":
            continue
        said = _COMMENT.sub(" ", value.decode("utf-8", "replace"))
        server, _semicolon, rest = said.partition(";")
        if not _is_server(server, authserv_id):
            continue
        seen = True
        for method, result in _RESULT.findall(rest):
            _note(found, method.lower(), result.lower())
        named = _DOMAIN.search(rest)
        domain = domain or (named[1].lower() if named else "")
    return Authentication(dmarc_domain=domain, **found)


def _is_server(said: str, authserv_id: str) -> bool:
    words = said.split()  # a version may follow
    return bool(words) and words[0].strip('"').lower() == authserv_id.lower()


def _note(found: dict[str, str], method: str, result: str) -> None:
    """Of several signatures one that holds is enough; else the first counts."""
    if method not in found or (method == "dkim" and result == "pass"):
        found[method] = result
