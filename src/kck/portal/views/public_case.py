"""One case as everybody may see it, and joining it: "me too"."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kck.cases.queries.public import PublicRow, public_case
from kck.cases.rules import IllegalMove
from kck.cases.terms import OPEN_STATES
from kck.directory.consents import consent_texts
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import ANYBODY
from kck.foundation.http import device_of
from kck.foundation.numbers import WrongNumber
from kck.foundation.text import _
from kck.intake.commands import me_too
from kck.intake.terms import Channel, Incoming
from kck.portal.forms.report import ContactForm
from kck.portal.pages import TOO_OFTEN, within_limit
from kck.portal.public import facts, shown
from kck.ui.errors import error_page

JOINS_PER_HOUR = 20
NOT_PUBLIC = _(
    "Nie ma publicznego zgłoszenia o tym numerze. Niektóre sprawy widzi tylko zgłaszający."
)
OVER = _("To zgłoszenie jest już zakończone. Jeśli problem trwa, zgłoś go jeszcze raz.")
THANKS = _("Dziękujemy. Twój głos został doliczony.")
THANKS_AND_WORD = _("Dziękujemy. Twój głos został doliczony, a o zakończeniu napiszemy.")


@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    row = _row(request, number)
    if isinstance(row, HttpResponse):
        return row
    at = clock.now()
    context = {"case": shown(row, at=at), "facts": facts(row, at=at)}
    return render(request, "portal/cases/case.html", context)


def _row(request: HttpRequest, number: str) -> PublicRow | HttpResponse:
    """The case, or the page that says why there is none."""
    try:
        row = public_case(number)
    except WrongNumber as wrong:
        return error_page(request, 404, reason=str(wrong))
    return row or error_page(request, 404, reason=str(NOT_PUBLIC))


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, number: str) -> HttpResponse:
    """A contact is optional; without one the voice is counted all the same."""
    row = _row(request, number)
    if isinstance(row, HttpResponse):
        return row
    if row.state not in OPEN_STATES:
        messages.info(request, str(OVER))
        return redirect("portal:case", number)
    texts = consent_texts(snapshot(clock.now()))
    if request.method != "POST":
        return _page(request, row, ContactForm(consents=texts))
    form = ContactForm(request.POST, consents=texts)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    if not within_limit(request, "send", limit=JOINS_PER_HOUR):
        form.add_error(None, TOO_OFTEN)
        return _page(request, row, form, status=429)
    return _joined(request, row, form)


def _joined(request: HttpRequest, row: PublicRow, form: ContactForm) -> HttpResponse:
    key = request.POST.get("key", "")[:64] or secrets.token_urlsafe(24)
    incoming = Incoming(
        channel=Channel.WEB,
        far_end_id=f"me-too.{row.number}.{key}",
        language=(get_language() or "pl")[:2],
        reached=form.reached(),
        consents=form.given_consents(),
        device=device_of(request),
    )
    try:
        me_too(row.id, incoming=incoming, at=clock.now(), by=ANYBODY)
    except IllegalMove as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, form, status=409)
    messages.success(request, str(THANKS_AND_WORD if form.cleaned_data["email"] else THANKS))
    return redirect("portal:case", shown(row, at=clock.now()).number)


def _page(
    request: HttpRequest, row: PublicRow, form: ContactForm, status: int = 200
) -> HttpResponse:
    key = request.POST.get("key", "")[:64] or secrets.token_urlsafe(24)
    context = {
        "case": shown(row, at=clock.now()),
        "form": form,
        "key": key,
        "status": status,
    }
    return render(request, "portal/cases/join.html", context, status=status)
