"""What the reporter may do with a case. Only a POST changes anything; what was typed stays."""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from kck.cases.commands import (
    add_photos,
    confirm,
    disagree,
    erase_personal_data,
    hear_again,
    leave,
    withdraw,
)
from kck.cases.rules import IllegalMove, Incomplete
from kck.cases.terms import CaseState, PhotoKind
from kck.foundation import clock
from kck.foundation.outbox import unit_of_work
from kck.foundation.text import _
from kck.intake.commands import follow_up
from kck.intake.terms import Channel, Incoming
from kck.portal import my_photos
from kck.portal.forms.my_case import DisagreeForm, MessageForm, ReplyForm
from kck.portal.my_case import MyCase
from kck.portal.pages import TOO_OFTEN, within_limit
from kck.portal.views.my_case import case_page, fresh, with_case

ACTS_PER_HOUR = 60
ON_THE_PHOTO = _("Odpowiedź jest na zdjęciu.")
THANKS_ADDED = _("Dziękujemy. Jednostka dostała Twoją wiadomość.")
THANKS_CONFIRMED = _("Dziękujemy za potwierdzenie. Sprawa jest zamknięta.")
THANKS_DISAGREED = _("Dziękujemy. Sprawa jest znów otwarta i zajmie się nią ktoś inny.")
WITHDRAWN = _("Zgłoszenie zostało wycofane.")
ERASED = _("Twoje dane zostały usunięte.")
KEPT = _(
    "Zapisaliśmy Twoje żądanie. Tej sprawy nie wolno nam usunąć: musi pozostać w archiwum urzędu."
)
QUIET = _("Nie będziemy więcej pisać w tej sprawie. Stan sprawdzisz na tej stronie.")
LOUD = _("Znów będziemy pisać, gdy coś się w tej sprawie zmieni.")
NO_ADDRESS = _("Nie mamy adresu, na który moglibyśmy pisać.")


@require_POST
@with_case
def reply(request: HttpRequest, mine: MyCase) -> HttpResponse:
    form = ReplyForm(request.POST, request.FILES)
    photos, status = _checked(request, form)
    if form.errors:
        return case_page(request, mine, form, status=status)
    text = form.cleaned_data["text"] or (str(ON_THE_PHOTO) if mine.answering else "")
    incoming = Incoming(
        channel=Channel.WEB,
        far_end_id=_once(mine, form, text),
        text=text,
        language=(get_language() or "pl")[:2],
        photos=tuple(photos),
    )
    try:
        follow_up(mine.id, incoming=incoming, at=clock.now(), by=mine.by)
    except (IllegalMove, Incomplete) as refusal:
        form.add_error("text", str(refusal))
        return case_page(request, mine, form, status=422)
    return _back(request, mine, THANKS_ADDED)


def _once(mine: MyCase, form: MessageForm, text: str) -> str:
    """The same words under the same key are one message, however often they are sent."""
    said = sha256(text.encode()).hexdigest()[:12]
    return f"{mine.number}.{form.cleaned_data['key'][:64]}.{said}"


def _checked(request: HttpRequest, form: MessageForm) -> tuple[list[UUID], int]:
    """The photos of a form, those of an earlier try among them; problems become errors."""
    photos = my_photos.unseal(request.POST.get("kept", ""))
    form.is_valid()
    files = form.cleaned_data.get("photos") or []
    if not within_limit(request, "acts", limit=ACTS_PER_HOUR):
        form.add_error(None, TOO_OFTEN)
        return photos, 429
    for problem in my_photos.take(files, photos):
        form.add_error("photos", problem)
    # the form is shown again with what could be kept
    again = request.POST.copy()
    again["kept"] = my_photos.seal(photos)
    form.data = again
    return photos, 422


@require_POST
@with_case
def agree(request: HttpRequest, mine: MyCase) -> HttpResponse:
    """Solved, says the reporter. A second click changes nothing."""
    return _act(request, mine, confirm, THANKS_CONFIRMED)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def object_to(request: HttpRequest, mine: MyCase) -> HttpResponse:
    """Not solved: why. The form has a page of its own."""
    if request.method != "POST":
        return _object(request, mine, fresh(DisagreeForm))
    form = DisagreeForm(request.POST, request.FILES)
    photos, status = _checked(request, form)
    if form.errors:
        return _object(request, mine, form, status=status)
    try:
        _disagree(mine, form.cleaned_data["text"], photos)
    except (IllegalMove, Incomplete) as refusal:
        if mine.state == CaseState.REOPENED:  # sent twice: it is what was wanted
            return _back(request, mine, THANKS_DISAGREED)
        form.add_error("text", str(refusal))
        return _object(request, mine, form, status=422)
    return _back(request, mine, THANKS_DISAGREED)


def _disagree(mine: MyCase, text: str, photos: list[UUID]) -> None:
    at = clock.now()
    with unit_of_work():
        disagree(mine.id, text=text, at=at, by=mine.by)
        if photos:
            add_photos(mine.id, files=photos, kind=PhotoKind.ADDED, at=at, by=mine.by)


def _object(
    request: HttpRequest, mine: MyCase, form: MessageForm, status: int = 200
) -> HttpResponse:
    return _page(request, "disagree", mine, status, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def take_back(request: HttpRequest, mine: MyCase) -> HttpResponse:
    """Withdraw, after a page that says what that means."""
    if request.method != "POST":
        return _page(request, "withdraw", mine)
    return _act(request, mine, withdraw, WITHDRAWN)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def erase(request: HttpRequest, mine: MyCase) -> HttpResponse:
    """Delete the personal data, after a page that says what goes and what stays."""
    if request.method != "POST":
        return _page(request, "erase", mine)
    erase_personal_data(mine.id, ground="art. 17 RODO", at=clock.now(), by=mine.by)
    return _back(request, mine, KEPT if mine.formal else ERASED)


@require_POST
@with_case
def be_quiet(request: HttpRequest, mine: MyCase) -> HttpResponse:
    """No more messages about this case. Asking again changes nothing."""
    if mine.letters:
        leave(mine.letters.token, at=clock.now())
    return _back(request, mine, QUIET)


@require_POST
@with_case
def write_again(request: HttpRequest, mine: MyCase) -> HttpResponse:
    if mine.letters is None or hear_again(mine.letters.token, at=clock.now()) is None:
        return _back(request, mine, NO_ADDRESS)
    return _back(request, mine, LOUD)


def _act(
    request: HttpRequest, mine: MyCase, command: Callable[..., Any], thanks: Any
) -> HttpResponse:
    """One press of a button; what cannot be done any more is said on the page."""
    try:
        command(mine.id, at=clock.now(), by=mine.by)
    except IllegalMove as refusal:
        messages.warning(request, str(refusal))
        return case_page(request, mine, fresh(ReplyForm), status=409)
    return _back(request, mine, thanks)


def _back(request: HttpRequest, mine: MyCase, thanks: Any) -> HttpResponse:
    with suppress(messages.MessageFailure):
        messages.success(request, str(thanks))
    return redirect("portal:my-case", mine.token)


def _page(
    request: HttpRequest, name: str, mine: MyCase, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"mine": mine, "status": status, **more}
    return render(request, f"portal/my_case/{name}.html", context, status=status)
