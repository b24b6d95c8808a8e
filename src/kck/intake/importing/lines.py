"""`kck export cases FILE.jsonl`, read with the names that the columns of our table have."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kck.cases.terms import TextKind
from kck.foundation.text import _
from kck.intake.importing.readers import bad_row
from kck.places.importing.report import BadRow
from kck.places.importing.sources import Row

_TEXTS = {
    "description": TextKind.DESCRIPTION,
    "place_words": TextKind.PLACE,
    "answers": TextKind.ANSWERS,
}
_CONTACT = {"name": "name", "email": "email", "phone": "phone", "contact_address": "address"}


def line_rows(path: Path) -> Iterator[Row | BadRow]:
    """A line that is cut is said to be bad, the next ones go on."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield Row(line=number, values=_columns(json.loads(line)))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                yield bad_row(number, str(_("Wiersz jest urwany albo uszkodzony.")))


def _columns(case: dict[str, Any]) -> dict[str, Any]:
    newest = {text["kind"]: text.get("body", "") for text in case["texts"]}
    contact = case.get("contact") or {}
    return {
        **case,
        **{column: newest.get(kind, "") for column, kind in _TEXTS.items()},
        **{column: contact.get(name, "") for column, name in _CONTACT.items()},
        "consents": " ".join(contact.get("consents", ())),
    }
