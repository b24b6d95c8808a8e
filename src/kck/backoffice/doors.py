"""The door before every page: signed in, and holding the grant of the section."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from kck.accounts.queries import actor_for
from kck.foundation.actor import Actor
from kck.foundation.verdict import Verdict, require

View = Callable[..., HttpResponse]
Policy = Callable[[Actor], Verdict]


class StaffRequest(HttpRequest):
    """A request that passed the door."""

    actor: Actor


def open_to(policy: Policy, view: View, *, hidden: bool = False) -> View:
    """The view behind its door; a hidden page does not tell a stranger that it exists."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _sign_in(request)
        actor = actor_for(request.user)  # type: ignore[arg-type]
        verdict = policy(actor)
        if hidden and not verdict:
            raise Http404
        require(verdict)
        request.actor = actor  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return door


def _sign_in(request: HttpRequest) -> HttpResponse:
    if not getattr(request, "htmx", False):
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    # the page stays as it is, with everything typed
    return HttpResponse(status=401, headers={"HX-Reswap": "none"})
