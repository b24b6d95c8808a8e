"""Today's way: as a list, as points on a map, as a sheet of paper."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from kck.cases.queries.desk_case import known_number
from kck.cases.queries.field import Whose
from kck.field.pages import FieldRequest, page, said
from kck.field.route import MOST, Route, route_of
from kck.field.sheet import stops_of
from kck.field.work import work_on
from kck.foundation import clock
from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import _, clean
from kck.places.queries import districts

_LONGEST = 100


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the address says; anything unknown in it is left out."""

    whose: Whose
    district: str
    words: str

    def query(self, **changes: str) -> str:
        kept = {"who": self.whose, "district": self.district, "q": self.words, **changes}
        usual = {"who": Whose.CREW, "district": "", "q": ""}
        left = {name: str(value) for name, value in kept.items() if value != usual[name]}
        return f"?{urlencode(left)}" if left else ""


def _asked(get: QueryDict) -> Asked:
    known = {district.code for district in districts()}
    district = get.get("district", "")
    who = get.get("who", "")
    return Asked(
        whose=Whose(who) if who in set(Whose) else Whose.CREW,
        district=district if district in known else "",
        words=clean(get.get("q", "").replace("\x00", ""))[:_LONGEST],
    )


def _route(request: FieldRequest, asked: Asked) -> Route:
    return route_of(
        request.actor, asked.whose, at=clock.now(), words=asked.words, district=asked.district
    )


@require_safe
def route(request: HttpRequest) -> HttpResponse:
    """A known number opens its case whatever else the address says."""
    crew: FieldRequest = request  # type: ignore[assignment]
    asked = _asked(crew.GET)
    number = known_number(crew.actor, asked.words) if asked.words else ""
    if number and work_on(crew.actor, number, at=clock.now()):
        return redirect("field:case", number=number)
    found = _route(crew, asked)
    context = {
        "route": found,
        "asked": asked,
        "whose": [(one, _LABELS[one], found.found.count[one]) for one in Whose],
        "districts": districts(),
        "most": MOST,
        "problem": _problem(asked.words),
        "sheet": reverse("field:sheet") + asked.query(),
        "points": reverse("field:points") + asked.query(),
    }
    return page(crew, "route.html", context)


_LABELS = {
    Whose.CREW: _("Moje i wolne"),
    Whose.MINE: _("Moje"),
    Whose.FREE: _("Wolne"),
}


def _problem(words: str) -> str:
    """What looks like a number and is not one, or is no case of this crew."""
    if sum(letter.isdigit() for letter in words) < 7 or any(one.isalpha() for one in words):
        return ""
    try:
        parse(words)
    except WrongNumber as wrong:
        return str(wrong)
    return str(_("Tej sprawy nie ma Twoja jednostka."))


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    crew: FieldRequest = request  # type: ignore[assignment]
    found = _route(crew, _asked(crew.GET))
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.row.lon, one.row.lat]},
            "properties": {
                "name": f"{one.place}. {one.row.category}",
                "url": reverse("field:case", args=[one.row.number]),
            },
        }
        for one in found.rows
        if one.row.lat is not None
    ]
    return said(crew, {"type": "FeatureCollection", "features": features})


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """On paper, for who has no phone, or for when it is empty."""
    crew: FieldRequest = request  # type: ignore[assignment]
    asked = _asked(crew.GET)
    found = _route(crew, asked)
    stops = stops_of(found, crew.actor, at=clock.now())
    context = {
        "route": found,
        "stops": stops,
        "whose": _LABELS[asked.whose],
        "back": reverse("field:route") + asked.query(),
        "host": settings.SITE_URL.partition("://")[2],
    }
    return page(crew, "sheet.html", context)
