"""The name somebody gave is offered again in their own browser; nobody else's shows it."""

from urllib.parse import quote, unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from kck.foundation.text import clean
from kck.unitlinks.terms import LONGEST_NAME

COOKIE = "kck-name"
_KEPT_SECONDS = 90 * 24 * 3600


def known_name(request: HttpRequest) -> str:
    return clean(unquote(request.COOKIES.get(COOKIE, "")))[:LONGEST_NAME]


def remember(response: HttpResponseBase, name: str) -> None:
    response.set_cookie(
        COOKIE, quote(name), max_age=_KEPT_SECONDS, path="/z/", httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
