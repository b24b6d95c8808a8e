"""The OpenAPI document: what django-ninja tells, and what our door does to every call."""

import json
from functools import cache
from typing import Any

from django.conf import settings

from kck.api.problems import CONTENT_TYPE, KINDS
from kck.api.site import VERSION, api

PREFIX = "/api/v1"
_ABOUT = """\
What residents, partners and units' own systems can do with KCK. Times are in UTC, texts in the
language of `Accept-Language` (pl, en, uk), errors are problems as RFC 9457 has them.
"""
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_LANGUAGE = {
    "in": "header", "name": "Accept-Language", "required": False,
    "schema": {"type": "string"}, "description": "pl, en or uk.",
}  # fmt: skip
_KNOWN = {
    "in": "header", "name": "If-None-Match", "required": False,
    "schema": {"type": "string"}, "description": "The ETag that is known: 304 if it still holds.",
}  # fmt: skip
_KEY = {
    "in": "header", "name": "Idempotency-Key", "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{16,128}$"},
    "description": "The same call under the same key is done once and answered alike for a day.",
}  # fmt: skip
_MATCH = {
    "in": "header", "name": "If-Match", "required": False,
    "schema": {"type": "string"}, "description": "The ETag that was read: 412 if it changed.",
}  # fmt: skip
_SECURITY = {
    "Token": {
        "type": "http",
        "scheme": "bearer",
        "description": "Of a unit's own system, made in the back office.",
    },
    "CaseCode": {"type": "apiKey", "in": "header", "name": "Case-Code"},
    "CaseToken": {"type": "apiKey", "in": "header", "name": "Case-Token"},
}


@cache
def document() -> dict[str, Any]:
    """The same for every reader: the document speaks English."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=f"{PREFIX.lstrip('/')}/"))
    made["info"] = {"title": "KCK", "version": VERSION, "description": _ABOUT}
    made["servers"] = [{"url": settings.SITE_URL}]
    components = made.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    components["securitySchemes"] = _SECURITY
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(path.removeprefix(PREFIX), method, operation)
    plain: dict[str, Any] = json.loads(json.dumps(made))  # numbers of statuses become names
    return plain


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    for status in sorted(_statuses(path, method)):
        operation["responses"].setdefault(status, _refusal(status))
    parameters = operation.setdefault("parameters", [])
    parameters.append(_LANGUAGE)
    if method == "get":
        parameters.append(_KNOWN)
        operation["responses"].setdefault(304, {"description": "Not changed"})
    else:
        parameters.append(_KEY)
    if _is_act(path) and method == "post":
        parameters.append(_MATCH)
    if path.startswith("/my-case/"):
        operation["security"] = [{"CaseToken": []}, {"CaseCode": []}]
    elif f"{path}/".startswith("/unit/"):
        operation["security"] = [{"Token": []}]


def _is_act(path: str) -> bool:
    return f"{path}/".startswith(("/my-case/", "/unit/"))


def _statuses(path: str, method: str) -> set[int]:
    found = {400, 401, 404, 413, 422, 429, 500, 503}
    if method == "post":
        found |= {409, 415}
    if _is_act(path):
        found |= {403, 412} if method == "post" else {403}
    return found


def _refusal(status: int) -> dict[str, Any]:
    titles = [name for name, kind in KINDS.items() if kind.status == status]
    return {
        "description": ", ".join(titles),
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
