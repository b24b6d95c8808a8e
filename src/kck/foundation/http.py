"""What every face needs of a request."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from kck.foundation import clock

_FORM = "application/x-www-form-urlencoded"
View = Callable[..., HttpResponse]


class NotUtf8(BadRequest):
    """400: the query or the form is in another encoding, so nobody can tell what it says."""


def client_address(request: HttpRequest) -> str:
    """The address of the stranger; past the proxies that the operator said to trust."""
    proxies: int = settings.ENV.proxies
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part
    ]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def device_of(request: HttpRequest) -> int:
    """Tells whether two strangers of one day are the same device; says nothing else of it."""
    said = f"device:{clock.today()}:{client_address(request)}".encode()
    made = hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256)
    return int.from_bytes(made[:8]) >> 1


def require_utf8(request: HttpRequest) -> None:
    """`NotUtf8` where Django would put a replacement sign, or guess Latin-1, without a word."""
    try:
        unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1")).decode()
        if request.content_type == _FORM:
            unquote_to_bytes(request.body).decode()
    except UnicodeDecodeError as error:
        raise NotUtf8 from error
    # the parts of this kind of form have been decoded by the time anybody sees them
    if request.content_type == "multipart/form-data" and any(
        "\ufffd" in text for name, values in request.POST.lists() for text in (name, *values)
    ):
        raise NotUtf8


def requires_utf8_itself(view: View) -> View:
    """For a view that calls `require_utf8` because it words its own refusals."""
    view.requires_utf8_itself = True  # type: ignore[attr-defined]
    return view


class Utf8Only:
    """Middleware: no view, not even the check of a form's token, reads what is no UTF-8."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *_address: Any) -> None:
        if not getattr(view, "requires_utf8_itself", False):
            require_utf8(request)
