"""The reporter's own page: read by whoever has its link, changed by its forms only."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kck.cases.queries.access import case_by_token, photo_of
from kck.files.http import serve
from kck.foundation import clock
from kck.foundation.text import _
from kck.portal.forms.my_case import MessageForm, ReplyForm
from kck.portal.history import story
from kck.portal.my_case import MyCase, my_case
from kck.portal.private import private
from kck.ui.errors import error_page

PARTS = ("status", "history")
NO_SUCH = _("Pod tym odnośnikiem nie ma żadnej sprawy. Sprawdź, czy skopiował się cały.")

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, MyCase, P], HttpResponseBase]


def with_case(view: View[P]) -> Callable[..., HttpResponseBase]:
    """The view gets the case that the link opens; nothing of it stays in caches."""

    @private
    @wraps(view)
    def wrapped(
        request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        mine = my_case(token, at=clock.now())
        if mine is None:
            return error_page(request, 404, reason=str(NO_SUCH))
        return view(request, mine, *args, **kwargs)

    return wrapped


@require_safe
@with_case
def page(request: HttpRequest, mine: MyCase) -> HttpResponse:
    return case_page(request, mine, fresh(ReplyForm))


@require_safe
@with_case
def part(request: HttpRequest, mine: MyCase, part: str) -> HttpResponse:
    """A piece of the page that asks for itself when something has happened."""
    context = {"mine": mine, "story": story(mine.token)}
    return render(request, f"portal/my_case/_{part}.html", context)


@require_safe
@private
def photo(request: HttpRequest, token: str, public_id: UUID, size: str) -> HttpResponseBase:
    """Any photo of this case, published or not, for whoever has its link."""
    case = case_by_token(token)
    stored = photo_of(case, public_id) if case else None
    if stored is None:
        raise Http404
    return serve(stored, size, request=request)


def fresh(form: type[MessageForm]) -> MessageForm:
    """An empty form with a key of its own."""
    return form(initial={"key": secrets.token_urlsafe(24)})


def case_page(
    request: HttpRequest, mine: MyCase, form: MessageForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "mine": mine,
        "story": story(mine.token),
        "form": form,
        "status": status,
    }
    return render(request, "portal/my_case/case.html", context, status=status)
