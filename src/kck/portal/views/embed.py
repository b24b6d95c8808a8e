"""What pages of other sites show in a frame: the report form and the status of a case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kck.entrances.queries import origins
from kck.entrances.rules import may_frame
from kck.foundation import clock
from kck.portal.accent import accent_of
from kck.portal.embed_script import embed_script
from kck.portal.forms.my_case import FindForm
from kck.portal.frames import Frame, entry, frame_of, new_frame
from kck.portal.my_case import my_case
from kck.portal.pages import TOO_OFTEN
from kck.portal.private import private
from kck.portal.views.find import opened_by

LANGUAGES = ("pl", "en", "uk")
# parameters of a link that the form understands, see `presets`
PASSED_ON = ("category", "lat", "lon", "street", "number", "object")
YEAR = 365 * 24 * 3600


@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """Every showing of the form has a draft of its own."""
    return _enter(request, "report/")


@require_safe
def status_entry(request: HttpRequest) -> HttpResponse:
    return _enter(request, "status/")


def _enter(request: HttpRequest, path: str) -> HttpResponse:
    more = {name: request.GET[name][:200] for name in PASSED_ON if request.GET.get(name)}
    response = redirect(entry(path, _frame(request), more))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _frame(request: HttpRequest) -> Frame:
    asked, parent = request.GET, request.GET.get("origin", "")[:260]
    language = asked.get("lang", "")[:2]
    own = parent == f"{request.scheme}://{request.get_host()}"
    return new_frame(
        language=language if language in LANGUAGES else (get_language() or "pl")[:2],
        scheme=asked.get("scheme", ""),
        accent=accent_of(asked.get("accent", "")),
        parent=parent if own or may_frame(parent, origins()) else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private
def status(request: HttpRequest) -> HttpResponse:
    """Number and code tell the state and the promised day, with the limits of `find`."""
    if frame_of(request) is None:
        return redirect("portal:find")
    if request.method != "POST":
        return _status(request, FindForm(initial={"number": request.GET.get("number", "")[:20]}))
    typed = FindForm(request.POST)
    found = opened_by(request, typed)
    if isinstance(found, int):
        if found == 429:
            typed.add_error(None, TOO_OFTEN)
        return _status(request, typed, status=found)
    mine = my_case(found, at=clock.now())
    return render(request, "portal/embed/status.html", {"mine": mine, "status": 200})


def _status(request: HttpRequest, typed: FindForm, status: int = 200) -> HttpResponse:
    context = {"form": typed, "status": status}
    return render(request, "portal/embed/status.html", context, status=status)


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The one script tag. With `?v=` of this very version it never changes; else look again."""
    found = embed_script()
    if found is None:
        raise Http404
    same = request.headers.get("If-None-Match") == found.etag
    forever = f"public, max-age={YEAR}, immutable"
    kept = forever if request.GET.get("v") == found.version else "public, max-age=3600"
    return HttpResponse(
        b"" if same else found.body,
        status=304 if same else 200,
        content_type="text/javascript; charset=utf-8",
        headers={
            "ETag": found.etag,
            "Cache-Control": kept,
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )
