"""Setting a password with the link of an invitation. Looking uses nothing up; sending does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kck.accounts.invitations import DeadInvitation, invited_by, use_invitation
from kck.accounts.queries import posts_of
from kck.desk.forms.account import NewPasswordForm
from kck.foundation import clock
from kck.foundation.http import client_address
from kck.foundation.limits import allow
from kck.foundation.text import _

_TRIES = 30  # an hour, from one address: a token has 256 bits, this only spares the database


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    known = allow(f"invitation:{client_address(request)}", limit=_TRIES, seconds=3600)
    staff = invited_by(token) if known and len(token) <= 64 else None
    if staff is None:
        return render(request, "desk/invitation_dead.html", status=404)
    if staff.language:
        translation.activate(staff.language)
    form = NewPasswordForm(request.POST or None, staff=staff)
    if request.method == "POST" and form.is_valid():
        return _set(request, token, form.cleaned_data["password"])
    context = {"staff": staff, "form": form, "posts": posts_of(staff.pk)}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/invitation.html", context, status=status)


def _set(request: HttpRequest, token: str, password: str) -> HttpResponse:
    """They sign in with it themselves: that shows that it works and asks for the second factor."""
    try:
        use_invitation(token, password=password, at=clock.now())
    except DeadInvitation:
        return render(request, "desk/invitation_dead.html", status=404)
    messages.success(request, str(_("Hasło ustawione. Zaloguj się nim.")))
    return redirect("account_login")
