"""People who work for the city: the list, an invitation, one person with all that can be done."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.accounts.absence_queries import absences_of
from kck.accounts.keeping import LastAdministrator
from kck.accounts.sessions import end_sessions, sessions_of
from kck.accounts.staff_commands import (
    WrongStaff,
    change_staff,
    drop_factors,
    end_post,
    give_post,
    leave,
)
from kck.accounts.staff_queries import (
    StaffCard,
    changes_of,
    colleagues_of,
    people,
    staff_card,
)
from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.people import ChangeForm, EndForm, InviteForm, LeaveForm, PostForm
from kck.backoffice.pages import page
from kck.backoffice.staff_changes import told
from kck.cases.queries.held import open_held_by
from kck.foundation import clock
from kck.foundation.text import _
from kck.staffmail.commands import call_back_by_mail, invite_again_by_mail, invite_by_mail

Page = Callable[..., HttpResponse]


def of_person(view: Page) -> Page:
    """The view gets the person; what the rules refuse is said on their page."""

    @wraps(view)
    def run(request: StaffRequest, staff_id: int) -> HttpResponse:
        card = staff_card(staff_id)
        if card is None:
            raise Http404
        try:
            return view(request, card)
        except (WrongStaff, LastAdministrator) as wrong:
            banners.error(request, str(wrong))
            return redirect("backoffice:person", staff_id)

    return run


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("q", "unit", "role")}
    gone = bool(request.GET.get("gone"))
    rows = people(text=asked["q"], unit=asked["unit"], role=asked["role"], gone=gone)
    context = {"rows": rows, "asked": asked, "gone": gone, "form": InviteForm()}
    return page(request, "people.html", context, section="people")


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: StaffRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = invite_by_mail(**form.cleaned_data, at=clock.now(), by=request.actor)
        except WrongStaff as wrong:
            form.add_error(wrong.field or None, str(wrong))
        else:
            banners.success(request, str(_("Zaproszenie wysłane.")))
            return redirect("backoffice:person", made)
    status = 422 if form.errors else 200
    return page(request, "person_new.html", {"form": form}, section="people", status=status)


@require_safe
@of_person
def person(request: StaffRequest, card: StaffCard) -> HttpResponse:
    return _person(request, card)


def _person(
    request: StaffRequest, card: StaffCard, *, status: int = 200, **more: Any
) -> HttpResponse:
    asked = {
        "name": card.name,
        "email": card.email,
        "language": card.language,
        "must_use_second_factor": card.must_use_second_factor,
    }
    context = {
        "card": card,
        "me": card.id == request.actor.staff_id,
        "change": ChangeForm(asked, prefix="change"),
        "post": PostForm(prefix="post"),
        "end": EndForm(initial={"last_day": clock.today()}),
        "leaving": LeaveForm(people=colleagues_of(card.id)),
        "held": open_held_by(card.id),
        "sessions": sessions_of(card.id),
        "absences": absences_of(card.id, clock.today()),
        "changes": told(changes_of(f"staff:{card.id}")),
        **more,
    }
    return page(request, "person.html", context, section="people", status=status)


@require_POST
@of_person
def change(request: StaffRequest, card: StaffCard) -> HttpResponse:
    form = ChangeForm(request.POST, prefix="change")
    if form.is_valid():
        try:
            change_staff(card.id, **form.cleaned_data, at=clock.now(), by=request.actor)
        except WrongStaff as wrong:
            form.add_error(wrong.field or None, str(wrong))
    if form.errors:
        return _person(request, card, status=422, change=form, open="change")
    return _done(request, card, _("Zapisane."))


@require_POST
@of_person
def post(request: StaffRequest, card: StaffCard) -> HttpResponse:
    form = PostForm(request.POST, prefix="post")
    if form.is_valid():
        try:
            give_post(card.id, **form.cleaned_data, at=clock.now(), by=request.actor)
        except WrongStaff as wrong:
            form.add_error(wrong.field or None, str(wrong))
    if form.errors:
        return _person(request, card, status=422, post=form, open="post")
    return _done(request, card, _("Stanowisko zapisane."))


@require_POST
def post_end(request: StaffRequest, staff_id: int, post_id: int) -> HttpResponse:
    return _end(request, staff_id, post_id)  # type: ignore[no-any-return]


def _end(request: StaffRequest, staff_id: int, post_id: int) -> Any:
    @of_person
    def run(request: StaffRequest, card: StaffCard) -> HttpResponse:
        if post_id not in {held.id for held in card.posts}:
            raise Http404
        form = EndForm(request.POST)
        if not form.is_valid():
            raise WrongStaff("last_day", _("Podaj ostatni dzień."))
        end_post(post_id, last_day=form.cleaned_data["last_day"], at=clock.now(), by=request.actor)
        return _done(request, card, _("Stanowisko się skończy."))

    return run(request, staff_id)


@require_POST
@of_person
def again(request: StaffRequest, card: StaffCard) -> HttpResponse:
    """A new link: it was lost, or the password was forgotten."""
    if not card.active:
        raise Http404
    invite_again_by_mail(card.id, at=clock.now(), by=request.actor)
    return _done(request, card, _("Odnośnik wysłany; poprzedni już nie działa."))


@require_POST
@of_person
def factors(request: StaffRequest, card: StaffCard) -> HttpResponse:
    drop_factors(card.id, at=clock.now(), by=request.actor)
    return _done(request, card, _("Drugi składnik zdjęty, osoba wylogowana."))


@require_POST
@of_person
def sign_out(request: StaffRequest, card: StaffCard) -> HttpResponse:
    end_sessions(card.id, at=clock.now(), by=request.actor)
    return _done(request, card, _("Osoba wylogowana wszędzie."))


@require_POST
@of_person
def left(request: StaffRequest, card: StaffCard) -> HttpResponse:
    form = LeaveForm(request.POST, people=colleagues_of(card.id))
    if not form.is_valid():
        raise WrongStaff("hand_to", _("Wybierz z listy."))
    to = form.cleaned_data["hand_to"]
    leave(card.id, hand_to=int(to) if to else None, at=clock.now(), by=request.actor)
    return _done(request, card, _("Konto zamknięte. Otwarte sprawy są przekazywane."))


@require_POST
@of_person
def back(request: StaffRequest, card: StaffCard) -> HttpResponse:
    if card.active:
        raise Http404
    call_back_by_mail(card.id, at=clock.now(), by=request.actor)
    return _done(request, card, _("Konto otwarte; odnośnik do hasła wysłany."))


def _done(request: StaffRequest, card: StaffCard, words: Any) -> HttpResponse:
    banners.success(request, str(words))
    return redirect("backoffice:person", card.id)
