"""The standard's two formats. JSON is the Spark mapping: lists have no outer element."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponse

XML, JSON = "xml", "json"
CONTENT_TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
# what XML 1.0 cannot carry
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

# how a list's items are called inside it
_ITEMS = {
    "services": "service",
    "groups": "group",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "media_urls": "media_url",
    "notes": "note",
}


def respond(root: str, content: Any, form: str, *, status: int = 200) -> HttpResponse:
    """A list or an object under its root, in the asked format; open to every origin for reading."""
    body = to_xml(root, content) if form == XML else to_json(content)
    response = HttpResponse(body, content_type=CONTENT_TYPES[form], status=status)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def refuse(errors: Iterable[str], form: str, *, code: int) -> HttpResponse:
    listed = [{"code": code, "description": text} for text in errors]
    return respond("errors", listed, form, status=code)


def to_json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)


def to_xml(root: str, content: Any) -> str:
    parts = ['<?xml version="1.0" encoding="utf-8"?>\n']
    _element(root, content, parts)
    return "".join(parts)


def _element(name: str, value: Any, parts: list[str]) -> None:
    if value is None or value == "" or value == []:
        parts.append(f"<{name}/>")
        return
    parts.append(f"<{name}>")
    if isinstance(value, Mapping):
        _members(value, parts)
    elif isinstance(value, list | tuple):
        item = _ITEMS[name]
        for one in value:
            _element(item, one, parts)
    else:
        parts.append(_text(value))
    parts.append(f"</{name}>")


def _members(value: Mapping[str, Any], parts: list[str]) -> None:
    for key, member in value.items():
        # several media_url stand side by side, without an element around them
        if key == "media_url" and isinstance(member, list):
            for one in member:
                _element(key, one, parts)
        else:
            _element(key, member, parts)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return escape(_FORBIDDEN.sub("", value))
    return str(value)
