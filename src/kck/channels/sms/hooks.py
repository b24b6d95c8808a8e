"""Where a provider calls: `/hooks/sms/<secret>/`, in whatever form it has."""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kck.channels.sms import configured
from kck.channels.sms.commands import take_in
from kck.channels.sms.receipts import note
from kck.foundation.http import client_address
from kck.foundation.limits import allow

MOST_BYTES = 64_000
MOST_A_MINUTE = 1200  # calls of the provider
MOST_GUESSES = 20  # of one stranger, in ten minutes
_MOST_FIELDS = 100


@csrf_exempt
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest, secret: str) -> HttpResponse:
    """200 only when everything it told is kept here."""
    known = configured.hook_secret()
    if not known or not hmac.compare_digest(secret.encode(), known.encode()):
        allowed = allow(f"sms:guess:{client_address(request)}", limit=MOST_GUESSES, seconds=600)
        if not allowed:
            return HttpResponse(status=429)
        raise Http404
    if not allow("sms:hook", limit=MOST_A_MINUTE, seconds=60):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    gateway = configured.gateway()
    if gateway is None:
        raise Http404
    fields = _fields(request)
    if fields is None:
        return HttpResponse(status=400)
    for one in fields:
        heard = gateway.heard(one)
        take_in(heard.texts)
        note(heard.receipts)
    return HttpResponse(gateway.hook_answer, content_type="text/plain; charset=utf-8")


def _fields(request: HttpRequest) -> list[Mapping[str, Any]] | None:
    """Of a form, a query, or JSON: one object or a list of them. None: it cannot be read."""
    length = request.headers.get("Content-Length") or "0"
    if not length.isascii() or not length.isdigit() or int(length) > MOST_BYTES:
        return None
    if request.content_type == "application/json":
        return _of_json(request.body)
    found = {**request.GET.dict(), **request.POST.dict()}
    return [found] if len(found) <= _MOST_FIELDS else None


def _of_json(body: bytes) -> list[Mapping[str, Any]] | None:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    listed = said if isinstance(said, list) else [said]
    if not all(isinstance(one, dict) for one in listed) or len(listed) > _MOST_FIELDS:
        return None
    return listed
