"""Who calls: a stranger, a partner by key, a unit's own system by token. Asked once per request."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest

from kck.accounts.partner_queries import Partner, partner_for
from kck.accounts.token_queries import TokenHolder, token_holder
from kck.accounts.tokens import PREFIX, looks_like_token
from kck.api.problems import Problem, too_often
from kck.foundation import clock
from kck.foundation.actor import ANYBODY, Actor
from kck.foundation.http import client_address
from kck.foundation.limits import Bundles, allow
from kck.foundation.text import _
from kck.foundation.when import on_day

PER_MINUTE = 600  # anything that a stranger asks, from one address
WRONG_TOKENS_PER_HOUR = 100
HOUR = 3600
_reads = Bundles(limit=PER_MINUTE, seconds=60)
_SECRET_NAMES = frozenset(
    {"token", "access_token", "api_token", "api_key", "apikey", "key", "authorization", "bearer",
     "code", "case_code", "case-code", "case_token", "case-token"}
)  # fmt: skip
_IN_ADDRESS = _(
    "Adresy trafiają do dzienników i historii przeglądarek. Wyślij token w nagłówku "
    "Authorization: Bearer, kod sprawy w nagłówku Case-Code. Token, który był w adresie, "
    "unieważnij i poproś o nowy."
)
_SYSTEMS = _("Tu wchodzi system jednostki ze swoim tokenem: Authorization: Bearer TOKEN.")
_NO_CODE = _("Podaj kod sprawy w nagłówku Case-Code albo jej token w Case-Token.")
_CHALLENGE = 'Bearer realm="KCK"'


@dataclass(frozen=True, kw_only=True)
class Caller:
    """`name` is what limits and repeated calls are counted by."""

    kind: Literal["stranger", "partner", "system"]
    name: str
    actor: Actor
    holder: TokenHolder | None = None

    @property
    def partner_id(self) -> int | None:
        return self.actor.id if self.kind == "partner" else None


class Call(HttpRequest):
    """A request that came through the door."""

    caller: Caller


def refuse_secrets_in_address(request: HttpRequest) -> None:
    """Whoever puts a secret there has told it to every log on the way."""
    named = (name.lower() for name in request.GET)
    if _SECRET_NAMES.intersection(named) or any(map(_looks_secret, _parts(request))):
        raise Problem(kind="token-in-address", detail=str(_IN_ADDRESS))


def _parts(request: HttpRequest) -> Iterable[str]:
    yield from request.path_info.split("/")
    for values in request.GET.lists():
        yield from values[1]


def _looks_secret(part: str) -> bool:
    return part.startswith(PREFIX) and looks_like_token(part[: len(PREFIX) + 43])


def caller_of(request: HttpRequest) -> Caller:
    """Counts the call; `Problem` 401 for a token that is no longer one, 429 for too many calls."""
    address = client_address(request)
    shown = request.headers.get("Authorization", "")
    if not shown:
        if not _reads.allow(f"api:{address}"):
            raise too_often(60)
        return Caller(kind="stranger", name=f"address:{address}", actor=ANYBODY)
    scheme, _space, secret = shown.partition(" ")
    if scheme.lower() != "bearer":
        raise _unauthorized(_("Wyślij nagłówek w postaci: Authorization: Bearer TOKEN."))
    found = _system(secret.strip()) or _partner(secret.strip())
    if found is None:
        _count_wrong(address)
        raise _unauthorized(_("Nie znamy tego tokenu. Sprawdź, czy skopiował się cały."))
    return found


def _system(token: str) -> Caller | None:
    holder = token_holder(token)
    if holder is None:
        return None
    _require_valid(holder)
    return Caller(kind="system", name=f"system:{holder.id}", actor=holder.actor, holder=holder)


def _partner(key: str) -> Caller | None:
    """The key that a partner has for Open311 serves here too."""
    if key.startswith(PREFIX) or not 8 <= len(key) <= 200:
        return None
    partner = partner_for(key)
    if partner is None:
        return None
    _require_valid(partner)
    actor = Actor(kind="partner", id=partner.id)
    return Caller(kind="partner", name=f"partner:{partner.id}", actor=actor)


def _require_valid(known: TokenHolder | Partner) -> None:
    if known.state == "revoked":
        raise _unauthorized(_("Ten token został unieważniony. Poproś administratora o nowy."))
    if known.state == "expired" and known.expires_at:
        when = on_day(known.expires_at, clock.real_now())
        words = str(_("Ten token wygasł (%(when)s). Poproś administratora o nowy."))
        raise _unauthorized(words % {"when": when})
    if known.calls_too_often:
        raise too_often(60)


def _count_wrong(address: str) -> None:
    if not allow(f"api:wrong-token:{address}", limit=WRONG_TOKENS_PER_HOUR, seconds=HOUR):
        raise too_often(HOUR)


def _unauthorized(message: object) -> Problem:
    headers = {"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'}
    return Problem(kind="unauthorized", detail=str(message), headers=headers)


def require_system(call: Call, scope: str) -> TokenHolder:
    """401 without a token of a unit, 403 when it was not given this scope."""
    holder = call.caller.holder
    if holder is None:
        raise Problem(
            kind="unauthorized", detail=str(_SYSTEMS), headers={"WWW-Authenticate": _CHALLENGE}
        )
    if scope not in holder.scopes:
        words = str(_("Ten token nie ma uprawnienia %(scope)s.")) % {"scope": scope}
        headers = {"WWW-Authenticate": f'{_CHALLENGE}, error="insufficient_scope", scope="{scope}"'}
        raise Problem(kind="forbidden", detail=words, headers=headers)
    return holder


def require_code(call: Call) -> None:
    """401 for who shows neither the code of a case nor its token."""
    if not (call.headers.get("Case-Code") or call.headers.get("Case-Token")):
        headers = {"WWW-Authenticate": "Case-Code"}
        raise Problem(kind="unauthorized", detail=str(_NO_CODE), headers=headers)


def within(call: Call, what: str, *, limit: int, seconds: int = HOUR) -> None:
    """429 when a stranger does this too often; partners and systems have limits of their own."""
    caller = call.caller
    if caller.kind == "stranger" and not allow(
        f"api:{what}:{caller.name}", limit=limit, seconds=seconds
    ):
        raise too_often(seconds)


def forget_bundles() -> None:
    """For tests."""
    _reads.forget()
