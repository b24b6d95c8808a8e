"""How units work: today, from a day on, and how it goes with their systems."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from kck.backoffice.doors import StaffRequest
from kck.backoffice.forms.ways import StateRows, WayForm, initial_of, rows_of, table_of
from kck.backoffice.pages import page
from kck.channels.open311_out.commands import UnknownPartner, set_far_end
from kck.channels.open311_out.queries import FarEndInfo, far_ends, unknown_states
from kck.channels.open311_out.terms import DEFAULT_STATES, VERBS
from kck.directory.commands import WrongWay, set_way
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.directory.terms import WayOfWorking
from kck.directory.ways import WayInfo
from kck.foundation import clock
from kck.foundation.outbox import unit_of_work
from kck.foundation.text import _


@dataclass(frozen=True, kw_only=True)
class Row:
    """A unit, how it works today, and what is decided for later."""

    unit: UnitInfo
    way: WayInfo
    coming: WayInfo | None
    far_end: FarEndInfo | None


@require_safe
def ways(request: StaffRequest) -> HttpResponse:
    city, known = snapshot(clock.now()), far_ends()
    rows = [
        Row(
            unit=unit,
            way=city.way_of(unit.id),
            coming=_coming(city.ways.get(unit.code, ()), city.day),
            far_end=known.get(unit.code),
        )
        for unit in city.units_in_force()
    ]
    return page(request, "ways.html", {"rows": rows}, section="ways")


def _coming(periods: tuple[WayInfo, ...], today: date) -> WayInfo | None:
    return next((one for one in periods if one.valid_from and one.valid_from > today), None)


@require_http_methods(["GET", "HEAD", "POST"])
def way(request: StaffRequest, code: str) -> HttpResponse:
    city = snapshot(clock.now())
    unit = city.unit(code)
    if unit is None or unit.code != code:
        raise Http404
    now, far_end = city.way_of(unit.id), far_ends().get(code)
    if request.method != "POST":
        partner_id = far_end.partner_id if far_end else None
        form = WayForm(initial={**initial_of(now), "valid_from": city.day, "partner": partner_id})
        rows = StateRows(initial=rows_of(now.open311.states, unknown_states(code)), prefix="states")
        return _shown(request, unit, form, rows)
    form, rows = WayForm(request.POST), StateRows(request.POST, prefix="states")
    if not (form.is_valid() & rows.is_valid()):
        return _shown(request, unit, form, rows, status=422)
    try:
        _save(request, code, form, table_of(rows))
    except (WrongWay, UnknownPartner) as wrong:
        form.add_error(None, str(wrong))
        return _shown(request, unit, form, rows, status=422)
    banners.success(request, str(_("Zapisano sposób pracy jednostki %s.")) % code)
    return redirect("backoffice:ways")


def _save(request: StaffRequest, code: str, form: WayForm, states: dict[str, str]) -> None:
    given, at = form.cleaned_data, clock.now()
    with unit_of_work():
        set_way(
            code,
            way=WayOfWorking(given["way"]),
            settings=form.settings(states),
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            at=at,
            by=request.actor,
        )
        if given["way"] == WayOfWorking.OPEN311:
            set_far_end(
                code, key=given["key"] or None, partner_id=given["partner"], by=request.actor
            )


def _shown(
    request: StaffRequest, unit: UnitInfo, form: WayForm, rows: Any, *, status: int = 200
) -> HttpResponse:
    usual = [(state, VERBS[verb]) for state, verb in DEFAULT_STATES.items() if ":" not in state]
    context = {
        "unit": unit,
        "form": form,
        "rows": rows,
        "usual": usual,
        "far_end": far_ends().get(unit.code),
        "periods": snapshot(clock.now()).ways.get(unit.code, ()),
    }
    return page(request, "way.html", context, section="ways", status=status)
