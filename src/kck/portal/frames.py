"""The report form and the status inside pages of other sites.

A browser gives a frame of another site no cookies, so nothing here depends on one. What cookies
would hold (which draft, language, colours) stands signed in the address: `/embed/<signed>/report/`
is served by the same views as `/report/`, and all their links stay below the same address. Whoever
has such an address has the draft, as with the cookie; therefore it is never opened outside a
frame, and forms are taken from our own pages only.
"""

import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.shortcuts import redirect
from django.urls import get_script_prefix, set_script_prefix
from django.utils.crypto import salted_hmac
from pydantic import TypeAdapter, ValidationError

from kck.entrances.queries import origins
from kck.foundation.text import _
from kck.portal.accent import colours
from kck.ui.context import SCHEME_COOKIE, SCHEMES

PREFIX = "/embed/"
DRAFT_COOKIE = "kck-report"
GOOD_FOR = timedelta(days=7)
_SALT = "kck.portal.frame"
# what works inside; every other page opens outside, with its own chrome and protections
_INSIDE = ("/report/", "/status/", "/places/", "/photo/")
_FOREIGN = _("Ten formularz wysyła się tylko ze strony, na której go widać.")
_HANDLER = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What one frame was asked to be. `draft` is the key of what is written in it."""

    draft: str
    language: str
    scheme: str = "auto"
    accent: str = ""
    parent: str = ""  # the page around, if it is one of those that may

    base = "portal/embed/frame.html"

    @property
    def style(self) -> str:
        return colours(self.accent) if self.accent else ""

    @property
    def address(self) -> str:
        sealed = signing.dumps(asdict(self), salt=_SALT, compress=True)
        return f"{PREFIX}{sealed}/"

    @property
    def secret(self) -> str:
        """With it the frame closes what is typed before the page around keeps it for a reload."""
        key = salted_hmac(f"{_SALT}.typed", self.draft, algorithm="sha256").digest()
        return b64encode(key).decode()

    def as_cookies(self) -> dict[str, str]:
        return {
            DRAFT_COOKIE: self.draft,
            SCHEME_COOKIE: self.scheme,
            settings.LANGUAGE_COOKIE_NAME: self.language,
        }


_frame = TypeAdapter(Frame)


def new_frame(*, language: str, scheme: str, accent: str, parent: str) -> Frame:
    """A frame for one showing of the form; what cannot be used is left as it is by default."""
    return Frame(
        draft=secrets.token_hex(16),
        language=language,
        scheme=scheme if scheme in SCHEMES else "auto",
        accent=accent,
        parent=parent,
    )


def frame_of(request: HttpRequest) -> Frame | None:
    """The frame that this request comes from, if it does."""
    found = getattr(request, "kck_frame", None)
    return found if isinstance(found, Frame) else None


def unsealed(sealed: str) -> Frame | None:
    try:
        return _frame.validate_python(signing.loads(sealed, salt=_SALT, max_age=GOOD_FOR))
    except (signing.BadSignature, ValidationError, ValueError):
        return None


def frames(get_response: _HANDLER) -> _HANDLER:
    """Middleware. Stands before sessions and CSRF, which know cookies only."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        sealed, _slash, rest = request.path_info.removeprefix(PREFIX).partition("/")
        if ":" not in sealed:
            return _may_be_framed(get_response(request))
        return _may_be_framed(_inside(request, sealed, f"/{rest.lstrip('/')}", get_response))

    return middleware


def _inside(
    request: HttpRequest, sealed: str, path: str, get_response: _HANDLER
) -> HttpResponseBase:
    frame = unsealed(sealed)
    if frame is None:
        return redirect(f"{PREFIX}{'status' if path == '/status/' else 'form'}/")
    if not path.startswith(_INSIDE):
        return redirect(_outside(request, path))
    if request.headers.get("Sec-Fetch-Dest") == "document":
        # a stranger may have sent somebody here to read what they write
        return redirect(_outside(request, "/find/" if path == "/status/" else "/report/"))
    if request.method not in {"GET", "HEAD", "OPTIONS"} and not _from_our_page(request):
        return HttpResponseForbidden(str(_FOREIGN), content_type="text/plain; charset=utf-8")
    request.COOKIES = frame.as_cookies()
    request.path_info = path
    # no cookie gives anybody power here, and `_from_our_page` has been asked
    request.csrf_processing_done = True  # type: ignore[attr-defined]
    request.kck_frame = frame  # type: ignore[attr-defined]
    return _below(f"{PREFIX}{sealed}/", request, get_response)


def _below(prefix: str, request: HttpRequest, get_response: _HANDLER) -> HttpResponseBase:
    """All addresses that views and templates make begin with the prefix."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        response = get_response(request)
    finally:
        set_script_prefix(before)
    response.cookies.clear()
    return response


def _outside(request: HttpRequest, path: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def _from_our_page(request: HttpRequest) -> bool:
    """As browsers say it; what says nothing is no browser, and no page can make it send a form."""
    origin = request.headers.get("Origin")
    scheme = "https" if request.is_secure() else "http"
    return origin is None or origin == f"{scheme}://{request.get_host()}"


def _may_be_framed(response: HttpResponseBase) -> HttpResponseBase:
    """By the listed sites only; with none of them nobody may, as everywhere else."""
    if not isinstance(response, HttpResponse) or "text/html" not in response.get(
        "Content-Type", ""
    ):
        return response
    allowed = allowed_origins()
    if allowed:
        response._csp_replace = {"frame-ancestors": allowed}  # type: ignore[attr-defined]
        del response.headers["X-Frame-Options"]
    return response


def allowed_origins() -> list[str]:
    """What stands in the list of the back office; the demo shows itself, too."""
    return [*origins(), *(["'self'"] if settings.KCK_DEMO else [])]


def entry(path: str, frame: Frame, more: dict[str, str]) -> str:
    """The first address inside a frame."""
    return f"{frame.address}{path}" + (f"?{urlencode(more)}" if more else "")
