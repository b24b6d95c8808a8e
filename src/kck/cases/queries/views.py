"""The desk's views: what each holds, for whom, and by which moment it is sorted."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q

from kck.cases.clock_models import complaints_of
from kck.cases.queries.tasks import tasked
from kck.cases.rules import WAITS_TOO_LONG
from kck.cases.terms import OPEN_STATES, CaseState
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _

OPEN = sorted(OPEN_STATES)
TWICE = 2


class View(StrEnum):
    """What one may look at; the labels stand in the navigation."""

    MINE = "mine"
    UNIT = "unit"
    UNASSIGNED = "unassigned"
    TODAY = "today"
    LATE = "late"
    WAITING = "waiting"
    DISPUTED = "disputed"
    RETURNED = "returned"
    DANGER = "danger"
    TRIAGE = "triage"
    CONTRACTOR = "contractor"
    TASKS = "tasks"
    NEARBY = "nearby"
    DONE = "done"
    CITY = "city"

    @property
    def label(self) -> Any:
        return VIEW_LABELS[self]


VIEW_LABELS = {
    View.MINE: _("Moje"),
    View.UNIT: _("Moja jednostka"),
    View.UNASSIGNED: _("Nieprzydzielone"),
    View.TODAY: _("Na dziś"),
    View.LATE: _("Po terminie"),
    View.WAITING: _("Czekają za długo"),
    View.DISPUTED: _("Zakwestionowane"),
    View.RETURNED: _("Oddane dwa razy"),
    View.DANGER: _("Zagrożenia"),
    View.TRIAGE: _("Do rozstrzygnięcia"),
    View.CONTRACTOR: _("U wykonawcy"),
    View.TASKS: _("Zadania w cudzych"),
    View.NEARBY: _("W pobliżu"),
    View.DONE: _("Wykonane, do potwierdzenia"),
    View.CITY: _("Całe miasto"),
}

# the key after `g` that opens it
VIEW_KEYS: Mapping[View, str] = {
    View.MINE: "m",
    View.UNIT: "u",
    View.UNASSIGNED: "n",
    View.TODAY: "d",
    View.LATE: "l",
    View.WAITING: "w",
    View.DISPUTED: "s",
    View.RETURNED: "o",
    View.DANGER: "z",
    View.TRIAGE: "t",
    View.CONTRACTOR: "k",
    View.TASKS: "a",
    View.NEARBY: "p",
    View.DONE: "e",
    View.CITY: "c",
}


def views_of(actor: Actor) -> list[View]:
    """Those that make sense for this person, in the order of the navigation."""
    if not actor.may("cases.view"):
        return []
    views: list[View] = [view for view in View if view not in {View.TRIAGE, View.CITY}]
    if actor.may("cases.triage"):
        views.insert(views.index(View.CONTRACTOR), View.TRIAGE)
    if sees_city(actor):
        views.append(View.CITY)
    return views


def sees_city(actor: Actor) -> bool:
    return "cases.view" in actor.grants


def units_of(actor: Actor) -> frozenset[int]:
    """The units whose queue this person works on."""
    return actor.units_with("cases.view")


def end_of_day(at: datetime) -> datetime:
    local = at.astimezone(clock.city_zone())
    return datetime.combine(local.date() + timedelta(days=1), time.min, clock.city_zone())


def mine_of(actor: Actor) -> Q:
    """One's own, and of colleagues who are away what one may read in one's own right."""
    own = Q(handler_id=actor.id)
    if not actor.stands_in_for:
        return own
    theirs = Q(handler_id__in=actor.stands_in_for)
    return own | (theirs if sees_city(actor) else theirs & Q(unit_id__in=units_of(actor)))


def reach(view: View, actor: Actor) -> Q:
    """Whose cases a view may hold at all, in whatever state they are."""
    if view == View.MINE:
        return mine_of(actor)
    if whole_city(view, actor):
        return not_of(actor)
    if view == View.TRIAGE and actor.may("cases.triage"):
        return Q(needs_triage=True) & not_of(actor)
    if view == View.TASKS:
        return Q(pk__in=tasked(units_of(actor)))
    return Q(unit_id__in=units_of(actor))


def whole_city(view: View, actor: Actor) -> bool:
    """Whether the view holds cases of every unit for this person."""
    if view in {View.CITY, View.NEARBY}:
        return sees_city(actor)
    return view in {View.DANGER, View.RETURNED} and "cases.triage" in actor.grants


def not_of(actor: Actor) -> Q:
    """Without complaints of this person, or of a unit they work in."""
    found = Q()
    for ids in complaints_of(actor):
        if ids is not None:
            found &= ~Q(pk__in=ids)
    return found


def condition(view: View, actor: Actor, at: datetime) -> Q:
    """Which cases a view holds; shared by rows and counts."""
    if view == View.DONE:
        return reach(view, actor) & Q(state=CaseState.DONE)
    return reach(view, actor) & Q(state__in=OPEN) & narrower(view, at)


def narrower(view: View, at: datetime) -> Q:
    """What narrows open cases to this view."""
    match view:
        case View.UNASSIGNED:
            return Q(handler_id=None)
        case View.TODAY:
            return Q(first_due_at__gte=at, first_due_at__lt=end_of_day(at))
        case View.LATE:
            return Q(first_due_at__lt=at)
        case View.WAITING:
            return _waits_too_long(at)
        case View.DISPUTED:
            return Q(disputes__gt=0)
        case View.RETURNED:
            return Q(hand_backs__gte=TWICE)
        case View.DANGER:
            return ~Q(danger="")
        case View.CONTRACTOR:
            return Q(state=CaseState.CONTRACTOR)
    return Q()


def _waits_too_long(at: datetime) -> Q:
    found = Q()
    for whom, patience in WAITS_TOO_LONG.items():
        found |= Q(waiting_on=whom, waiting_since__lt=at - patience)
    return found


def moment_of(view: View) -> str:
    """By which clock a view is sorted when nothing else is asked for."""
    return {View.DONE: "done_at", View.WAITING: "waiting_since"}.get(view, "first_due_at")
