"""Somebody's card, and what is changed on it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.cases.queries.desk_case import case_for
from kck.desk.card import context_of
from kck.desk.doors import StaffRequest
from kck.desk.forms.person import WhyForm
from kck.desk.knowing import SHORTEST_REASON, reason_for, remember
from kck.desk.pages import page
from kck.desk.person_acts import ACTS, Change
from kck.desk.views.people import centre
from kck.foundation import clock
from kck.foundation.audit import looked_at
from kck.foundation.text import _
from kck.people.commands import CannotMerge, NotUsable, merge, part
from kck.people.policy import may_edit, may_merge
from kck.people.queries.card import Card, card
from kck.people.queries.doubles import likely_doubles
from kck.people.queries.same import person_id_of, public_id_of, same_person

P = ParamSpec("P")


def of_person(
    view: Callable[Concatenate[StaffRequest, Card, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, UUID, P], HttpResponse]:
    """The view gets the card, once there is a reason; each look at it is written down."""

    @wraps(view)
    def run(request: HttpRequest, person: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        staff = centre(request)
        person_id = person_id_of(person)
        if person_id is None:
            raise Http404
        head = public_id_of(person_id)
        if head is None:
            raise Http404
        reason = _reason(staff, person_id, person, head)
        if not reason:
            return redirect("desk:person-why", person)
        if head != person:
            remember(staff, [head], reason)
            return redirect("desk:person", head)
        looked_at(staff.actor, "person", f"person:{person_id}", reason)
        answer = view(staff, card(person_id, today=clock.today()), *args, **kwargs)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    return run  # type: ignore[return-value]


def _reason(request: StaffRequest, person_id: int, person: UUID, head: UUID) -> str:
    """A case of one's own queue is reason enough; else what was said before."""
    number = request.GET.get("case", "")
    case = case_for(request.actor, number, at=clock.now()) if number else None
    own = case is not None and case.unit.id in request.actor.unit_ids
    if case and own and case.person_id and case.person_id in same_person(person_id):
        remember(request, [head], f"case:{case.number}")
        return f"case:{case.number}"
    return reason_for(request, person) or reason_for(request, head)


@require_http_methods(["GET", "HEAD", "POST"])
def why(request: HttpRequest, person: UUID) -> HttpResponse:
    """Asked outside one's own queue."""
    staff = centre(request)
    if person_id_of(person) is None:
        raise Http404
    form = WhyForm(staff.POST if staff.method == "POST" else None)
    if staff.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if len(reason) >= SHORTEST_REASON:
            remember(staff, [person], reason)
            return redirect("desk:person", person)
        form.add_error("reason", _("Napisz kilka słów: po co."))
    status = 422 if form.errors else 200
    return page(staff, "person/why.html", {"form": form, "nav_view": "people"}, status=status)


@require_safe
@of_person
def person(request: StaffRequest, card: Card) -> HttpResponse:
    return _page(request, card)


def _page(
    request: StaffRequest,
    card: Card,
    *,
    failed: str = "",
    form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    context = context_of(request.actor, card, failed=failed, form=form)
    return page(request, "person/card.html", context, status=status)


@require_POST
@of_person
def act(request: StaffRequest, card: Card, name: str) -> HttpResponse:
    chosen = ACTS.get(name)
    if chosen is None or not may_edit(request.actor):
        raise Http404
    form = chosen.form(request.POST)
    if not form.is_valid():
        return _page(request, card, failed=name, form=form, status=422)
    try:
        chosen.run(Change(card=card, data=form.cleaned_data, at=clock.now(), by=request.actor))
    except NotUsable as problem:
        form.add_error("value" if "value" in form.fields else None, str(problem))
        return _page(request, card, failed=name, form=form, status=422)
    messages.success(request, str(chosen.said))
    return redirect("desk:person", card.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@of_person
def doubles(request: StaffRequest, card: Card) -> HttpResponse:
    """Side by side; a human being says which of them are the same person."""
    if not may_merge(request.actor):
        raise Http404
    found = likely_doubles(card.id)
    if request.method == "POST":
        return _join(request, card, {str(one.person.public_id): one.person.id for one in found})
    subjects: list[Any] = [f"person:{one.person.id}" for one in found]
    for subject in subjects:
        looked_at(request.actor, "person", subject, str(_("porównanie zapisów")))
    context = {"card": card, "doubles": found, "nav_view": "people"}
    return page(request, "person/doubles.html", context)


def _join(request: StaffRequest, card: Card, offered: dict[str, int]) -> HttpResponse:
    """Only what was shown beside it can be chosen."""
    chosen = [pk for key, pk in offered.items() if key in request.POST.getlist("same")]
    try:
        for pk in chosen:
            merge(pk, into_id=card.id, at=clock.now(), by=request.actor)
    except CannotMerge as problem:
        messages.error(request, str(problem))
        return redirect("desk:person-doubles", card.public_id)
    if chosen:
        messages.success(request, str(_("Połączono. Można to cofnąć na kartotece osoby.")))
    return redirect("desk:person", card.public_id)


@require_POST
@of_person
def apart(request: StaffRequest, card: Card, old: UUID) -> HttpResponse:
    if not may_merge(request.actor):
        raise Http404
    old_id = person_id_of(old)
    if old_id is None or old_id not in card.ids:
        raise Http404
    part(old_id, at=clock.now(), by=request.actor)
    remember(request, [old], str(_("rozłączone zapisy")))
    messages.success(request, str(_("Rozłączono: to znów dwie osoby.")))
    return redirect("desk:person", card.public_id)
