"""What came with a post: to be saved, looked at small, or read as it came. Nothing of it runs."""

import re
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from kck.conversations.queries.thread import ThreadPage, file_of, original_of
from kck.desk.doors import StaffRequest
from kck.desk.views.conversations.found import of_thread
from kck.files.http import serve
from kck.files.queries import find, open_file
from kck.foundation.audit import looked_at

# what a browser draws and cannot run
_SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_MOST_INLINE = 2_000_000
_CID = re.compile(r"""(src=["'])cid:([^"'>\s]{1,200})(["'])""", re.IGNORECASE)
_FRAME = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox; " + (
    "frame-ancestors 'self'"
)
_LOOK = "font: 15px/1.5 system-ui, sans-serif; margin: 12px; overflow-wrap: anywhere"


@require_safe
@of_thread
def file(request: StaffRequest, talk: ThreadPage, file_id: int) -> HttpResponseBase:
    """To be saved and never run; who took it is written down. `?look`: a picture, in its place."""
    found = file_of(talk.id, file_id, request.actor)
    stored = find(found[0]) if found else None
    if found is None or stored is None:
        looked_at(request.actor, "file-refused", talk.stream, str(file_id))
        raise Http404
    _public_id, name, content_type = found
    response = serve(stored, request=request)
    if "look" in request.GET and content_type in _SHOWN:
        response.headers["Content-Type"] = content_type
        return response  # the page it stands on is written down
    looked_at(request.actor, "file", talk.stream, str(stored.public_id))
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Type"] = "application/octet-stream"
    return response


@require_safe
@of_thread
def original(request: StaffRequest, talk: ThreadPage, post_id: int) -> HttpResponseBase:
    """The page as it came, already made safe; in a frame where nothing runs and nothing loads."""
    found = original_of(talk.id, post_id, request.actor)
    opened = open_file(found.html) if found else None
    if found is None or opened is None:
        raise Http404
    with opened.content as source:
        html = source.read().decode("utf-8", "replace")
    looked_at(request.actor, "original", talk.stream, str(post_id))
    pictures = {cid: found.pictures[cid] for cid in found.pictures if cid in html}
    html = _CID.sub(lambda one: _inline(one, pictures), html)
    response = HttpResponse(
        f'<!doctype html><meta charset="utf-8"><body style="{_LOOK}">{html}',
        content_type="text/html; charset=utf-8",
    )
    response.headers["Content-Security-Policy"] = _FRAME
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _inline(one: "re.Match[str]", pictures: Mapping[str, UUID]) -> str:
    """A frame without an origin sends no cookies, so the picture travels within the page."""
    public_id = pictures.get(one[2])
    opened = open_file(str(public_id)) if public_id else None
    if opened is None or opened.content_type not in _SHOWN:
        return f"{one[1]}data:,{one[3]}"
    with opened.content as source:
        data = source.read(_MOST_INLINE + 1)
    if len(data) > _MOST_INLINE:
        return f"{one[1]}data:,{one[3]}"
    return f"{one[1]}data:{opened.content_type};base64,{b64encode(data).decode()}{one[3]}"
