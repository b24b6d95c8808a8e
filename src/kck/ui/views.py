"""Language and colour scheme: plain form posts that come back to the same page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kck.ui.context import SCHEME_COOKIE, SCHEMES

YEAR = 365 * 24 * 3600


# These two change nothing but the reader's own cookie, and they stand on pages that anybody may
# open (error pages too), so they ask for no token.
@csrf_exempt
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    known = chosen in dict(settings.LANGUAGES)
    return _back(request, settings.LANGUAGE_COOKIE_NAME, chosen if known else "")


@csrf_exempt
@require_POST
def choose_scheme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("scheme", "")
    return _back(request, SCHEME_COOKIE, chosen if chosen in SCHEMES else "")


def _back(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    response = back(request)
    if value:
        response.set_cookie(
            cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page of this site that the form stood on."""
    here = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        here, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(here if safe else "/")
