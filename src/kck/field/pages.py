"""What every page of the field has: whose it is, and that no cache of the browser's keeps it."""

from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from kck.cases.queries.field import crew_units
from kck.directory.queries import snapshot
from kck.field.owner import mark_of
from kck.foundation import clock
from kck.foundation.actor import Actor

R = TypeVar("R", bound=HttpResponseBase)
OWNER_HEADER, VERSION_HEADER = "X-Kck-Owner", "X-Kck-Version"


class FieldRequest(HttpRequest):
    """A request that passed the door of staff."""

    actor: Actor


def page(
    request: FieldRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    version: str = "",
) -> HttpResponse:
    """Our own script keeps it on the phone, by owner and version; nothing else may."""
    at = clock.now()
    units = sorted(crew_units(request.actor))
    shared = {
        "now": at,
        "owner": mark_of(request.user.pk),
        "units": [snapshot(at).unit_by_id(pk, at).code for pk in units],
    }
    response = render(request, f"field/{template}", {**shared, **context}, status=status)
    return private(request, response, version)


def said(request: FieldRequest, content: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """An answer for the phone's own script."""
    return private(request, JsonResponse(content, status=status))


def private(request: FieldRequest, response: R, version: str = "") -> R:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers[OWNER_HEADER] = mark_of(request.user.pk)
    if version:
        response.headers[VERSION_HEADER] = version
    return response


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
