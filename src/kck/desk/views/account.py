"""One's own account: who one is here, and how one signs in."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kck.accounts.absence_queries import absences_of
from kck.accounts.commands import choose_language
from kck.accounts.queries import needs_second_factor, posts_of
from kck.accounts.sessions import end_sessions as end
from kck.accounts.sessions import sessions_of
from kck.accounts.staff_commands import choose_notice_mail
from kck.accounts.terms import NoticeMail
from kck.desk.doors import StaffRequest
from kck.desk.forms.account import LanguageForm, NoticeMailForm
from kck.desk.pages import page
from kck.foundation import clock
from kck.foundation.text import _
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
        "sessions": len(sessions_of(staff.user.pk or 0)),
        "absences": absences_of(staff.user.pk or 0, clock.today()),
        "hours": settings.SESSION_COOKIE_AGE // 3600,
        "mail_form": NoticeMailForm({"when": getattr(staff.user, "notice_mail", "")}),
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


@require_POST
def notice_mail(request: HttpRequest) -> HttpResponse:
    """When the bell writes a mail."""
    staff: StaffRequest = request  # type: ignore[assignment]
    form = NoticeMailForm(request.POST)
    if form.is_valid():
        when = NoticeMail(form.cleaned_data["when"])
        choose_notice_mail(staff.user.pk or 0, when=when, by=staff.actor)
        messages.success(request, str(_("Zapisane.")))
    return redirect("desk:account")


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    staff: StaffRequest = request  # type: ignore[assignment]
    rows = sessions_of(staff.user.pk or 0, request.session.session_key)
    return page(staff, "sessions.html", {"rows": rows, "real_now": clock.real_now()})


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """One of them, or all but this one."""
    staff: StaffRequest = request  # type: ignore[assignment]
    asked = request.POST.get("session", "")
    count = end(
        staff.user.pk or 0,
        session_id=int(asked) if asked.isdecimal() and len(asked) < 18 else 0,
        except_key=request.session.session_key,
        at=clock.now(),
        by=staff.actor,
    )
    if count:
        messages.success(request, str(_("Wylogowano.")))
    return redirect("desk:sessions")
