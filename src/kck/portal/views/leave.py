"""The link at the end of every mail: no more mails about this case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kck.cases.commands import leave as leave_case
from kck.foundation import clock
from kck.foundation.text import _
from kck.portal.private import private
from kck.ui.errors import error_page

NO_SUCH = _("Ten odnośnik nie jest już potrzebny: nie piszemy do Ciebie w tej sprawie.")


# mail programs press the button themselves (RFC 8058) and have no token; the address is secret
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private
def leave(request: HttpRequest, leave_token: UUID) -> HttpResponse:
    """Opening the link changes nothing: scanners of mail open every link."""
    if request.method == "POST" and leave_case(str(leave_token), at=clock.now()) is None:
        return error_page(request, 404, reason=str(NO_SUCH))
    return render(request, "portal/leave.html", {"left": request.method == "POST"})
