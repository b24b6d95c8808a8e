"""A district's cases, for its councillors: to read, without anybody's name."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from kck.cases.queries.district import DistrictView, district_case, district_page
from kck.desk.doors import StaffRequest
from kck.desk.pages import page
from kck.foundation import clock
from kck.foundation.numbers import WrongNumber, display, parse
from kck.places.queries import area


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    staff = _councillor(request)
    asked = staff.GET.get("q", "").strip()[:40]
    if found := _number(asked):
        return redirect("desk:district-case", found)
    view = _view(staff.GET.get("view", ""))
    district = staff.GET.get("district", "")
    after = staff.GET.get("after", "")
    shown = district_page(
        staff.actor,
        view,
        at=clock.now(),
        district=district if district in staff.actor.districts else "",
        after=int(after) if after.isdecimal() and len(after) < 18 else 0,
    )
    context = {
        "shown": shown,
        "view": view,
        "tabs": _tabs(shown.counts, view, district),
        "districts": _districts(staff),
        "district": district,
        "asked_number": asked,
        "nav_view": "district",
    }
    return page(staff, "district.html", context)


@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    staff = _councillor(request)
    found = district_case(staff.actor, number, at=clock.now())
    if found is None:
        raise Http404
    row, story = found
    context = {"row": row, "case": row.case, "story": story[::-1], "nav_view": "district"}
    return page(staff, "district_case.html", context)


def _councillor(request: HttpRequest) -> StaffRequest:
    """For everybody else the page is not there."""
    staff: StaffRequest = request  # type: ignore[assignment]
    if not staff.actor.districts:
        raise Http404
    return staff


def _number(typed: str) -> str:
    try:
        return display(parse(typed)) if typed else ""
    except WrongNumber:
        return ""


def _view(asked: str) -> DistrictView:
    return DistrictView(asked) if asked in list(DistrictView) else DistrictView.OPEN


def _tabs(
    counts: dict[DistrictView, int], now: DistrictView, district: str
) -> list[dict[str, Any]]:
    more = f"&district={district}" if district else ""
    return [
        {
            "label": view.label,
            "href": f"?view={view}{more}",
            "current": view == now,
            "count": count,
        }
        for view, count in counts.items()
    ]


def _districts(request: StaffRequest) -> list[tuple[str, str]]:
    found = [(code, area(code)) for code in sorted(request.actor.districts)]
    return [(code, known.name if known else code) for code, known in found]
