"""What the phone's own script asks: who is signed in, the worker, the pages it keeps."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_safe

from kck.field.owner import mark_of
from kck.field.pages import FieldRequest, page, private, said
from kck.field.task_acts import EVERY_ACT
from kck.foundation.text import _
from kck.ui.app_icons import manifest_icons


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Before anything is sent: whose session this is, and the token for this round."""
    crew: FieldRequest = request  # type: ignore[assignment]
    return said(crew, {"owner": mark_of(crew.user.pk), "csrf": get_token(crew)})


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What waits on this phone: only the phone knows, so the page is filled there."""
    crew: FieldRequest = request  # type: ignore[assignment]
    return page(crew, "outbox.html", {"acts": EVERY_ACT.values()})


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Shown by the worker for a page that is not on the phone; nobody's name is on it."""
    crew: FieldRequest = request  # type: ignore[assignment]
    return page(crew, "offline.html", {})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """It must lie under the addresses that it serves, so it is no static file."""
    found = finders.find("field/sw.js") or _collected()
    if not found:
        raise Http404
    response = HttpResponse(Path(str(found)).read_bytes(), content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _collected() -> str:
    path = Path(settings.STATIC_ROOT) / "field" / "sw.js"
    return str(path) if path.exists() else ""


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    crew: FieldRequest = request  # type: ignore[assignment]
    home = reverse("field:route")
    content = {
        "name": str(_("W terenie")),
        "short_name": str(_("W terenie")),
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#003e75",
        "icons": manifest_icons(),
    }
    response = JsonResponse(content, content_type="application/manifest+json")
    return private(crew, response)
