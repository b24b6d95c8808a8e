"""Adding tasks, labels, files and other cases to a case, and taking them off."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kck.cases import commands
from kck.cases.queries.belongings import file_of, files_of, ties_of
from kck.cases.queries.desk_case import DeskCase, case_for
from kck.cases.queries.tasks import task_for
from kck.cases.rules import IllegalMove, Incomplete
from kck.desk.actions import Doing
from kck.desk.doors import StaffRequest
from kck.desk.pages import page
from kck.desk.sides import SIDES, VERBS, Side, TaskVerb
from kck.desk.views.case import of_case
from kck.files.http import serve
from kck.files.sniffing import NotADocument
from kck.files.terms import NotAPhoto
from kck.foundation import clock
from kck.foundation.audit import looked_at
from kck.foundation.outbox import unit_of_work
from kck.foundation.verdict import Refused
from kck.unitlinks.commands import revoke_link
from kck.unitlinks.queries.links import task_links

_PROBLEMS = (IllegalMove, Incomplete, NotADocument, NotAPhoto, Refused)


@require_http_methods(["GET", "HEAD", "POST"])
@of_case
def side(request: StaffRequest, case: DeskCase, name: str) -> HttpResponse:
    """GET opens the form, POST does it; what was typed comes back with what is wrong."""
    wanted = SIDES.get(name)
    if wanted is None or name not in case.may:
        raise Http404
    where = reverse("desk:side", args=[case.number, name])
    return _run(request, case, wanted, where, wanted.run)


@require_http_methods(["GET", "HEAD", "POST"])
@of_case
def task(request: StaffRequest, case: DeskCase, task_id: int, name: str) -> HttpResponse:
    """The same with one of its tasks. One that is over meanwhile is said to be."""
    verb, row = VERBS.get(name), task_for(request.actor, case.id, task_id, at=clock.now())
    if verb is None or row is None or (row.running and name not in row.may):
        raise Http404
    where = reverse("desk:task", args=[case.number, task_id, name])
    return _run(request, case, verb, where, lambda doing: verb.run(task_id, doing), row=row)


def _run(
    request: StaffRequest,
    case: DeskCase,
    wanted: Side | TaskVerb,
    where: str,
    run: Any,
    **more: Any,
) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = wanted.form(*sent, case=case, actor=request.actor)
    context = {"case": case, "side": wanted, "form": form, "where": where, **more}
    if request.method != "POST":
        return _show(request, context, status=200)
    if not form.is_valid():
        return _show(request, context, status=422)
    doing = Doing(case=case, data=form.cleaned_data, actor=request.actor, at=clock.now())
    try:
        with unit_of_work():
            run(doing)
    except _PROBLEMS as problem:
        form.add_error(None, str(problem))
        return _show(request, context, status=422)
    return _done(request, case, wanted)


def _show(request: StaffRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    if request.htmx:
        return page(request, "case/_side.html", context, status=status)
    return page(request, "case/side.html", context, status=status)


def _done(request: StaffRequest, case: DeskCase, wanted: Side | TaskVerb) -> HttpResponse:
    """The page's other parts hear of it by the case's own topic."""
    gone = case_for(request.actor, case.number, at=clock.now()) is None
    home = reverse("desk:queue") if gone else reverse("desk:case", args=[case.number])
    if not request.htmx:
        return redirect(home)
    if gone:  # its task was all that showed them the case
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = home
        return response
    response = page(request, "case/_action.html", {"case": case, "said": wanted.said})
    response.headers["HX-Trigger"] = f"kck:case:{case.id}"
    return response


def _off(request: StaffRequest, case: DeskCase) -> HttpResponse:
    if not request.htmx:
        return redirect("desk:case", number=case.number)
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = f"kck:case:{case.id}"
    return response


@require_POST
@of_case
def label_off(request: StaffRequest, case: DeskCase, label_id: int) -> HttpResponse:
    _only(case, "label")
    commands.take_label_off(case.id, label_id=label_id, at=clock.now(), by=request.actor)
    return _off(request, case)


@require_POST
@of_case
def untie(request: StaffRequest, case: DeskCase, tie_id: int) -> HttpResponse:
    _only(case, "tie")
    if tie_id not in {row.id for row in ties_of(request.actor, case.id)}:
        raise Http404
    commands.untie(case.id, tie_id=tie_id, at=clock.now(), by=request.actor)
    return _off(request, case)


@require_POST
@of_case
def file_erase(request: StaffRequest, case: DeskCase, file_id: int) -> HttpResponse:
    _only(case, "file")
    if file_id not in {row.id for row in files_of(case.id)}:
        raise Http404
    commands.erase_file(case.id, file_id=file_id, at=clock.now(), by=request.actor)
    return _off(request, case)


@require_POST
@of_case
def task_link_off(request: StaffRequest, case: DeskCase, task_id: int) -> HttpResponse:
    """The links of a task end; whoever has it hears of it by telephone, or gets a new task."""
    _only(case, "task")
    for link_id in task_links(case.id, task_id):
        revoke_link(link_id, at=clock.now(), by=request.actor)
    return _off(request, case)


def _only(case: DeskCase, name: str) -> None:
    if name not in case.may:
        raise Http404


@require_safe
def file(request: HttpRequest, number: str, public_id: UUID) -> HttpResponseBase:
    """To be saved and never run; who took it is written down."""
    staff: StaffRequest = request  # type: ignore[assignment]
    case = case_for(staff.actor, number, at=clock.now())
    found = file_of(case.id, public_id) if case else None
    if case is None or found is None:
        looked_at(staff.actor, "file-refused", f"file:{public_id}", number[:20])
        raise Http404
    stored, name = found
    looked_at(staff.actor, "file", f"case:{case.id}", str(public_id))
    response = serve(stored, request=request)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Type"] = "application/octet-stream"
    return response
