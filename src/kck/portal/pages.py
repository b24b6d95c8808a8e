"""What views share: telling a refusal on a page or to a script, keeping within limits."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kck.foundation import clock
from kck.foundation.http import client_address
from kck.foundation.limits import allow
from kck.foundation.text import _
from kck.notices.queries import current
from kck.portal.drafts import Draft, seal

HOUR = 3600
TOO_OFTEN = _("Za dużo prób z tego miejsca. Odczekaj chwilę i wyślij jeszcze raz: nic nie zginęło.")


def within_limit(request: HttpRequest, what: str, *, limit: int, seconds: int = HOUR) -> bool:
    return allow(f"portal:{what}:{client_address(request)}", limit=limit, seconds=seconds)


def step(
    request: HttpRequest,
    name: str,
    context: dict[str, Any],
    *,
    draft: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of the journey; its form carries the draft."""
    carried = seal(draft) if draft else ""
    full = {
        **context,
        "draft": draft,
        "carried": carried,
        "status": status,
        "notices": current(clock.now()),
        "map_tiles": settings.ENV.map_tiles,
    }
    return render(request, f"portal/report/{name}.html", full, status=status)


def site_address(request: HttpRequest) -> str:
    """Where this site is reached from outside, without a slash at the end."""
    if settings.ENV.site_url:
        return str(settings.SITE_URL)
    return request.build_absolute_uri("/").rstrip("/")
