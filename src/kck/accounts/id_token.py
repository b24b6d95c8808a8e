"""What the city's sign-in server says of somebody, believed only when it is signed, fresh, and
said to us in answer to our own question (OpenID Connect Core, 3.1.3.7).
"""

import hmac
from collections.abc import Iterable, Mapping
from typing import Any

import jwt

_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_LEEWAY_SECONDS = 60  # clocks of two servers
_NEEDED = ["iss", "sub", "aud", "exp", "iat"]


class NotConfirmed(Exception):
    """The message is for the log: it names what does not hold, and nobody."""


def read(
    token: str, *, keys: Mapping[str, Any], issuer: str, audience: str, nonce: str
) -> dict[str, Any]:
    """What stands in the token; `keys` is the server's key set, `nonce` what we asked with."""
    try:
        header = jwt.get_unverified_header(token)
        said: dict[str, Any] = jwt.decode(
            token,
            key=_key(keys, header.get("kid")),
            algorithms=_SIGNATURES,
            audience=audience,
            issuer=issuer,
            leeway=_LEEWAY_SECONDS,
            options={"require": _NEEDED},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise NotConfirmed(f"id token: {error}") from error
    _check_party(said, audience)
    if not nonce or not hmac.compare_digest(str(said.get("nonce", "")), nonce):
        raise NotConfirmed("id token: it answers another question")
    return said


def _check_party(said: Mapping[str, Any], audience: str) -> None:
    """Meant for several at once, it names the one that asked."""
    several = not isinstance(said["aud"], str) and len(said["aud"]) > 1
    party = said.get("azp", "" if several else audience)
    if party != audience:
        raise NotConfirmed("id token: given to another party")


def _key(keys: Mapping[str, Any], kid: str | None) -> jwt.PyJWK:
    """Named by the token; a server with a single key need not name it."""
    usable = [one for one in _signing(keys) if kid in (None, one.get("kid"))]
    if len(usable) != 1:
        raise NotConfirmed("id token: signed with a key that the server does not publish")
    return jwt.PyJWK(usable[0])


def _signing(keys: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    listed = keys.get("keys", ())
    return [one for one in listed if one.get("use", "sig") == "sig" and one.get("kty") != "oct"]
