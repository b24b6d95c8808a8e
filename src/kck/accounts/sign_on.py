"""Sign-in by the city's own server (OpenID Connect): it opens accounts, it makes none."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from kck.accounts.models import Staff
from kck.foundation.text import _

PROVIDER = "city"


def offered() -> bool:
    return bool(settings.SOCIALACCOUNT_PROVIDERS)


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """By the far end's own id once it is known, before that by a mail it has verified."""
        if request.user.is_authenticated and sociallogin.state.get("process") == "connect":
            self._refuse(request, _("To konto łączy się samo, przy logowaniu."))
        staff = sociallogin.user if sociallogin.is_existing else _owner(sociallogin)
        if staff is None:
            self._refuse(
                request, _("Nie masz tu konta z tym adresem. Poproś administratora o zaproszenie.")
            )
        elif not staff.is_active:
            self._refuse(request, _("To konto jest zamknięte."))
        elif not sociallogin.is_existing:
            sociallogin.connect(request, staff)

    def on_authentication_error(self, request: HttpRequest, *_args: Any, **_more: Any) -> None:
        self._refuse(request, _("Serwer logowania miasta nie potwierdził, kim jesteś."))

    def _refuse(self, request: HttpRequest, words: Any) -> None:
        messages.error(request, str(words))
        raise ImmediateHttpResponse(redirect("account_login"))


def _owner(sociallogin: SocialLogin) -> Staff | None:
    verified = [one.email for one in sociallogin.email_addresses if one.verified]
    for mail in verified:
        if staff := Staff.objects.filter(email__iexact=mail).first():
            return staff
    return None
