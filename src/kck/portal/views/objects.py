"""A code that stands on a lamp or a stop: what is reported of it, and a report of one's own."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kck.entrances.queries import look, open_reports
from kck.entrances.rules import display_code
from kck.entrances.terms import CodeState, Looked, ObjectInfo
from kck.foundation import clock
from kck.foundation.http import client_address
from kck.foundation.limits import allow
from kck.portal.views.nearby import shown_cases
from kck.ui.errors import error_page

PER_MINUTE = 60


@require_safe
def thing(request: HttpRequest, code: str) -> HttpResponse:
    """Straight to the form, unless somebody has told the city already."""
    if not allow(f"portal:object:{client_address(request)}", limit=PER_MINUTE, seconds=60):
        return error_page(request, 429)
    looked = look(code[:40], day=clock.today())
    found = looked.object
    if looked.state != CodeState.GOOD or found is None:
        return _no_such(request, looked)
    reported = open_reports(found.id)
    form = f"{reverse('portal:report')}?{urlencode({'object': found.code})}"
    if not reported:
        return redirect(form)
    context = {
        "thing": found,
        "code": display_code(found.code),
        "found": shown_cases(reported),
        "form_url": form,
    }
    return render(request, "portal/object.html", context)


def _no_such(request: HttpRequest, looked: Looked) -> HttpResponse:
    """Never a dead end: the report goes on, with the place where it is known."""
    over = looked.object if looked.state == CodeState.OVER else None
    context = {"over": over, "meant": looked.meant, "form_url": _form_without(over)}
    context["meant_code"] = display_code(looked.meant.code) if looked.meant else ""
    return render(request, "portal/object_unknown.html", context, status=410 if over else 404)


def _form_without(over: ObjectInfo | None) -> str:
    """An object that is gone still tells where it stood."""
    place = {"lat": over.lat, "lon": over.lon, "street": over.street} if over else {}
    return reverse("portal:report") + (f"?{urlencode(place)}" if place else "")
