"""What every call of the standard shares: format by suffix, errors in that format, keys."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import (
    BadRequest as DjangoBadRequest,
)
from django.core.exceptions import (
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from kck.accounts.partner_queries import partner_for
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.http import client_address, requires_utf8_itself
from kck.foundation.limits import allow
from kck.foundation.text import _
from kck.open311.params import BadRequest, Params, read
from kck.open311.render import JSON, XML, refuse

READS_PER_MINUTE = 600
WRONG_KEYS_PER_HOUR = 100


class NotFound(LookupError):
    """404: the thing does not exist; the message says which."""


class Forbidden(PermissionError):
    """403: the api_key is missing or not valid."""


class TooOften(RuntimeError):
    """429."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request of a client, understood."""

    request: HttpRequest
    params: Params
    form: str
    city: Snapshot
    partner_id: int | None = None

    @property
    def actor(self) -> Actor:
        return Actor(kind="partner", id=self.partner_id)


Handler = Callable[..., HttpResponse]


def call(*methods: str, key: bool = False) -> Callable[[Handler], Handler]:
    """A view of the standard: `methods` it answers to, and whether an api_key is needed."""

    def wrap(handler: Handler) -> Handler:
        @csrf_exempt
        @requires_utf8_itself
        @wraps(handler)
        def view(request: HttpRequest, form: str = XML, **parts: Any) -> HttpResponse:
            if form not in {XML, JSON}:
                return refuse([str(_("Zapytaj o .xml albo .json."))], XML, code=404)
            if request.method == "OPTIONS":
                return _preflight(methods)
            if request.method not in {*methods, "HEAD"}:
                response = refuse([str(_("Ta metoda nie jest tu obsługiwana."))], form, code=405)
                response["Allow"] = ", ".join(methods)
                return response
            return _answer(handler, request, form, needs_key=key, **parts)

        return view

    return wrap


def _answer(
    handler: Handler, request: HttpRequest, form: str, *, needs_key: bool, **parts: Any
) -> HttpResponse:
    try:
        params = read(request)
        with override(_language(params, request)):
            return handler(_understood(request, params, form, needs_key=needs_key), **parts)
    except (NotFound, Http404) as missing:
        return refuse([str(missing)], form, code=404)
    except Forbidden as refused:
        return refuse([str(refused)], form, code=403)
    except TooOften:
        return refuse([str(_("Za dużo zapytań. Spróbuj za minutę."))], form, code=429)
    except BadRequest as bad:
        return refuse(str(bad).split("\n"), form, code=400)
    except (SuspiciousOperation, MultiPartParserError, DjangoBadRequest, UnicodeError):
        return refuse([str(_("Nie da się odczytać tego zapytania."))], form, code=400)


def _understood(request: HttpRequest, params: Params, form: str, *, needs_key: bool) -> Call:
    city = snapshot(clock.now())
    _check_jurisdiction(params, city)
    partner_id = _partner(request, params, needed=needs_key)
    return Call(request=request, params=params, form=form, city=city, partner_id=partner_id)


def _language(params: Params, request: HttpRequest) -> str:
    asked = params.text("locale")[:2].lower()
    return asked if asked in {"pl", "en", "uk"} else str(getattr(request, "LANGUAGE_CODE", "pl"))


def _check_jurisdiction(params: Params, city: Snapshot) -> None:
    asked = params.text("jurisdiction_id")
    if asked and asked != city.city.jurisdiction_id:
        raise NotFound(str(_("Nieznany jurisdiction_id.")))


def _partner(request: HttpRequest, params: Params, *, needed: bool) -> int | None:
    """Who calls. A wrong key is refused for writing and harmless for reading."""
    address = client_address(request)
    key = params.text("api_key")
    partner = partner_for(key) if key else None
    if partner is not None and partner.state == "valid":
        if partner.calls_too_often:
            raise TooOften
        return partner.id
    if needed:
        if not allow(f"open311:wrong-key:{address}", limit=WRONG_KEYS_PER_HOUR, seconds=3600):
            raise TooOften
        raise Forbidden(str(_("Brak api_key albo klucz jest nieważny.")))
    if not allow(f"open311:read:{address}", limit=READS_PER_MINUTE, seconds=60):
        raise TooOften
    return None


def _preflight(methods: tuple[str, ...]) -> HttpResponse:
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = ", ".join((*methods, "OPTIONS"))
    return response
