"""How the city's sign-in server is spoken with: what it offers, whom it names."""

import secrets
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from requests import RequestException

from kck.accounts.id_token import NotConfirmed, read

_OFFERED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class CityServer(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth believes a token that came over TLS unread; we read every one."""

    nonce = ""

    def get_provider(self) -> "CityProvider":
        return CityProvider(self.request, app=super().get_provider().app)

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_openid_config"):
            url = self.get_provider().server_url
            found = _asked(url)
            missing = [name for name in _OFFERED if not isinstance(found.get(name), str)]
            if missing:
                raise OAuth2Error(f"{url} does not say: {', '.join(missing)}")
            if found["issuer"].rstrip("/") != url.partition("/.well-known/")[0].rstrip("/"):
                raise OAuth2Error(f"{url} speaks for another server: {found['issuer']}")
            self._openid_config = found
        return self._openid_config

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **more: Any
    ) -> SocialLogin:
        said = self._confirmed(app, more["response"].get("id_token") or "")
        if "userinfo_endpoint" in self.openid_config:
            told = _asked(self.profile_url, token.token)
            if told.get("sub") != said["sub"]:
                raise OAuth2Error("userinfo speaks of somebody else than the id token")
            said = {**said, **told}
        # some servers write booleans as words, and "false" is a word
        said["email_verified"] = str(said.get("email_verified", "")).casefold() == "true"
        return self.get_provider().sociallogin_from_response(request, {"userinfo": said})

    def _confirmed(self, app: SocialApp, token: str) -> dict[str, Any]:
        offered = self.openid_config
        try:
            return read(
                token,
                keys=_asked(offered["jwks_uri"]),
                issuer=offered["issuer"],
                audience=app.client_id,
                nonce=self.nonce,
            )
        except NotConfirmed as error:
            raise OAuth2Error(str(error)) from error


class CityProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """Asks with a nonce, and with nothing that an address could add to the question."""

    oauth2_adapter_class = CityServer

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **_more: Any,
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(24)
        response: HttpResponse = super().redirect(
            request,
            process,
            next_url,
            data,
            auth_params={**self.get_auth_params(), "nonce": nonce},
            scope=self.get_scope(),
            nonce=nonce,
        )
        return response


def _asked(url: str, token: str = "") -> dict[str, Any]:
    """A JSON object of the server's; anything else, or none in time, is no answer."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with get_adapter().get_requests_session() as session:
            response = session.get(url, headers=headers)
            response.raise_for_status()
            found = response.json()
    except (RequestException, ValueError) as error:
        raise OAuth2Error(f"{url} did not answer: {error}") from error
    if not isinstance(found, dict):
        raise OAuth2Error(f"{url} answered with no object")
    return found
