"""Pages that only one person has the address of: no cache or search engine may keep them."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpResponseBase

P = ParamSpec("P")


def private(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Nobody else learns the address of the page, neither a cache nor the next site."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        # with "no-referrer" browsers send `Origin: null`, and no form of the page could be sent
        response.headers["Referrer-Policy"] = "same-origin"
        # Django would write the address of a refused form, and with it the key, into the log
        response._has_been_logged = True  # type: ignore[attr-defined]
        return response

    return wrapped
