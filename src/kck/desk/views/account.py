"""One's own account: who one is here, and how one signs in."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kck.accounts.commands import choose_language
from kck.accounts.queries import needs_second_factor, posts_of
from kck.desk.doors import StaffRequest
from kck.desk.forms.account import LanguageForm
from kck.desk.pages import page
from kck.ui.views import back


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
        "language_form": LanguageForm({"language": getattr(staff.user, "language", "")}),
    }
    return page(staff, "account.html", context)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Kept with the person, so that it is the same at every computer."""
    staff: StaffRequest = request  # type: ignore[assignment]
    form = LanguageForm(request.POST)
    if form.is_valid():
        choose_language(staff.user.pk or 0, language=form.cleaned_data["language"], by=staff.actor)
    return back(request)


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Before anything else: set up the second factor."""
    staff: StaffRequest = request  # type: ignore[assignment]
    return page(staff, "second_factor.html", {})
