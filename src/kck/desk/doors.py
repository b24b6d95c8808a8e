"""The door before every page of staff: who is signed in, with a second factor where it is due."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.utils import translation

from kck.accounts.queries import actor_for, needs_second_factor, posts_held
from kck.accounts.sessions import note_use
from kck.accounts.sign_on import offered as sign_on_offered
from kck.foundation.actor import Actor

# of allauth's pages those that make sense here: nobody signs up, and no mail resets a password
_OFFERED = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_change_password",
        "account_invitation",
    }
)
_SIGN_ON = frozenset({"openid_connect_login", "openid_connect_callback"})
_BEFORE_IT = frozenset({"desk:second-factor", "desk:language"})
STAFF_FACES = frozenset({"desk", "backoffice", "field"})


class StaffRequest(HttpRequest):
    """A request that passed the door."""

    actor: Actor
    htmx: Any


class StaffDoor:
    """Middleware: a view of a staff face never runs for a stranger, whatever it forgets to ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match and match.route.startswith("account/"):
            name = match.url_name or ""
            if not _offered(name):
                raise Http404
            _speak_their_language(request)
        if match is None or not STAFF_FACES.intersection(match.app_names):
            return None
        if not request.user.is_authenticated:
            return _sign_in(request)
        staff: Any = request.user
        posts = posts_held(staff)
        due = _second_factor_due(request) and needs_second_factor(staff, posts)
        if due and not is_mfa_enabled(staff):
            return redirect("desk:second-factor")
        _speak_their_language(request)
        request.actor = actor_for(staff, posts)  # type: ignore[attr-defined]
        note_use(request.session.session_key)
        return None

    def process_template_response(
        self, _request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """allauth puts its own `site` over ours, whose language and colours every frame needs."""
        if response.context_data:
            response.context_data.pop("site", None)
        return response


def _offered(name: str) -> bool:
    return name in _OFFERED or name.startswith("mfa_") or (name in _SIGN_ON and sign_on_offered())


def _speak_their_language(request: HttpRequest) -> None:
    """On pages of staff what one has chosen counts more than what the browser asks for."""
    chosen = getattr(request.user, "language", "")
    if chosen:
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen


def _sign_in(request: HttpRequest) -> HttpResponse:
    if not getattr(request, "htmx", False):
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    # the page stays as it is, with everything typed; it says that one has to sign in again
    response = HttpResponse(status=401)
    response.headers["HX-Reswap"] = "none"
    response.headers["HX-Trigger"] = "kck-signed-out"
    return response


def _second_factor_due(request: HttpRequest) -> bool:
    """The demo lets administrators in without: its roles change by one click."""
    match = request.resolver_match
    return not settings.KCK_DEMO and not (match and match.view_name in _BEFORE_IT)
