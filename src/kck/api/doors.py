"""The door before every address of the API.

An API call has no session, no cookie and no form: it goes past the middleware that is about them.
Whatever goes wrong behind the door becomes a problem in the reader's language.
"""

import logging
from collections.abc import Callable
from typing import cast
from urllib.parse import unquote_to_bytes

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.urls import resolve
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, override
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.errors import HttpError, ValidationError

from kck.api.callers import (
    Call,
    caller_of,
    refuse_secrets_in_address,
    require_code,
    require_system,
)
from kck.api.problems import CONTENT_TYPE, Problem, Wrong, changed, of_status, response
from kck.api.words import wrongs
from kck.cases.commands import ChangedMeanwhile
from kck.cases.rules import IllegalMove, Incomplete
from kck.files.terms import MOST_BYTES, NotAPhoto
from kck.foundation.text import _
from kck.foundation.verdict import Refused

ROOT = "/api/"
UPLOADS = "/api/v1/photos"
# pages for people, with the frame that other pages have
PAGES = frozenset({"/api/v1/docs"})
# of whom something is told: no other site's script may read it, and nobody without a key
REPORTERS, SYSTEMS = "/api/v1/my-case/", "/api/v1/unit/"
LANGUAGES = ("pl", "en", "uk")
MOST_JSON = 200_000
MOST_UPLOAD = MOST_BYTES + 500_000
_TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, UnicodeError)
_READING = ("GET", "HEAD")
logger = logging.getLogger("kck.api")


class ApiDoor:
    """Middleware: nothing below `/api/` is answered past it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(ROOT) or path in PAGES:
            return self.get_response(request)
        with override(language_of(request)):
            return _dressed(request, _answer(request))


def language_of(request: HttpRequest) -> str:
    """By the header alone: a cookie of the same browser says nothing about who calls here."""
    for asked, _weight in parse_accept_lang_header(
        request.headers.get("Accept-Language", "")[:200]
    ):
        if asked[:2] in LANGUAGES:
            return asked[:2]
    return LANGUAGES[0]


def _answer(request: HttpRequest) -> HttpResponseBase:
    try:
        found = _ask(request)
    except Exception as error:
        return response(_problem(error, request))
    if found.status_code >= 400 and found.headers.get("Content-Type") != CONTENT_TYPE:
        problem = response(of_status(found.status_code))
        if "Allow" in found.headers:
            allowed = sorted(found.headers["Allow"].split(", "))
            problem.headers["Allow"] = ", ".join([*allowed, "HEAD", "OPTIONS"])
        return problem
    return found


def _ask(request: HttpRequest) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    refuse_secrets_in_address(request)
    _check_size(request)
    _require_utf8(request)
    call = cast(Call, request)
    call.caller = caller_of(request)
    _check_key(call)
    match = resolve(request.path_info)
    request.resolver_match = match
    asked = request.method
    request.method = "GET" if asked == "HEAD" else asked  # the server leaves the body out
    try:
        return cast(HttpResponseBase, match.func(request, *match.args, **match.kwargs))
    finally:
        request.method = asked


def _check_key(call: Call) -> None:
    """Before a view is found: whatever a view forgets to ask, a stranger does not come so far."""
    if _is_below(call, SYSTEMS):
        require_system(call, "cases.view")
    elif _is_below(call, REPORTERS):
        require_code(call)


def _is_below(request: HttpRequest, root: str) -> bool:
    return f"{request.path_info}/".startswith(root)


def _check_size(request: HttpRequest) -> None:
    """Before anything of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = MOST_UPLOAD if request.path_info == UPLOADS else MOST_JSON
    if not length.isdecimal() or int(length) > most:
        raise _too_large(most)


def _require_utf8(request: HttpRequest) -> None:
    """Of the query; bodies are read by who knows what they are."""
    unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1")).decode()


def _too_large(most: int) -> Problem:
    words = str(_("Przyjmujemy tu najwyżej %(most)s kB naraz.")) % {"most": most // 1000}
    return Problem(kind="too-large", detail=words)


def _problem(error: Exception, request: HttpRequest) -> Problem:
    match error:
        case Problem():
            return error
        case ValidationError():
            return _invalid(wrongs(error.errors))
        case Incomplete() | NotAPhoto():
            return Problem(kind="invalid", detail=str(error))
        case IllegalMove():
            return Problem(kind="not-now", detail=str(error))
        case ChangedMeanwhile():
            return changed()
        case Refused():
            return Problem(kind="forbidden", detail=str(error))
        case Http404():
            return Problem(kind="not-found")
        case HttpError():
            return of_status(error.status_code)
    if isinstance(error, _TOO_BIG):
        return _too_large(MOST_JSON)
    if isinstance(error, _UNREADABLE):
        return Problem(kind="unreadable")
    _log(error, request)
    if isinstance(error, OperationalError):  # no connection to be had, or a deadlock: it passes
        return Problem(kind="busy", headers={"Retry-After": "10"})
    return Problem(kind="broken")


def _invalid(errors: list[Wrong]) -> Problem:
    words = ", ".join(one.field for one in errors)
    detail = str(_("Sprawdź pola: %(fields)s.")) % {"fields": words}
    return Problem(kind="invalid", detail=detail, errors=errors)


def _log(error: Exception, request: HttpRequest) -> None:
    """Our own fault: the log has the stack, the caller a sentence."""
    logger.error("%s %s", request.method, request.path_info, exc_info=error)
    got_request_exception.send(sender=ApiDoor, request=request)


def _dressed(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Content-Language"] = get_language() or "pl"
    patch_vary_headers(answer, ["Accept-Language"])
    if _is_below(request, REPORTERS) or _is_below(request, SYSTEMS):
        patch_vary_headers(answer, ["Authorization", "Case-Code", "Case-Token"])
        answer.headers.setdefault("Cache-Control", "private, no-cache")
    elif request.method in _READING or request.method == "OPTIONS":
        _open_to_pages(answer, preflight=request.method == "OPTIONS")
    return answer


def _open_to_pages(answer: HttpResponseBase, *, preflight: bool) -> None:
    """What everybody may read, a script of any site may read."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    if preflight:
        answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        answer.headers["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
        answer.headers["Access-Control-Max-Age"] = "86400"
