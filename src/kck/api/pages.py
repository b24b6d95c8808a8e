"""The document itself, and a page that reads it out to people."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kck.api.answers import STABLE, public
from kck.api.document import document
from kck.api.problems import KINDS


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    return public(request, document(), cache=STABLE)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One call as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    parameters: list[dict[str, Any]]
    takes: str
    gives: str
    secured: str


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """No script, nothing from elsewhere; in English, as the document is."""
    made = document()
    tags: dict[str, list[Operation]] = {}
    for path, operations in made["paths"].items():
        for method, one in operations.items():
            tags.setdefault(one["tags"][0], []).append(_operation(path, method, one))
    with override("en"):
        problems = [(name, kind.status, str(kind.title)) for name, kind in KINDS.items()]
    shapes = [(name, _fields(shape)) for name, shape in made["components"]["schemas"].items()]
    context = {
        "frame": settings.KCK_ERROR_FRAME,
        "about": _without_marks(made["info"]["description"]),
        "version": made["info"]["version"],
        "tags": tags,
        "problems": problems,
        "shapes": sorted(shapes),
    }
    return render(request, "api/docs.html", context)


def _operation(path: str, method: str, one: dict[str, Any]) -> Operation:
    takes, taken = _content(one.get("requestBody", {}))
    answers = [answer for status, answer in one["responses"].items() if status in ("200", "201")]
    _gives, given = _content(answers[0])
    return Operation(
        id=one["operationId"],
        method=method.upper(),
        path=path,
        summary=_without_marks(one.get("description", "")),
        parameters=[
            {**asked, "description": _without_marks(asked.get("description", ""))}
            for asked in one["parameters"]
        ],
        takes=_name(taken) or takes,
        gives=_name(given),
        secured=", ".join(name for way in one.get("security", []) for name in way),
    )


def _without_marks(text: str) -> str:
    """The document speaks Markdown, the page does not."""
    return text.replace("`", "")


def _content(body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Its type and its schema, as far as there are any."""
    for kind, content in body.get("content", {}).items():
        return kind, content.get("schema", {})
    return "", {}


def _fields(shape: dict[str, Any]) -> list[tuple[str, str, bool]]:
    needed = shape.get("required", [])
    return [
        (name, _name(field), name in needed) for name, field in shape.get("properties", {}).items()
    ]


def _name(schema: dict[str, Any]) -> str:
    """A schema in few words: `PublicCase`, `list of Named`, `string or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if choices := schema.get("anyOf") or schema.get("allOf"):
        return " or ".join(_name(one) for one in choices)
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_name(schema.get('items', {}))}"
    return " ".join(str(schema[key]) for key in ("type", "format", "const") if key in schema)
