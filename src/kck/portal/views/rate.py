"""Whether our answer helped: five buttons behind a link that only its reader has."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kck.conversations.commands import rate as rate_thread
from kck.conversations.queries.rating import stars_given
from kck.conversations.rules import IllegalStep
from kck.conversations.tokens import thread_to_rate
from kck.foundation import clock
from kck.foundation.actor import ANYBODY
from kck.foundation.text import _
from kck.portal.private import private
from kck.ui.errors import error_page

GONE = _("To pytanie nie jest już aktualne.")
FACES = (
    (5, _("Bardzo pomogła")),
    (4, _("Pomogła")),
    (3, _("Trochę")),
    (2, _("Raczej nie")),
    (1, _("Wcale nie")),
)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def rate(request: HttpRequest, rate_token: str) -> HttpResponse:
    """Opening the link changes nothing: scanners of mail open every link."""
    thread_id = thread_to_rate(rate_token)
    given = stars_given(thread_id) if thread_id else None
    if given is None:
        return error_page(request, 404, reason=str(GONE))
    if request.method == "POST":
        stars = request.POST.get("stars", "")
        try:
            chosen = int(stars) if stars.isdecimal() and len(stars) == 1 else 0
            rate_thread(thread_id, stars=chosen, at=clock.now(), by=ANYBODY)
        except IllegalStep as problem:
            return _page(request, rate_token, given, status=422, problem=str(problem))
        return _page(request, rate_token, chosen, said=True)
    return _page(request, rate_token, given)


def _page(
    request: HttpRequest,
    token: str,
    given: int,
    *,
    status: int = 200,
    said: bool = False,
    problem: str = "",
) -> HttpResponse:
    context = {
        "rate_token": token, "given": given, "faces": FACES, "said": said, "problem": problem,
    }  # fmt: skip
    return render(request, "portal/rate.html", context, status=status)
