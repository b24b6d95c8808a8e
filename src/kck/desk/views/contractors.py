"""Contractors of one's units: the list, a new one, and changes with who made them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kck.accounts.queries import names_of
from kck.cases import commands
from kck.cases.queries.contractors import Firm, firm, firms_kept, kept_by, kept_units
from kck.cases.rules import Incomplete
from kck.desk.doors import StaffRequest
from kck.desk.forms.contractors import ContractorForm
from kck.desk.pages import page
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import _

_FIELDS = {
    "name": _("nazwa"), "mail": _("e-mail"), "phone": _("telefon"), "valid_from": _("od kiedy"),
    "valid_to": _("do kiedy"),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def contractors(request: HttpRequest) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    units = _units(staff)
    if not units:
        raise Http404
    if staff.method != "POST":
        return _list(staff, ContractorForm(units=units))
    form = ContractorForm(staff.POST, units=units)
    if not _kept(staff, form, None):
        return _list(staff, form, status=422)
    messages.success(staff, str(_("Dopisano wykonawcę.")))
    return redirect("desk:contractors")


@require_http_methods(["GET", "HEAD", "POST"])
def contractor(request: HttpRequest, contractor_id: int) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    row = firm(staff.actor, contractor_id, clock.today())
    if row is None:
        raise Http404
    units = [(row.unit_id, row.unit)]
    if staff.method != "POST":
        return _one(staff, row, ContractorForm(units=units, initial=_initial(row)))
    form = ContractorForm(staff.POST, units=units)
    if not _kept(staff, form, row.id):
        return _one(staff, row, form, status=422)
    messages.success(staff, str(_("Zapisane.")))
    return redirect("desk:contractors")


def _units(request: StaffRequest) -> list[tuple[int, str]]:
    city = snapshot(clock.now())
    return [(pk, city.unit_by_id(pk).code) for pk in kept_units(request.actor)]


def _kept(request: StaffRequest, form: ContractorForm, contractor_id: int | None) -> bool:
    if not form.is_valid():
        return False
    try:
        commands.keep_contractor(contractor_id, **form.given(), at=clock.now(), by=request.actor)
    except Incomplete as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _initial(row: Firm) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _FIELDS}


def _list(request: StaffRequest, form: ContractorForm, *, status: int = 200) -> HttpResponse:
    context = {
        "rows": firms_kept(request.actor, clock.today()),
        "form": form,
        "nav_view": "contractors",
    }
    return page(request, "contractors.html", context, status=status)


def _one(
    request: StaffRequest, row: Firm, form: ContractorForm, *, status: int = 200
) -> HttpResponse:
    entries = kept_by(row.id)
    ids = {int(one.actor.removeprefix("staff:")) for one in entries if "staff:" in one.actor}
    names = {f"staff:{pk}": name for pk, name in names_of(ids).items()}
    context = {
        "row": row,
        "form": form,
        "entries": [
            (one, names.get(one.actor, ""), ", ".join(str(_FIELDS[name]) for name in one.changed))
            for one in entries
        ],
        "nav_view": "contractors",
    }
    return page(request, "contractor.html", context, status=status)
