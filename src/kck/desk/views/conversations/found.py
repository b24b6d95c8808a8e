"""The conversation that an address names, for whoever may see it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase

from kck.conversations.policy import has_inbox
from kck.conversations.queries.thread import ThreadPage, thread_page
from kck.desk.doors import StaffRequest
from kck.foundation import clock

P = ParamSpec("P")


def of_thread(
    view: Callable[Concatenate[StaffRequest, ThreadPage, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, int, P], HttpResponseBase]:
    """The view gets the conversation; what this person may not see is not there (404)."""

    @wraps(view)
    def run(
        request: HttpRequest, thread_id: int, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        staff: StaffRequest = request  # type: ignore[assignment]
        found = thread_page(thread_id, staff.actor, at=clock.now())
        if found is None:
            raise Http404
        return view(staff, found, *args, **kwargs)

    return run  # type: ignore[return-value]


def whose_inbox(request: HttpRequest) -> StaffRequest:
    """404 for whoever has no conversations on their desk."""
    staff: StaffRequest = request  # type: ignore[assignment]
    if not has_inbox(staff.actor):
        raise Http404
    return staff
