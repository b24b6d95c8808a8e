"""The ledger of commitments: the page, the table to take away, and saying what became of one."""

import csv
import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kck.cases.clock_terms import Kept, Programme
from kck.cases.commands.commitments import move_commitment, settle_commitment
from kck.cases.queries.commitments import CommitmentRow, commitment_for
from kck.cases.queries.commitments import ledger as ledger_of
from kck.cases.rules import IllegalMove, Incomplete
from kck.desk.doors import StaffRequest
from kck.desk.forms.programme import SettleForm
from kck.desk.pages import page
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.numbers import display
from kck.foundation.text import _

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Of all units of this person, or of one."""
    staff = _staff(request)
    unit = _unit(staff)
    groups = ledger_of(staff.actor, at=clock.now(), unit_id=unit.id if unit else None)
    context = {
        "groups": [group for group in groups if group.rows],
        "units": _units(staff),
        "unit": unit,
        "nav_view": "commitments",
    }
    return page(staff, "commitments.html", context)


def _staff(request: HttpRequest) -> StaffRequest:
    """Who reads no cases has no ledger."""
    staff: StaffRequest = request  # type: ignore[assignment]
    if not staff.actor.may("cases.view"):
        raise Http404
    return staff


def _units(staff: StaffRequest) -> list[UnitInfo]:
    """To choose from, where there is a choice."""
    city = snapshot()
    if "cases.view" in staff.actor.grants:
        return city.units_in_force()
    own = {city.unit_by_id(pk, city.day).id for pk in staff.actor.units_with("cases.view")}
    return [unit for unit in city.units_in_force() if unit.id in own]


def _unit(staff: StaffRequest) -> UnitInfo | None:
    return next((u for u in _units(staff) if u.code == staff.GET.get("unit", "")), None)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same as CSV that a spreadsheet opens with its letters right."""
    staff = _staff(request)
    unit = _unit(staff)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    head = (
        _("Kiedy"), _("Termin"), _("Numer"), _("Kategoria"), _("Miejsce"), _("Jednostka"),
        _("Program"), _("Stan"),
    )  # fmt: skip
    writer.writerow([str(one) for one in head])
    for group in ledger_of(staff.actor, at=clock.now(), unit_id=unit.id if unit else None):
        writer.writerows(_cells(str(group.when.label), row) for row in group.rows)
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"kck-commitments-{clock.today().isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _cells(when: str, row: CommitmentRow) -> list[str]:
    found = (
        when, row.due_on.isoformat(), display(row.number), row.category, row.place, row.unit,
        row.programme, str(row.state.label),
    )  # fmt: skip
    # what begins like a formula is none
    return [f"'{one}" if one.startswith(_FORMULA) else one for one in found]


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Kept, broken, the case open again, or another day."""
    staff = _staff(request)
    row = commitment_for(staff.actor, commitment_id, at=clock.now())
    if row is None or not row.may_settle:
        raise Http404
    form = SettleForm(staff.POST or None)
    if form.is_valid():
        try:
            said = _do(staff, row, form)
        except (IllegalMove, Incomplete) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(staff, f"{display(row.number)}: {said}")
            return redirect(reverse("desk:commitments"))
    context = {"row": row, "form": form, "nav_view": "commitments"}
    return page(staff, "commitment.html", context, status=422 if form.is_bound else 200)


def _do(staff: StaffRequest, row: CommitmentRow, form: SettleForm) -> object:
    data, at, by = form.cleaned_data, clock.now(), staff.actor
    if data["result"] == "move":
        later = Programme(due_on=data["due_on"], name=data["programme"] or row.programme)
        move_commitment(row.id, programme=later, at=at, by=by)
        return _("nowy termin zapisany.")
    settle_commitment(row.id, result=Kept(data["result"]), words=data["text"], at=at, by=by)
    return _("zapisane, zgłaszający się dowie.")
