"""Answering with a file. The caller has already decided that this reader may see it."""

from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.http.response import Http404

from kck.files.models import StoredFile
from kck.files.queries import open_stored
from kck.files.terms import Size
from kck.foundation.text import _

# short, so that an erased photo is gone from caches soon
_PUBLIC = "public, max-age=300, must-revalidate"


def serve(
    stored: StoredFile,
    size: str = Size.FULL,
    *,
    public: bool = False,
    request: HttpRequest | None = None,
) -> HttpResponseBase:
    """The picture in that size; kept by caches only where everybody may see it."""
    opened = None if stored.erased_at else open_stored(stored, size)
    if opened is None:
        raise Http404(str(_("Tego pliku już nie ma.")))
    response: HttpResponseBase
    if request is not None and public and request.headers.get("If-None-Match") == opened.etag:
        opened.content.close()
        response = HttpResponseNotModified()
    else:
        response = FileResponse(opened.content, content_type=opened.content_type)
        response.headers["Content-Disposition"] = "inline"
    response.headers["ETag"] = opened.etag
    response.headers["Cache-Control"] = _PUBLIC if public else "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # even if a picture could carry a script, it would run nowhere
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
