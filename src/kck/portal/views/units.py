"""Units whose public page has been launched: what they do, and their cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kck.cases.queries.public import public_page, tally
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.text import _, localized, polish_sort_key
from kck.portal.forms.filters import Asked, public_units
from kck.portal.views.cases import rows_and_links
from kck.portal.views.districts import LATELY
from kck.ui.errors import error_page

NO_SUCH = _("Ta jednostka nie ma tu swojej strony.")


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    known = sorted(public_units(snapshot(clock.now())), key=lambda u: polish_sort_key(u.name()))
    rows = [(unit, localized(unit.responsible_for)) for unit in known]
    return render(request, "portal/units/list.html", {"rows": rows})


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit under an earlier name leads to the one it has become."""
    at = clock.now()
    city = snapshot(at)
    known = city.unit(code)
    if known is not None and known.code != code:
        return redirect("portal:unit", known.code)
    if known is None or known not in public_units(city):
        return error_page(request, 404, reason=str(NO_SUCH))
    asked = Asked(city=city, unit=code)
    page = public_page(asked.filter, cursor=request.GET.get("page", "")[:200])
    rows, older, newer = rows_and_links(page, Asked(city=city))
    context = {
        "unit": known,
        "does": localized(known.responsible_for),
        "tally": tally(asked.filter, since=at - LATELY),
        "rows": rows,
        "older": older,
        "newer": newer,
        "asked": asked,
    }
    return render(request, "portal/units/unit.html", context)
