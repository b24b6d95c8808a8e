"""A formal case and its papers: deliveries, our letters, the package for the records system."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kck.cases.queries.desk_case import DeskCase, case_for
from kck.channels.edoreczenia.queries import file_of
from kck.channels.ezd.commands import note_receipt, send_to_records
from kck.channels.ezd.terms import NotConfigured, NotFormal, WrongReceipt
from kck.desk.doors import StaffRequest
from kck.desk.forms.records import ReceiptForm
from kck.desk.knowing import knowing
from kck.desk.pages import page
from kck.desk.papers import papers_of
from kck.desk.views.case import of_case
from kck.files.http import serve
from kck.foundation import clock
from kck.foundation.audit import looked_at


@require_safe
@of_case
def records(request: StaffRequest, case: DeskCase) -> HttpResponse:
    return _page(request, case)


def _page(request: StaffRequest, case: DeskCase, *, status: int = 200, **more: Any) -> HttpResponse:
    papers = papers_of(case, request.actor)
    if not papers:
        raise Http404
    form = more.pop("form", None) or ReceiptForm(initial=_known(papers))
    context = {**papers, "case": case, "form": form, "topics": f"case:{case.id}", **more}
    return page(request, "records.html", context, status=status)


def _known(papers: dict[str, Any]) -> dict[str, Any]:
    records = papers["records"]
    package = records.package if records else None
    if package is None or not package.receipt_number:
        return {"on": clock.today()}
    return {"number": package.receipt_number, "on": package.receipt_on}


@require_POST
@of_case
def send(request: StaffRequest, case: DeskCase) -> HttpResponse:
    """Pressed twice it is one package; who may not is told so by the policy (403)."""
    try:
        send_to_records(case.id, at=clock.now(), by=request.actor)
    except (NotFormal, NotConfigured) as error:
        return _page(request, case, status=422, problem=str(error))
    return redirect("desk:records", number=case.number)


@require_POST
@of_case
def receipt(request: StaffRequest, case: DeskCase) -> HttpResponse:
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return _page(request, case, status=422, form=form)
    try:
        note_receipt(
            case.id,
            number=form.cleaned_data["number"],
            on=form.cleaned_data["on"],
            at=clock.now(),
            by=request.actor,
        )
    except WrongReceipt as wrong:
        form.add_error("number", str(wrong))
        return _page(request, case, status=422, form=form)
    return redirect("desk:records", number=case.number)


@require_safe
def delivered_file(request: HttpRequest, number: str, public_id: UUID) -> HttpResponseBase:
    """A file of a delivery, always to be saved and never run: a stranger made it."""
    staff: StaffRequest = request  # type: ignore[assignment]
    case = case_for(knowing(staff), number, at=clock.now())
    # a letter has its sender on it
    found = file_of(case.id, public_id) if case and "personal" in case.may else None
    if case is None or found is None:
        raise Http404
    stored, name = found
    looked_at(staff.actor, "attachment", f"case:{case.id}", name)
    response = serve(stored, request=request)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Type"] = "application/octet-stream"
    return response
