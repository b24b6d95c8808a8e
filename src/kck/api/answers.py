"""What reading calls answer with: JSON with a tag of its content, or 304."""

import hashlib
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from pydantic_core import to_json

from kck.api.callers import Call
from kck.api.problems import Problem, Wrong
from kck.api.words import UNKNOWN_FIELD

PUBLIC = "public, max-age=30, must-revalidate"
STABLE = "public, max-age=300, must-revalidate"


def public(call: Call, content: Any, *, cache: str = PUBLIC, link: str = "") -> HttpResponse:
    """What everybody may keep for a short while: what is unpublished is gone soon."""
    answer = tagged(call, to_json(content))
    answer.headers["Cache-Control"] = cache
    if link:
        answer.headers["Link"] = link
    return answer


def private(call: Call, content: Any, *, tag: str = "", before: str = "") -> HttpResponse:
    """For this caller alone; `before` stands in front of the content's own tag."""
    answer = tagged(call, to_json(content), tag=tag, before=before)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def tagged(call: Call, body: bytes, *, tag: str = "", before: str = "") -> HttpResponse:
    tag = tag or f'"{before}{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    answer: HttpResponse
    if is_known(call, tag):
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(body, content_type="application/json")
    answer.headers["ETag"] = tag
    return answer


def is_known(call: Call, tag: str) -> bool:
    known = call.headers.get("If-None-Match", "")
    if not known:
        return False
    tags = {one.strip().removeprefix("W/") for one in known.split(",")}
    return "*" in tags or tag in tags


def no_other(call: Call, *names: str) -> None:
    """A filter whose name is misspelt must not pass for no filter."""
    if unknown := [name for name in call.GET if name not in names]:
        errors = [Wrong(field=name[:60], message=str(UNKNOWN_FIELD)) for name in unknown[:20]]
        raise Problem(kind="invalid", detail=str(UNKNOWN_FIELD), errors=errors)
