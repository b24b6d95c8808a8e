"""The portal as an app on a home screen."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kck.foundation.text import _
from kck.ui.app_icons import manifest_icons
from kck.ui.context import site_for


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """The long press on its icon begins a report, as this is what one takes a phone out for."""
    site, home = site_for(request), reverse("portal:home")
    content = {
        "name": f"{site.name} {site.city}".strip(),
        "short_name": site.city or site.name,
        "lang": get_language(),
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#003e75",
        "icons": manifest_icons(),
        "shortcuts": [
            {"name": str(_("Zgłoś problem")), "url": reverse("portal:report")},
            {"name": str(_("Sprawdź swoją sprawę")), "url": reverse("portal:find")},
        ],
    }
    answer = JsonResponse(content, content_type="application/manifest+json")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer
