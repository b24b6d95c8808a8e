"""Tokens of units' systems: made, shown once, revoked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kck.accounts import policy
from kck.accounts.events import ApiTokenMade, ApiTokenRevoked
from kck.accounts.models import ApiToken
from kck.accounts.terms import TOKEN_SCOPES
from kck.accounts.tokens import LONGEST_LIFE, new_token, token_digest
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import require


class WrongToken(ValueError):
    """A token cannot be made so; `field` and the sentence say what to change."""

    def __init__(self, field: str, sentence: object) -> None:
        super().__init__(str(sentence))
        self.field = field


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """The only moment at which the token itself is known."""

    id: int
    token: str


@command
def make_api_token(
    name: str,
    *,
    unit: str,
    scopes: Iterable[str],
    expires_at: datetime,
    limit_per_minute: int = 300,
    at: datetime,
    by: Actor,
) -> NewToken:
    """Let a unit's own system in. Its life is counted in real time."""
    require(policy.may_make_tokens(by))
    row = _checked(name, unit, {*scopes, "cases.view"}, expires_at)
    row.limit_per_minute = limit_per_minute
    row.digest = token_digest(token := new_token())
    row.made_by_id, row.created_at = by.staff_id, clock.real_now()
    row.save()
    made = ApiTokenMade(
        token_id=row.pk,
        unit_id=row.unit_id,
        scopes=row.scopes.split(),
        expires_at=expires_at.isoformat(),
    )
    record(made, by=by, at=at)
    return NewToken(id=row.pk, token=token)


def _checked(name: str, unit: str, scopes: set[str], expires_at: datetime) -> ApiToken:
    name, of, now = clean(name)[:80], snapshot().unit(unit), clock.real_now()
    if not name:
        raise WrongToken("name", _("Nazwij system, który dostanie token."))
    if of is None:
        raise WrongToken("unit", _("Wybierz jednostkę z listy."))
    if not scopes <= set(TOKEN_SCOPES):
        raise WrongToken("scopes", _("Takiego uprawnienia token mieć nie może."))
    if not now < expires_at <= now + LONGEST_LIFE:
        raise WrongToken("expires_at", _("Token może żyć najwyżej dwa lata."))
    if ApiToken.objects.filter(name=name, unit_id=of.id, revoked_at=None).exists():
        raise WrongToken(
            "name", _("Ta jednostka ma już token o tej nazwie. Najpierw go unieważnij.")
        )
    in_order = [scope for scope in TOKEN_SCOPES if scope in scopes]
    return ApiToken(name=name, unit_id=of.id, scopes=" ".join(in_order), expires_at=expires_at)


@command
def revoke_api_token(token_id: int, *, at: datetime, by: Actor) -> None:
    """From now on it opens nothing. Asking again changes nothing."""
    require(policy.may_make_tokens(by))
    row = ApiToken.objects.select_for_update().get(pk=token_id)
    if row.revoked_at is not None:
        return
    row.revoked_at = clock.real_now()
    row.save(update_fields=["revoked_at"])
    record(ApiTokenRevoked(token_id=row.pk, unit_id=row.unit_id), by=by, at=at)
