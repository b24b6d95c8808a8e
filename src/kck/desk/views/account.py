"""One's own account: who one is here, and how one signs in."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kck.accounts.queries import needs_second_factor, posts_of
from kck.desk.doors import StaffRequest
from kck.desk.pages import page


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    kinds = set(Authenticator.objects.filter(user_id=staff.user.pk).values_list("type", flat=True))
    context = {
        "posts": posts_of(staff.user.pk or 0),
        "totp": "totp" in kinds,
        "passkey": "webauthn" in kinds,
        "codes": "recovery_codes" in kinds,
        "needed": needs_second_factor(staff.user),  # type: ignore[arg-type]
        "demo": settings.KCK_DEMO,
    }
    return page(staff, "account.html", context)


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Before anything else: set up the second factor."""
    staff: StaffRequest = request  # type: ignore[assignment]
    return page(staff, "second_factor.html", {})
