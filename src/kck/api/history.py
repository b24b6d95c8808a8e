"""What happened to a case, for whoever may read it whole."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kck.api.render import Told
from kck.cases.queries.timeline import Entry, Picture, Words
from kck.cases.terms import TextKind

# names of people who work are nobody's business outside the house
_BY: Mapping[str, str] = {
    "person": "reporter",
    "partner": "partner",
    "platform": "automatic",
    "staff": "unit",
    "link": "unit",
    "system": "unit",
}


def history(entries: Iterable[Entry]) -> list[Told]:
    """The oldest first."""
    return [_happened(entry) for entry in entries]


def _happened(entry: Entry) -> Told:
    return {
        "at": entry.at,
        "event": entry.name,
        "title": entry.title,
        "by": _BY.get(entry.actor, "automatic"),
        "texts": [_said(words) for words in entry.words],
        "photos": [_picture(one) for one in entry.pictures],
    }


def _said(words: Words) -> Told:
    answers = _answers(words.body) if words.kind == TextKind.ANSWERS else None
    return {
        "kind": str(words.kind),
        "text": "" if answers is not None else words.body,
        "answers": answers,
        "erased": words.erased,
    }


def _answers(body: str) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except ValueError:  # erased, or written by a partner in a way of their own
        return None
    return found if isinstance(found, dict) else None


def _picture(picture: Picture) -> Told:
    return {
        "id": str(picture.public_id),
        "kind": picture.kind,
        "width": picture.width,
        "height": picture.height,
    }
