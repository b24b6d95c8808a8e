"""The grant of each section, asked before its views. Signing in was asked before, for all staff."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from kck.foundation.actor import Actor
from kck.foundation.verdict import Verdict, require

View = Callable[..., HttpResponse]
Policy = Callable[[Actor], Verdict]


class StaffRequest(HttpRequest):
    """A request that passed the door of staff (a middleware)."""

    actor: Actor


def open_to(policy: Policy, view: View, *, hidden: bool = False) -> View:
    """The view behind its grant; a hidden page does not tell a stranger that it exists."""

    @wraps(view)
    def door(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verdict = policy(request.actor)
        if hidden and not verdict:
            raise Http404
        require(verdict)
        return view(request, *args, **kwargs)

    return door
