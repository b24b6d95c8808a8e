"""Photos: those of a draft, for who wrote it; published ones, for everybody."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kck.cases.queries.nearby import published_photo
from kck.files.http import serve
from kck.files.queries import find
from kck.files.terms import NotAPhoto
from kck.foundation.text import _
from kck.portal.drafts import DraftPhoto, Notebook, with_draft
from kck.portal.pages import within_limit
from kck.portal.uploads import PHOTOS_PER_HOUR, TooMany, is_of, remove_photo, take_photo


@require_POST
@with_draft
def upload(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    """One photo, sent by a script while the rest is still being written."""
    file = request.FILES.get("photo")
    if file is None:
        return _refused(str(_("Nie przyszło żadne zdjęcie. Dodaj je jeszcze raz.")), 422)
    if not within_limit(request, "photos", limit=PHOTOS_PER_HOUR):
        return _refused(str(_("Za dużo zdjęć naraz z tego miejsca. Odczekaj godzinę.")), 429)
    try:
        return JsonResponse(_told(take_photo(notebook, file)), status=201)
    except (NotAPhoto, TooMany) as refusal:
        return _refused(str(refusal), 422)


def _told(photo: DraftPhoto) -> dict[str, object]:
    return {
        "id": str(photo.id),
        "src": reverse("portal:report-photo", args=[photo.id, "320"]),
        "remove": reverse("portal:report-photo-remove", args=[photo.id]),
        "width": photo.width,
        "height": photo.height,
    }


def _refused(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)


@require_safe
@with_draft
def draft_photo(
    request: HttpRequest, notebook: Notebook, public_id: UUID, size: str
) -> HttpResponseBase:
    stored = find(public_id) if is_of(notebook.draft, public_id) else None
    if stored is None:
        raise Http404
    return serve(stored, size, request=request)


@require_POST
@with_draft
def remove(request: HttpRequest, notebook: Notebook, public_id: UUID) -> HttpResponse:
    remove_photo(notebook, public_id)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"removed": str(public_id)})
    return redirect("portal:report")


@require_safe
def photo(request: HttpRequest, public_id: UUID, size: str) -> HttpResponseBase:
    """A published photo of a public case."""
    stored = published_photo(public_id)
    if stored is None:
        raise Http404
    return serve(stored, size, public=True, request=request)
