"""Queues: a view, filters, one page of rows, the same on a map; the navigation with its counts."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kck.cases.queries.desk import queue as queue_of
from kck.cases.queries.desk_case import known_number
from kck.cases.queries.filters import read
from kck.cases.queries.on_map import points_of
from kck.cases.queries.views import View, sees_city, units_of
from kck.cases.queries.words import still_gathering
from kck.desk.asking import Asked, asked_of, from_where, keep_person
from kck.desk.chips import chips_of
from kck.desk.doors import StaffRequest
from kck.desk.forms.filters import FilterForm, NearForm, SaveForm
from kck.desk.lines import lines_for
from kck.desk.pages import frame_for, page
from kck.foundation import clock
from kck.foundation.audit import looked_at_all
from kck.foundation.limits import allow
from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import _
from kck.intake.line2_queries import known_line
from kck.people.policy import may_view
from kck.people.queries.find import find
from kck.people.rules import sought
from kck.queues.deeds import DEEDS

LOOKED_UP_PER_HOUR = 120
# as on the page of a case
DEED_KEYS = {
    "accept": "a",
    "assign": "i",
    "forward": "f",
    "answer": "r",
    "done": "d",
    "label": ". e",
}


@dataclass(frozen=True, kw_only=True)
class Key:
    """An action for many cases, and the key that begins it."""

    name: str
    key: str
    label: Any


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """A known number opens its case whatever the filters."""
    staff: StaffRequest = request  # type: ignore[assignment]
    asked = asked_of(staff)
    if asked.text and (number := known_number(staff.actor, asked.text)):
        return redirect("desk:case", number=number)
    found = queue_of(staff.actor, asked.view, asked.filters, at=clock.now(), after=asked.after)
    rows = {
        "asked": asked,
        "rows": found.rows,
        "next": asked.address(after=found.after) if found.after else "",
        "first": asked.address() if asked.after else "",
        "here": asked.address(after=asked.after),
        "bounded": found.bounded,
        "several_units": (several := _several_units(staff, asked)),
        "lines": lines_for(
            asked.view, me=str(getattr(staff.user, "name", "")), several_units=several
        ).drawn(found.rows),
        "hears": _hears(staff),
    }
    if staff.htmx and "queue" in (staff.htmx.target or ""):
        return page(staff, "queue.html#rows", rows)
    return page(staff, "queue.html", {**rows, **_around(staff, asked)})


def _around(request: StaffRequest, asked: Asked) -> dict[str, Any]:
    """What stands around the rows and changes only with the address."""
    return {
        "nav_view": f"v{asked.saved.id}" if asked.saved else asked.view,
        "chips": chips_of(asked),
        "form": NearForm(),
        "save_form": SaveForm(actor=request.actor, initial={"where": asked.where}),
        "problem": _problem(request, asked),
        "map": f"{reverse('desk:points')}?{asked.where}" if asked.show else "",
        "as_list": asked.address(show=""),
        "as_map": asked.address(show="map"),
        "where_now": asked.where,
        "nearby_asks": asked.view == View.NEARBY and not asked.filters.near,
        "deeds": _deeds(),
        "gathering": bool(asked.text) and still_gathering(),
    }


def _deeds() -> list[Key]:
    return [Key(name=name, key=key, label=DEEDS[name].label) for name, key in DEED_KEYS.items()]


def _several_units(request: StaffRequest, asked: Asked) -> bool:
    wide = {View.CITY, View.DANGER, View.MINE, View.NEARBY, View.RETURNED}
    return asked.view in wide or len(units_of(request.actor)) > 1


def _hears(request: StaffRequest) -> str:
    """The topics of all whose rows may stand here."""
    topics = [f"unit:{pk}" for pk in sorted(units_of(request.actor))]
    if sees_city(request.actor):
        topics.append("cases")
    return " ".join(topics)


def _problem(request: StaffRequest, asked: Asked) -> str:
    """Why something that was typed finds nothing."""
    place = request.GET.get("place", "").strip()
    if place and not asked.filters.near:
        return str(_("Nie znamy adresu „%(place)s”.")) % {"place": place[:60]}
    return _number_problem(asked.text)


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
def filters(request: HttpRequest) -> HttpResponse:
    """The panel, asked for when it is opened: most pages of a queue are read without it."""
    staff: StaffRequest = request  # type: ignore[assignment]
    asked = asked_of(staff)
    context = {
        "asked": asked,
        "form": FilterForm(asked.filters, staff.actor),
        "where_now": asked.where,
        "may_find_people": bool(may_view(staff.actor)),
    }
    return page(staff, "filters.html#panel" if staff.htmx else "filters.html", context)


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """The same view as points, the most urgent first; the list says the same in words."""
    staff: StaffRequest = request  # type: ignore[assignment]
    asked = asked_of(staff)
    found = points_of(staff.actor, asked.view, asked.filters, at=clock.now())
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
            "properties": {"url": reverse("desk:case", args=[one.number]), "late": one.late},
        }
        for one in found
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """From the box above: a number of a case or of a conversation, words, or, for whoever may, a
    telephone or mail of somebody.

    Sent as a form, so that what was typed stands in no address and no log before we know what it
    is.
    """
    staff: StaffRequest = request  # type: ignore[assignment]
    typed = staff.POST.get("q", "").replace("\x00", "").strip()[:100]
    if number := known_number(staff.actor, typed):
        return redirect("desk:case", number=number)
    if line := known_line(staff.actor, typed, at=clock.now()):
        return redirect("desk:line2-item", line.id)
    wanted = sought(typed)
    if wanted.by in {"phone", "email"}:
        return _of_person(staff, typed) if may_view(staff.actor) else redirect("desk:queue")
    view = View.CITY if sees_city(staff.actor) else View.UNIT
    return redirect(Asked(view=view, filters=read({"text": typed})).address())


@require_POST
def person(request: HttpRequest) -> HttpResponse:
    """The same queue, of one person only: by telephone, mail or name."""
    staff: StaffRequest = request  # type: ignore[assignment]
    if not may_view(staff.actor):
        raise Http404
    return _of_person(staff, staff.POST.get("person", "").strip()[:100])


def _of_person(request: StaffRequest, typed: str) -> HttpResponse:
    asked = from_where(request, request.POST.get("where", ""))
    if not allow(f"people:{request.actor}", limit=LOOKED_UP_PER_HOUR, seconds=3600):
        return _people(request, asked, [], status=429)
    found = find(sought(typed)).rows
    looked_at_all(
        request.actor, "found", [f"person:{row.id}" for row in found], str(_("filtr kolejki"))
    )
    chosen = [row for row in found if str(row.public_id) == request.POST.get("public_id")]
    if len(chosen or found) != 1:
        return _people(request, asked, found, typed=typed, status=200 if found else 404)
    who = keep_person(request, (chosen or found)[0].id)
    view = View.CITY if sees_city(request.actor) else asked.view
    return redirect(asked.address(who=who, view=view, saved=None))


def _people(
    request: StaffRequest, asked: Asked, found: Any, *, status: int, **more: Any
) -> HttpResponse:
    """Several people: which one."""
    context = {"asked": asked, "found": found, "where_now": asked.where, **more}
    answer = page(request, "queue_person.html", context, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def nav(request: HttpRequest) -> HttpResponse:
    """Counts again, after something changed."""
    staff: StaffRequest = request  # type: ignore[assignment]
    current = staff.GET.get("view", "")
    known = {str(view): view for view in View}
    context = {
        "frame": frame_for(staff, at=clock.now()),
        "current": known.get(current, current[:20]),
    }
    return page(staff, "_nav.html", context)
