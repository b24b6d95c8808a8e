"""Looking somebody up. What is typed travels in the form, never in an address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from kck.cases.queries.of_people import counts_of_people, people_of_case
from kck.desk.doors import StaffRequest
from kck.desk.forms.person import SearchForm
from kck.desk.knowing import SHORTEST_REASON, remember
from kck.desk.pages import page
from kck.foundation.audit import looked_at_all
from kck.foundation.limits import allow
from kck.foundation.text import _
from kck.people.policy import may_view
from kck.people.queries.find import Found, find, people
from kck.people.rules import sought

PER_HOUR = 120
_HOW = {"phone": _("telefon"), "email": _("e-mail"), "name": _("nazwisko")}


def centre(request: HttpRequest) -> StaffRequest:
    """Whoever may not know people finds nothing here."""
    staff: StaffRequest = request  # type: ignore[assignment]
    if not may_view(staff.actor):
        raise Http404
    return staff


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    staff = centre(request)
    if staff.method != "POST":
        return _page(staff, SearchForm())
    form = SearchForm(staff.POST)
    if not form.is_valid():
        return _page(staff, form, status=422)
    if not allow(f"people:{staff.actor}", limit=PER_HOUR, seconds=3600):
        form.add_error("q", _("To już bardzo dużo szukań w tej godzinie. Spróbuj później."))
        return _page(staff, form, status=429)
    return _found(staff, form)


def _found(request: StaffRequest, form: SearchForm) -> HttpResponse:
    typed, reason = form.cleaned_data["q"], form.cleaned_data["reason"]
    by_case = people_of_case(request.actor, typed)
    if by_case is not None:
        return _shown(request, form, people(by_case), str(_("szukanie: numer sprawy")))
    wanted = sought(typed)
    if wanted.by == "nothing":
        form.add_error("q", _("Podaj cały telefon, cały e-mail, nazwisko albo numer sprawy."))
        return _page(request, form, status=422)
    if wanted.by == "name" and len(reason) < SHORTEST_REASON:
        form.add_error("reason", _("Szukanie po nazwisku: napisz, po co."))
        return _page(request, form, status=422, by_name=True)
    how = f"{_('szukanie')}: {_HOW[wanted.by]}"
    return _shown(request, form, find(wanted), reason or how)


def _shown(request: StaffRequest, form: SearchForm, found: Found, reason: str) -> HttpResponse:
    """Everybody whose line is shown has been looked at."""
    looked_at_all(request.actor, "found", [f"person:{row.id}" for row in found.rows], reason)
    remember(request, (row.public_id for row in found.rows), reason)
    counts = counts_of_people(row.id for row in found.rows)
    rows = [(row, counts.get(row.id, 0)) for row in found.rows]
    return _page(request, form, found=found, rows=rows, by_name=bool(form.cleaned_data["reason"]))


def _page(
    request: StaffRequest, form: SearchForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "nav_view": "people", "asked": {"text": ""}, **more}
    answer = page(request, "person/search.html", context, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
