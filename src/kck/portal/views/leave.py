"""The link at the end of every mail: no more mails about this case, and back again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from kck.cases.commands import hear_again
from kck.cases.commands import leave as leave_case
from kck.cases.queries.access import has_left
from kck.foundation import clock
from kck.foundation.text import _
from kck.messaging.commands import want_no_promotions, want_promotions_again
from kck.messaging.ids import delivery_that_leaves
from kck.portal.private import private
from kck.ui.errors import error_page

NOBODY = _("Nie mamy już adresu, na który moglibyśmy pisać w tej sprawie.")
NO_SUCH = _("Ten odnośnik nie jest już potrzebny: nie piszemy do Ciebie w tej sprawie.")

NOT_WRITTEN_TO = _("Ten odnośnik nie jest już potrzebny: nie mamy adresu, na który by pisano.")


# mail programs press the button themselves (RFC 8058) and have no token; the address is secret
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private
def leave(request: HttpRequest, leave_token: UUID) -> HttpResponse:
    """Opening the link changes nothing: scanners of mail open every link."""
    token = str(leave_token)
    if request.method == "POST" and leave_case(token, at=clock.now()) is None:
        return error_page(request, 404, reason=str(NO_SUCH))
    return _page(request, token, "left" if has_left(token) else "asked")


@require_POST
@private
def again(request: HttpRequest, leave_token: UUID) -> HttpResponse:
    """Pressed by mistake, or by a mail program: one press undoes it."""
    token = str(leave_token)
    if hear_again(token, at=clock.now()) is None:
        return error_page(request, 404, reason=str(NOBODY))
    return _page(request, token, "returned")


# the same for promotions of the city, which are about no case
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private
def enough(request: HttpRequest, token: str) -> HttpResponse:
    """No promotions to this address any more; opening the link changes nothing."""
    if delivery_that_leaves(token) is None:
        return error_page(request, 404, reason=str(NOT_WRITTEN_TO))
    if request.method != "POST":
        return render(request, "portal/enough.html", {"how": "asked", "token": token})
    if not want_no_promotions(token, at=clock.now()):
        return error_page(request, 404, reason=str(NOT_WRITTEN_TO))
    return render(request, "portal/enough.html", {"how": "left", "token": token})


@require_POST
@private
def enough_again(request: HttpRequest, token: str) -> HttpResponse:
    """Pressed by mistake, or by a mail program: one press undoes it."""
    if not want_promotions_again(token, at=clock.now()):
        return error_page(request, 404, reason=str(NOT_WRITTEN_TO))
    return render(request, "portal/enough.html", {"how": "returned", "token": token})


def _page(request: HttpRequest, token: str, how: str) -> HttpResponse:
    return render(request, "portal/leave.html", {"how": how, "leave_token": token})
