"""One task by its link: read it, see its photos, say what came of it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kck.cases.queries.tasks import TaskSheet, task_photo
from kck.cases.rules import IllegalMove, Incomplete
from kck.files.http import serve
from kck.foundation import clock, numbers
from kck.foundation.outbox import unit_of_work
from kck.foundation.text import _
from kck.foundation.verdict import Refused
from kck.ui import kept_photos as photos
from kck.unitlinks.commands import LinkRefused, NameMissing, open_link, use_link
from kck.unitlinks.policy import actor_for
from kck.unitlinks.queries.links import find_link
from kck.unitlinks.terms import Link
from kck.worklink.doors import ended, may_act, with_task
from kck.worklink.forms import ActForm
from kck.worklink.names import known_name, remember
from kck.worklink.task_acts import TASK_ACTS, Doing, TaskAct, offered
from kck.worklink.views.act import TOO_OFTEN
from kck.worklink.views.case import only_fetched_ahead


@require_safe
@with_task
def page(request: HttpRequest, token: str, link: Link, sheet: TaskSheet) -> HttpResponse:
    done = TASK_ACTS.get(request.GET.get("did", ""))
    return task_page(request, token, link, sheet, said=done.said if done else "")


def task_page(
    request: HttpRequest,
    token: str,
    link: Link,
    sheet: TaskSheet,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The whole page. Reading it is written down."""
    if request.method == "GET" and not only_fetched_ahead(request):
        open_link(link, case_id=sheet.case_id, at=clock.now())
    context = {
        **_shared(token, sheet),
        "acts": offered(sheet.state, running=sheet.running),
        "name": known_name(request),
        "status": status,
        **more,
    }
    return render(request, "worklink/task.html", context, status=status)


def _shared(token: str, sheet: TaskSheet) -> dict[str, Any]:
    return {
        "token": token,
        "task": sheet,
        "shown": numbers.display(sheet.number),
        "now": clock.now(),
    }


@require_safe
@with_task
def photo(
    request: HttpRequest, token: str, link: Link, sheet: TaskSheet, public_id: UUID, size: str
) -> HttpResponseBase:
    stored = task_photo(sheet, public_id)
    if stored is None:
        raise Http404
    return serve(stored, size, request=request)


@require_http_methods(["GET", "HEAD", "POST"])
@with_task
def act(
    request: HttpRequest, token: str, link: Link, sheet: TaskSheet, name: str
) -> HttpResponseBase:
    """GET opens the form, POST does it; what was typed, and photos, stay."""
    wanted = TASK_ACTS.get(name)
    if wanted is None:
        raise Http404
    if wanted not in offered(sheet.state, running=sheet.running):
        return _not_now(request, token, link, sheet)
    if request.method != "POST":
        form = wanted.form(initial={"name": known_name(request)})
        return _form(request, token, sheet, wanted, form, status=200)
    form = wanted.form(request.POST, request.FILES)
    form.is_valid()
    kept = _photos(request, link, sheet, form)
    if not may_act(link):
        form.add_error(None, TOO_OFTEN)
        return _form(request, token, sheet, wanted, form, status=429)
    if form.errors:
        return _form(request, token, sheet, wanted, form)
    return _do(request, token, link, sheet, wanted, form, kept)


def _photos(request: HttpRequest, link: Link, sheet: TaskSheet, form: ActForm) -> list[UUID]:
    """Taken in before anything else may fail."""
    if "photos" not in form.fields:
        return []
    kept = photos.unseal(sheet.case_id, request.POST.get("kept", ""))
    for problem in photos.take_in(form.cleaned_data.get("photos") or [], kept, by=actor_for(link)):
        form.add_error("photos", problem)
    form.write("kept", photos.seal(sheet.case_id, kept))
    return kept


def _do(
    request: HttpRequest,
    token: str,
    link: Link,
    sheet: TaskSheet,
    wanted: TaskAct,
    form: ActForm,
    kept: list[UUID],
) -> HttpResponse:
    at, data = clock.now(), form.cleaned_data
    try:
        with unit_of_work():
            by = use_link(link, case_id=sheet.case_id, use=wanted.use, name=data["name"], at=at)
            wanted.run(Doing(task_id=sheet.id, data=data, photos=tuple(kept), by=by, at=at))
    except LinkRefused:
        return ended(request, token, find_link(token) or link)
    except NameMissing as problem:
        form.add_error("name", str(problem))
        return _form(request, token, sheet, wanted, form)
    except IllegalMove:
        return _not_now(request, token, link, sheet)
    except (Incomplete, Refused) as problem:
        form.add_error(None, str(problem))
        return _form(request, token, sheet, wanted, form)
    response = redirect(f"{reverse('worklink:link', args=[token])}?did={wanted.name}")
    remember(response, data["name"])
    return response


def _form(
    request: HttpRequest,
    token: str,
    sheet: TaskSheet,
    wanted: TaskAct,
    form: ActForm,
    status: int = 422,
) -> HttpResponse:
    context = {
        **_shared(token, sheet),
        "act": wanted,
        "form": form,
        "kept": len(photos.unseal(sheet.case_id, str(form["kept"].value() or ""))),
        "status": status,
    }
    return render(request, "worklink/task_act.html", context, status=status)


def _not_now(request: HttpRequest, token: str, link: Link, sheet: TaskSheet) -> HttpResponse:
    """Somebody was faster, or it was called off meanwhile."""
    typed = request.POST.get("text", "")[:4000] if request.method == "POST" else ""
    refused = _("Tego nie można teraz zrobić: zadanie jest już zakończone albo odwołane.")
    return task_page(request, token, link, sheet, status=409, refused=refused, typed=typed)
