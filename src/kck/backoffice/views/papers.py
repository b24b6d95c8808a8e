"""What waits for the records system or was put aside: where a person must look."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kck.backoffice.doors import StaffRequest
from kck.backoffice.pages import page
from kck.channels.edoreczenia.commands import look_at_put_aside
from kck.channels.edoreczenia.queries import put_aside, troubled_letters
from kck.channels.ezd.configured import is_on
from kck.channels.ezd.queries import stray_receipts, unfinished
from kck.foundation import clock


@require_safe
def papers(request: StaffRequest) -> HttpResponse:
    context = {
        "on": is_on(),
        "packages": unfinished(),
        "strays": stray_receipts(),
        "aside": put_aside(),
        "letters": troubled_letters(),
    }
    return page(request, "papers.html", context, section="papers")


@require_POST
def seen(request: StaffRequest, aside_id: int) -> HttpResponse:
    """Somebody has dealt with it; the file stays where it lies."""
    look_at_put_aside(aside_id, at=clock.now(), by=request.actor)
    return redirect("backoffice:papers")
