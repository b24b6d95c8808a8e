"""Doing something with a case: one view for every act. What was typed, and photos, stay."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kck.cases.rules import IllegalMove, Incomplete
from kck.foundation import clock
from kck.foundation.outbox import unit_of_work
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.ui import kept_photos as photos
from kck.unitlinks.commands import LinkRefused, NameMissing, use_link
from kck.unitlinks.queries.links import find_link
from kck.unitlinks.terms import Link, LinkState
from kck.worklink.acts import ACTS, Act, Doing
from kck.worklink.doors import closed, ended, may_act, unit_of, with_work
from kck.worklink.forms import ActForm
from kck.worklink.names import known_name, remember
from kck.worklink.views.case import case_page
from kck.worklink.work import Work, work_on

TOO_OFTEN = _("Za dużo prób z tego odnośnika. Odczekaj chwilę i wyślij jeszcze raz.")


@require_http_methods(["GET", "HEAD", "POST"])
@with_work
def act(request: HttpRequest, token: str, link: Link, work: Work, name: str) -> HttpResponse:
    """GET opens the form, POST does it."""
    wanted = ACTS.get(name)
    if wanted is None:
        raise Http404
    if name not in work.acts:
        return _not_now(request, token, link, work, wanted)
    if request.method != "POST":
        form = wanted.form(initial={"name": known_name(request)}, returns=work.returns)
        return _form(request, token, link, work, wanted, form, status=200)
    form = wanted.form(request.POST, request.FILES, returns=work.returns)
    form.is_valid()
    kept = _photos(request, work, form)
    if not may_act(link):
        form.add_error(None, TOO_OFTEN)
        return _form(request, token, link, work, wanted, form, status=429)
    if form.errors:
        return _form(request, token, link, work, wanted, form)
    return _do(request, token, link, work, wanted, form, kept)


def _photos(request: HttpRequest, work: Work, form: ActForm) -> list[UUID]:
    """Taken in before anything else may fail."""
    if "photos" not in form.fields:
        return []
    kept = photos.unseal(work.case.id, request.POST.get("kept", ""))
    files = form.cleaned_data.get("photos") or []
    for problem in photos.take_in(files, kept, by=work.by):
        form.add_error("photos", problem)
    form.write("kept", photos.seal(work.case.id, kept))
    return kept


def _do(
    request: HttpRequest,
    token: str,
    link: Link,
    work: Work,
    wanted: Act,
    form: ActForm,
    kept: list[UUID],
) -> HttpResponse:
    at, data = clock.now(), form.cleaned_data
    try:
        with unit_of_work():
            by = use_link(link, case_id=work.case.id, use=wanted.use, name=data["name"], at=at)
            wanted.run(Doing(case_id=work.case.id, data=data, photos=tuple(kept), by=by, at=at))
    except LinkRefused:
        return ended(request, token, find_link(token) or link)
    except NameMissing as problem:
        form.add_error("name", str(problem))
        return _form(request, token, link, work, wanted, form)
    except IllegalMove:
        fresh = work_on(link, work.number, at=at) or work
        return _not_now(request, token, link, fresh, wanted)
    except (Incomplete, Refused) as problem:
        form.add_error(None, str(problem))
        return _form(request, token, link, work, wanted, form)
    return _done(request, token, link, work, wanted, data["name"])


def _done(
    request: HttpRequest, token: str, link: Link, work: Work, wanted: Act, name: str
) -> HttpResponse:
    response: HttpResponse
    if work_on(link, work.number, at=clock.now()) is None:  # handed back
        response = closed(request, "handed-back", status=200, token=token, link=link)
    else:
        where = reverse("worklink:case", args=[token, work.number])
        response = redirect(f"{where}?did={wanted.name}")
    remember(response, name)
    return response


def _form(
    request: HttpRequest,
    token: str,
    link: Link,
    work: Work,
    wanted: Act,
    form: ActForm,
    status: int = 422,
) -> HttpResponse:
    context: dict[str, Any] = {
        "token": token,
        "work": work,
        "case": work.case,
        "unit": unit_of(link),
        "act": wanted,
        "form": form,
        "kept": len(photos.unseal(work.case.id, str(form["kept"].value() or ""))),
        "status": status,
    }
    return render(request, "worklink/act.html", context, status=status)


def _not_now(request: HttpRequest, token: str, link: Link, work: Work, wanted: Act) -> HttpResponse:
    """Somebody was faster, or the same form was sent twice: the case as it is now."""
    if find_link(token) is None or link.state != LinkState.OPEN:
        return ended(request, token, link)
    refused = str(_("„%(act)s” nie jest teraz możliwe: sprawa jest w stanie „%(state)s”.")) % {
        "act": wanted.label,
        "state": work.case.state.label,
    }
    typed = request.POST.get("text", "")[:4000] if request.method == "POST" else ""
    return case_page(request, token, link, work, status=409, refused=refused, typed=typed)
