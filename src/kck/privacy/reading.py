"""What is given out, in order and in words: a tree that a page and a printed sheet are made of."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format

from kck.foundation import clock
from kck.foundation.text import _
from kck.privacy.words import label_of, value_of

_INDENT = "    "


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one holder has; `nodes` are trees, one for each record of the person."""

    label: str
    nodes: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Given:
    """All of it, in the language of the person; who prints it needs nothing else."""

    title: str
    intro: str
    parts: tuple[Part, ...]
    at: datetime
    language: str


def read(data: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[Part, ...]:
    """Without what is empty, and without names that only a machine needs."""
    return tuple(
        Part(label=label_of(name), nodes=tuple(_node("", one) for one in given))
        for name, given in data.items()
    )


def _node(key: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        pairs = [(label_of(name), _node(name, one)) for name, one in value.items() if _told(one)]
        return {"pairs": pairs}
    if isinstance(value, list | tuple):
        return {"rows": [_node(key, one) for one in value if _told(one)]}
    if isinstance(value, str) and (answers := _answers(value)):
        return _node(key, answers)
    return {"text": _said(key, value)}


def _told(value: Any) -> bool:
    return value not in (None, "", [], {}, ())


def _answers(value: str) -> dict[str, Any]:
    """Answers to the questions of a category are kept as they were sent."""
    if not value.startswith("{"):
        return {}
    try:
        found = json.loads(value)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _said(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("tak") if value else _("nie"))
    moment = _moment(value)
    if isinstance(moment, datetime):
        return date_format(moment.astimezone(clock.city_zone()), "j E Y, H:i")
    if isinstance(moment, date):
        return date_format(moment, "j E Y")
    return value_of(key, str(value))


def _moment(value: Any) -> date | datetime | None:
    """Also one that was written down for machines."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or "T" not in value or not value[:4].isdecimal():
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else None


def lines(node: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """The tree as lines of text, what belongs together pushed to the right."""
    space = _INDENT * depth
    for label, one in node.get("pairs", ()):
        if "text" in one:
            yield f"{space}{label}: {one['text']}"
        else:
            yield f"{space}{label}:"
            yield from lines(one, depth + 1)
    for one in node.get("rows", ()):
        if "text" in one:
            yield f"{space}– {one['text']}"
        else:
            first, *rest = lines(one, depth)
            yield f"{space}– {first.strip()}"
            yield from (f"{_INDENT}{line}" for line in rest)
    if "text" in node:
        yield f"{space}{node['text']}"
