"""Publishing texts and photos, and showing photos to those who may see the case."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kck.cases import commands
from kck.cases.queries.desk_case import DeskCase, photo_for
from kck.desk.doors import StaffRequest
from kck.desk.views.case import of_case
from kck.files.http import serve
from kck.files.terms import Size
from kck.foundation import clock


@require_POST
@of_case
def publish(request: StaffRequest, case: DeskCase) -> HttpResponse:
    """Show one text or photo to everybody, or take it back."""
    if "publish" not in case.may:
        raise Http404
    texts, photos = _ids(request, "text"), _ids(request, "photo")
    command = commands.unpublish if request.POST.get("take_back") else commands.publish
    command(case.id, texts=texts, photos=photos, at=clock.now(), by=request.actor)
    if not request.htmx:
        return redirect("desk:case", number=case.number)
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = f"kck:case:{case.id}"
    return response


def _ids(request: StaffRequest, name: str) -> list[int]:
    return [int(raw) for raw in request.POST.getlist(name)[:50] if raw.isdecimal()]


@require_safe
def photo(request: HttpRequest, public_id: UUID, size: str) -> HttpResponseBase:
    """Published or not; nobody outside the case's staff."""
    staff: StaffRequest = request  # type: ignore[assignment]
    stored = photo_for(staff.actor, public_id)
    if stored is None or size not in set(Size):
        raise Http404
    return serve(stored, size, request=request)
