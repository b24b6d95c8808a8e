"""What the command palette finds on the server: a number, an address, a person to look for."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from kck.cases.queries.desk_case import known_number
from kck.cases.queries.filters import read
from kck.cases.queries.views import View, sees_city
from kck.desk.asking import Asked
from kck.desk.doors import StaffRequest
from kck.foundation import clock, numbers
from kck.foundation.text import _
from kck.intake.line2_queries import known_line
from kck.people.policy import may_view
from kck.people.rules import sought
from kck.places.queries import suggest

SHORTEST, ADDRESSES = 3, 4


@require_POST
def palette(request: HttpRequest) -> JsonResponse:
    """Lines with where each leads. What is typed may be a telephone: it comes as a form."""
    staff: StaffRequest = request  # type: ignore[assignment]
    typed = staff.POST.get("q", "").replace("\x00", "").strip()[:100]
    lines = [] if len(typed) < SHORTEST else [*_cases(staff, typed), *_places(staff, typed)]
    return JsonResponse({"lines": lines})


def _cases(request: StaffRequest, typed: str) -> list[dict[str, str]]:
    if known := _numbered(request, typed):
        return known
    found = []
    wanted = sought(typed)
    if may_view(request.actor) and wanted.by in {"phone", "email", "name"}:
        # sent as a form: the reason is asked for there, and nothing is looked up before
        label = str(_("Szukaj osoby: %(typed)s")) % {"typed": typed}
        found.append({"label": label, "url": reverse("desk:people"), "post": "q"})
    if wanted.by in {"phone", "email"}:
        return found
    view = View.CITY if sees_city(request.actor) else View.UNIT
    words = str(_("Szukaj słów: %(typed)s")) % {"typed": typed}
    address = Asked(view=view, filters=read({"text": typed})).address()
    return [{"label": words, "url": address}, *found]


def _numbered(request: StaffRequest, typed: str) -> list[dict[str, str]]:
    """The case and the conversation of line II with this number: it may be both."""
    found = []
    if number := known_number(request.actor, typed):
        words = str(_("Sprawa %(number)s")) % {"number": numbers.display(number)}
        found.append({"label": words, "url": reverse("desk:case", args=[number])})
    if line := known_line(request.actor, typed, at=clock.now()):
        words = str(_("Rozmowa %(number)s (linia II)")) % {"number": line.number}
        found.append({"label": words, "url": reverse("desk:line2-item", args=[line.id])})
    return found


def _places(request: StaffRequest, typed: str) -> list[dict[str, str]]:
    found = []
    for one in suggest(typed, limit=ADDRESSES):
        if one.lat is None or one.lon is None:
            continue
        near = read({"near": f"{one.lat:.4f},{one.lon:.4f}", "place": one.value})
        label = str(_("Sprawy w pobliżu: %(place)s")) % {"place": one.label}
        found.append({"label": label, "url": Asked(view=View.NEARBY, filters=near).address()})
    return found
