"""Requests under data protection law: the register, and one of them from arrival to answer."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kck.backoffice import given_paper
from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.privacy import EndForm, IdentityForm, LongerForm
from kck.backoffice.pages import page
from kck.foundation import clock
from kck.foundation.text import _
from kck.privacy import commands
from kck.privacy.queries.requests import RequestInfo, erasure_preview, request_of
from kck.privacy.queries.requests import requests as all_requests
from kck.privacy.terms import RequestKind, RequestState

Act = Callable[[RequestInfo, StaffRequest], str]


@require_safe
def requests(request: StaffRequest) -> HttpResponse:
    rows = all_requests(today=clock.today())
    return page(request, "privacy.html", {"rows": rows}, section="privacy")


@require_safe
def one(request: StaffRequest, request_id: int) -> HttpResponse:
    return _page(request, _found(request_id))


def _found(request_id: int) -> RequestInfo:
    found = request_of(request_id, today=clock.today())
    if found is None:
        raise Http404
    return found


def _page(
    request: StaffRequest, found: RequestInfo, *, status: int = 200, **more: Any
) -> HttpResponse:
    erasing = found.kind == RequestKind.ERASURE and found.is_open and found.person_id
    context = {
        "one": found,
        "preview": erasure_preview(found.person_id) if erasing and found.person_id else None,
        "identity_form": IdentityForm(),
        "longer_form": LongerForm(),
        "end_form": EndForm(),
        **more,
    }
    return page(request, "privacy_one.html", context, section="privacy", status=status)


@require_POST
def act(request: StaffRequest, request_id: int, verb: str) -> HttpResponse:
    found, run = _found(request_id), _ACTS.get(verb)
    if run is None:
        raise Http404
    try:
        banners.success(request, run(found, request))
    except commands.NotYet as problem:
        return _page(request, found, status=422, problem=str(problem))
    return redirect("backoffice:privacy-one", request_id)


@require_POST
def give(request: StaffRequest, request_id: int) -> HttpResponse:
    """The file is made for whoever asked for it and kept nowhere."""
    found = _found(request_id)
    try:
        made = commands.give_out(
            found.id, at=clock.now(), by=request.actor, printer=given_paper.printed
        )
    except commands.NotYet as problem:
        return _page(request, found, status=422, problem=str(problem))
    answer = HttpResponse(made, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="rodo-{found.id}.zip"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _identity(found: RequestInfo, request: StaffRequest) -> str:
    how = request.POST.get("how", "")
    commands.check_identity(found.id, how=how, at=clock.now(), by=request.actor)
    return str(_("Zapisano, skąd wiemy, że to ta osoba."))


def _longer(found: RequestInfo, request: StaffRequest) -> str:
    because = request.POST.get("because", "")
    commands.prolong(found.id, because=because, at=clock.now(), by=request.actor)
    return str(_("Termin przedłużono o dwa miesiące. Zawiadom osobę o powodzie."))


def _erase(found: RequestInfo, request: StaffRequest) -> str:
    commands.erase(found.id, at=clock.now(), by=request.actor)
    return str(_("Dane usunięto. Co zostało i dlaczego, jest niżej."))


def _end(found: RequestInfo, request: StaffRequest) -> str:
    refused = request.POST.get("state") == RequestState.REFUSED
    commands.end_request(
        found.id,
        state=RequestState.REFUSED if refused else RequestState.DONE,
        answer=request.POST.get("answer", ""),
        at=clock.now(),
        by=request.actor,
    )
    return str(_("Żądanie zakończone."))


_ACTS: Mapping[str, Act] = {
    "identity": _identity,
    "longer": _longer,
    "erase": _erase,
    "end": _end,
}
