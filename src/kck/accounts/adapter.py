"""How allauth behaves here: nobody signs up, attempts are counted for all processes together."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from kck.accounts.devices import remember_device
from kck.foundation import clock
from kck.foundation.bulk import Statement, run
from kck.foundation.http import client_address
from kck.foundation.limits import allow, counting
from kck.foundation.text import _

_SECONDS = 600
_OF_ONE_ACCOUNT = 8
_FROM_ONE_PLACE = 60  # that failed: a whole office may sit behind one address


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Za dużo prób logowania. Odczekaj dziesięć minut albo poproś administratora o hasło."
        ),
        "email_password_mismatch": _("Adres albo hasło się nie zgadza."),
        "account_inactive": _("To konto jest zamknięte."),
        "rate_limited": _("Za dużo prób. Odczekaj kilka minut."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth counts in the cache of one process; there are several."""
        self._login_failed_rl_usage = None  # what allauth would take back on success
        mail = str(credentials.get("email") or getattr(request.user, "email", "")).casefold()
        of_account = allow(f"sign-in:{mail}", limit=_OF_ONE_ACCOUNT, seconds=_SECONDS)
        [[[failed]]] = run([_failed(request, more=0)])
        if not of_account or failed >= _FROM_ONE_PLACE:
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        run([_failed(request, more=1)])

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """allauth asks by the address in its own table of addresses, which stays empty here."""
        request = context.request
        self.pre_authenticate(request, email=getattr(user, "email", ""))
        right = bool(user.check_password(password))
        if not right:
            self.authentication_failed(request)
        return right

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        remember_device(request, response, user.pk, at=clock.now())
        return response


def _failed(request: HttpRequest, *, more: int) -> Statement:
    """How often it has failed from there, and once more."""
    return counting(f"sign-in-from:{client_address(request)}", seconds=_SECONDS, amount=more)
