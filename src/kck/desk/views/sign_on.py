"""To the city's own sign-in server and back."""

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse

from kck.accounts.sign_on_server import CityServer

log = logging.getLogger(__name__)


class _Back(OAuth2CallbackView):  # type: ignore[misc]
    adapter: CityServer

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _through(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _through(_Back, request, provider_id)


def _through(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """A server that is away, or says what it should not, leaves one at the sign-in page."""
    server = CityServer(request, provider_id)
    try:
        response: HttpResponse = view.adapter_view(server)(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except OAuth2Error as error:
        return _refused(request, server, error)
    return response


def _refused(request: HttpRequest, server: CityServer, error: OAuth2Error) -> HttpResponse:
    log.warning("sign-on: %s", error)
    try:
        get_adapter(request).on_authentication_error(request, server.get_provider())
    except ImmediateHttpResponse as refusal:
        response: HttpResponse = refusal.response
        return response
    raise error
