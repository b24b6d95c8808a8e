"""The demo's own pages answer only where `KCK_DEMO` is set."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def only_in_the_demo(view: View) -> View:
    """A real city has no such pages."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.KCK_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
