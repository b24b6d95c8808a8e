"""Pages of the city's own words, and what machines look for at the root of a site."""

from collections.abc import Callable
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kck.directory.info import TextInfo
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.portal.markdown import to_html
from kck.portal.pages import site_address

# texts that have an address of their own: its name, and the key of the text
TEXT_PAGES = {
    "about": "about",
    "accessibility": "accessibility-statement",
    "privacy": "information-clause",
    "formal-filing": "formal-filing",
}
# what a resident may be sent to; the others are pieces of pages
_PIECES = frozenset({"after-sending", "emergency"})
_SECRETS = (
    "/s/",
    "/z/",
    "/find/",
    "/embed/",
    "/report/",
    "/contact/",
    "/places/",
    "/account/",
    "/desk/",
    "/live/",
)


def city_text(key: str) -> TextInfo | None:
    return snapshot(clock.now()).text(key, (get_language() or "pl")[:2])


def page_of(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view of one text that has an address of its own."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        return text(request, TEXT_PAGES[name])

    return view


@require_safe
def text(request: HttpRequest, key: str) -> HttpResponse:
    found = None if key in _PIECES else city_text(key)
    if found is None:
        raise Http404
    context = {
        "title": found.title,
        "body": to_html(found.body),
        "filing": key == TEXT_PAGES["formal-filing"],
    }
    return render(request, "portal/texts/text.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _SECRETS), ""]
    lines.append(f"Sitemap: {site_address(request)}{reverse('portal:sitemap')}")
    return _plain("\n".join(lines) + "\n")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to tell of a weakness."""
    site = site_address(request)
    expires = (clock.real_now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {site}/contact/",
        f"Expires: {expires}",
        "Preferred-Languages: pl, en, uk",
        f"Canonical: {site}/.well-known/security.txt",
    ]
    return _plain("\n".join(lines) + "\n")


def _plain(body: str) -> HttpResponse:
    response = HttpResponse(body, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
