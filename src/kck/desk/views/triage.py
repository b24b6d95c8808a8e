"""What the machine was not sure of: one key agrees with a suggestion, the next one opens itself."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kck.cases.commands import recategorise, see_alarm, undo_triage
from kck.cases.queries.desk import View
from kck.cases.queries.desk_case import case_for
from kck.cases.queries.triage import Undecided, undecided
from kck.cases.rules import IllegalMove, Incomplete
from kck.desk.doors import StaffRequest
from kck.desk.forms.fields import Pick, category_choices
from kck.desk.pages import page
from kck.desk.same import merged_last, same_as
from kck.directory.info import DangerInfo, HelplineInfo
from kck.directory.queries import snapshot
from kck.foundation import clock, numbers
from kck.foundation.text import _
from kck.triage.queries import triage as understand

_LAST = "desk.decided"
_NOTHING = (0, "", "", 0.0)
_SHOWN_FOR = 20  # s; the command itself is a little more patient


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """A category to agree with by its key."""

    key: int
    code: str
    name: str
    group: str
    unit: str
    percent: int
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided last, while it may be taken back."""

    number: str
    said: str


class CategoryForm(forms.Form):
    category = Pick(_("Inna kategoria"), category_choices)


@require_safe
def triage(request: HttpRequest) -> HttpResponse:
    """The list, and the case in hand: the one asked for, else the first."""
    staff: StaffRequest = request  # type: ignore[assignment]
    return _screen(staff, CategoryForm(), asked=staff.GET.get("case", ""))


def _screen(
    request: StaffRequest, form: CategoryForm, *, asked: str, status: int = 200
) -> HttpResponse:
    if not request.actor.may("cases.triage"):
        raise Http404
    at = clock.now()
    waiting = undecided(request.actor, at=at)
    place = next((n for n, row in enumerate(waiting) if row.number == asked), 0)
    current = waiting[place] if waiting else None
    aimed = (request.htmx.target or "") if request.htmx else ""
    if "triage-waits" in aimed:  # the page of an empty list asks whether it still is one
        return HttpResponse(status=204, headers={"HX-Refresh": "true"} if waiting else {})
    suggested = _suggested(current) if current else []
    context = {
        "nav_view": View.TRIAGE,
        "waiting": waiting,
        "current": current,
        "skip": _address(waiting[(place + 1) % len(waiting)]) if len(waiting) > 1 else "",
        "suggested": suggested,
        "same": same_as(request, current, (one.code for one in suggested)) if current else [],
        "merged": merged_last(request),
        "danger": _danger(current) if current else None,
        "lines": _lines(current) if current else [],
        "form": form,
        "decided": _decided(request),
        "undo_for": _SHOWN_FOR,
    }
    part = "#list" if "triage-list" in aimed else ""
    return page(request, f"triage.html{part}", context, status=status)


def _address(row: Undecided) -> str:
    return f"{reverse('desk:triage')}?case={row.number}"


def _suggested(case: Undecided) -> list[Suggested]:
    at = clock.now()
    city = snapshot(at)
    seen = understand(case.text, language=case.language, channel=case.channel, at=at)
    groups = {group.code: group.name() for group in city.category_groups}
    found: list[Suggested] = []
    for one in seen.categories:
        category = city.category(one.code)
        if category is None:
            continue
        unit = city.unit(category.unit)
        found.append(
            Suggested(
                key=len(found) + 1,
                code=category.code,
                name=category.name(),
                group=groups.get(category.group, ""),
                unit=unit.code if unit else city.centre.code,
                percent=round(one.probability * 100),
                words=one.words,
            )
        )
    return found[:5]


def _danger(case: Undecided) -> DangerInfo | None:
    return next((one for one in snapshot().dangers() if one.code == case.danger), None)


def _lines(case: Undecided) -> list[HelplineInfo]:
    danger = _danger(case)
    return snapshot().lines_of(danger, clock.now()) if danger else []


@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """The category is chosen: the case goes to its unit, the next one is opened."""
    staff: StaffRequest = request  # type: ignore[assignment]
    case = case_for(staff.actor, number, at=clock.now())
    if case is None or not staff.actor.may("cases.triage", case.unit.id):
        raise Http404
    form = CategoryForm(staff.POST)
    if not form.is_valid():
        return _screen(staff, form, asked=case.number, status=422)
    if not case.needs_triage:
        messages.warning(staff, _already(case.number))
        return redirect("desk:triage")
    see_alarm(case.id, at=clock.now(), by=staff.actor)
    try:
        recategorise(
            case.id,
            category=form.cleaned_data["category"],
            undoable=True,
            at=clock.now(),
            by=staff.actor,
        )
    except (IllegalMove, Incomplete) as problem:
        messages.warning(staff, str(problem))
    else:
        _remember(staff, case.id, number)
    return redirect("desk:triage")


def _remember(request: StaffRequest, case_id: int, number: str) -> None:
    at = clock.real_now().timestamp()
    request.session[_LAST] = [case_id, number, str(_said(request, number)), at]


def _decided(request: StaffRequest) -> Decided | None:
    """So long as it may be taken back, also after the page was loaded again."""
    case_id, number, said, at = request.session.get(_LAST, _NOTHING)
    fresh = clock.real_now().timestamp() - at < _SHOWN_FOR
    return Decided(number=number, said=said) if case_id and fresh else None


@require_POST
def undo(request: HttpRequest, number: str) -> HttpResponse:
    """Take the last decision back; the case is in hand again."""
    staff: StaffRequest = request  # type: ignore[assignment]
    case_id, last, _text, _at = staff.session.pop(_LAST, _NOTHING)
    if not staff.actor.may("cases.triage") or last != number:
        messages.warning(staff, _("Za późno, żeby cofnąć. Zmień kategorię na stronie sprawy."))
        return redirect("desk:triage")
    try:
        undo_triage(case_id, at=clock.now(), by=staff.actor)
    except (IllegalMove, Incomplete) as problem:
        messages.warning(staff, str(problem))
        return redirect("desk:triage")
    return redirect(f"{reverse('desk:triage')}?case={number}")


def _already(number: str) -> str:
    return str(_("Sprawę %(number)s rozstrzygnął już ktoś inny.")) % {
        "number": numbers.display(number)
    }


def _said(request: StaffRequest, number: str) -> Any:
    decided = case_for(request.actor, number, at=clock.now())
    if decided is None:
        return _("Rozstrzygnięto.")
    return str(_("%(number)s: %(category)s, trafia do: %(unit)s.")) % {
        "number": numbers.display(number),
        "category": decided.category.name(),
        "unit": decided.unit.code,
    }
