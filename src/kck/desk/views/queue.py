"""Queues: a view, filters, one page of rows; the navigation with its counts."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from kck.cases.queries.desk import Filters, View, units_of, views_of
from kck.cases.queries.desk import queue as queue_of
from kck.cases.queries.desk_case import known_number
from kck.cases.terms import OPEN_STATES, CaseState
from kck.desk.doors import StaffRequest
from kck.desk.forms.fields import Choices
from kck.desk.pages import frame_for, page
from kck.directory.queries import snapshot
from kck.directory.terms import Priority
from kck.foundation import clock
from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import _
from kck.places.queries import districts

SHORTEST = 2


def _groups() -> Choices:
    return [(group.code, group.name()) for group in snapshot(clock.now()).category_groups]


def _any(label: Any, choices: Choices) -> Choices:
    return [("", label), *choices]


class FilterForm(forms.Form):
    """What narrows a view; each may be left alone."""

    group = forms.ChoiceField(
        label=_("Grupa"), required=False, choices=lambda: _any(_("każda grupa"), _groups())
    )
    district = forms.ChoiceField(
        label=_("Dzielnica"),
        required=False,
        choices=lambda: _any(
            _("każda dzielnica"), [(district.code, district.name) for district in districts()]
        ),
    )
    state = forms.ChoiceField(
        label=_("Stan"),
        required=False,
        choices=lambda: _any(
            _("każdy stan"),
            [(str(state), state.label) for state in CaseState if state in OPEN_STATES],
        ),
    )
    priority = forms.ChoiceField(
        label=_("Pilność"),
        required=False,
        choices=lambda: _any(
            _("każda pilność"), [(str(p.value), f"{p.value} · {p.label}") for p in Priority]
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the address of a queue says."""

    view: View
    filters: Filters
    after: str
    text: str

    def address(self, **changes: str) -> str:
        kept = {
            "view": "" if self.view == View.UNIT else str(self.view),
            "q": self.text,
            "group": self.filters.group,
            "district": self.filters.district,
            "state": self.filters.state,
            "priority": self.filters.priority,
            "after": self.after,
            **changes,
        }
        query = urlencode({key: value for key, value in kept.items() if value})
        return reverse("desk:queue") + (f"?{query}" if query else "")


def asked_of(request: StaffRequest) -> Asked:
    """Anything unknown in the address is left out."""
    get: QueryDict = request.GET
    text = get.get("q", "").replace("\x00", "").strip()[:100]
    form = FilterForm(get)
    form.is_valid()
    chosen = {name: form.cleaned_data.get(name, "") for name in form.fields}
    usual = View.CITY if text and "cases.view" in request.actor.grants else View.UNIT
    known = {str(view): view for view in views_of(request.actor)}
    view = known.get(get.get("view", ""), usual)
    return Asked(
        view=view,
        filters=Filters(text=text if len(text) >= SHORTEST else "", **chosen),
        after=get.get("after", "")[:80],
        text=text,
    )


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """A known number opens its case whatever the filters."""
    staff: StaffRequest = request  # type: ignore[assignment]
    asked = asked_of(staff)
    if asked.text and (number := known_number(staff.actor, asked.text)):
        return redirect("desk:case", number=number)
    at = clock.now()
    found = queue_of(staff.actor, asked.view, asked.filters, at=at, after=asked.after)
    context = {
        "asked": asked,
        "nav_view": asked.view,
        "rows": found.rows,
        "next": asked.address(after=found.after) if found.after else "",
        "first": asked.address(after="") if asked.after else "",
        "here": asked.address(),
        "form": FilterForm(staff.GET),
        "clear": asked.address(q="", group="", district="", state="", priority="", after="")
        if asked.filters
        else "",
        "problem": _number_problem(asked.text),
        "several_units": asked.view in {View.CITY, View.DANGER, View.MINE}
        or len(units_of(staff.actor)) > 1,
        "hears": _hears(staff),
    }
    part = "#rows" if staff.htmx and "queue" in (staff.htmx.target or "") else ""
    return page(staff, f"queue.html{part}", context)


def _hears(request: StaffRequest) -> str:
    """A busy unit changes many times a second: rows are asked for again at most once in one."""
    topics = [f"unit:{pk}" for pk in sorted(units_of(request.actor))]
    if "cases.view" in request.actor.grants:
        topics.append("cases")
    heard = [f"kck:{topic} from:body throttle:700ms" for topic in topics]
    # what happened between this page and its stream's beginning is asked for once
    return ", ".join([*heard, "kck-connection from:document delay:300ms"])


def _number_problem(text: str) -> str:
    """What looks like a number and is not one, or is nobody's we may show."""
    if sum(letter.isdigit() for letter in text) < 7 or any(letter.isalpha() for letter in text):
        return ""
    try:
        parse(text)
    except WrongNumber as wrong:
        return str(wrong)
    return str(_("Nie ma takiej sprawy wśród tych, które widzisz."))


@require_safe
def nav(request: HttpRequest) -> HttpResponse:
    """Counts again, after something changed."""
    staff: StaffRequest = request  # type: ignore[assignment]
    known = {"watch": "watch", **{str(view): view for view in View}}
    context = {
        "frame": frame_for(staff, at=clock.now()),
        "current": known.get(staff.GET.get("view", ""), ""),
    }
    return page(staff, "_nav.html", context)
