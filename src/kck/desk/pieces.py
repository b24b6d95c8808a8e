"""Texts cut into stretches: personal data, names that are called, matters that went elsewhere."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kck.cases.queries.apart import Apart
from kck.cases.queries.mentions import MENTION
from kck.foundation.text import fold
from kck.triage.queries import spot


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of a text; `personal` names what it seems to tell of somebody."""

    text: str
    personal: Any = ""
    called: str = ""  # the name of a colleague
    apart: Apart | None = None


@dataclass(frozen=True, kw_only=True)
class _Span:
    start: int
    end: int
    piece: Piece


def of_note(text: str, names: Mapping[str, str]) -> list[Piece]:
    """With the names of those who are called in it, by their handles."""
    spans = [
        _Span(start=one.start(), end=one.end(), piece=Piece(text=one[0], called=name))
        for one in MENTION.finditer(text)
        if (name := names.get(fold(one[1])))
    ]
    return _cut(text, [*spans, *_personal(text)])


def of_report(text: str, apart: Sequence[Apart]) -> list[Piece]:
    """With what was told apart from it marked; wrapped and spaced otherwise it is the same."""
    spans = [
        _Span(start=found.start(), end=found.end(), piece=Piece(text=found[0], apart=one))
        for one in apart
        if (found := _find(one.text, text))
    ]
    return _cut(text, [*spans, *_personal(text)])


def not_found(text: str, apart: Iterable[Apart]) -> list[Apart]:
    """Those whose words were written anew, so that nothing in the text is theirs."""
    return [one for one in apart if _find(one.text, text) is None]


def _find(part: str, text: str) -> re.Match[str] | None:
    words = part.split()
    if not words:
        return None
    return re.search(r"\s+".join(re.escape(word) for word in words), text)


def _personal(text: str) -> list[_Span]:
    return [
        _Span(
            start=one.start,
            end=one.end,
            piece=Piece(text=text[one.start : one.end], personal=one.kind.label),
        )
        for one in spot(text)
    ]


def _cut(text: str, spans: Iterable[_Span]) -> list[Piece]:
    """The earlier one wins where two overlap; of two that begin together, the longer."""
    found: list[Piece] = []
    at = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start < at:
            continue
        found += [Piece(text=text[at : span.start]), span.piece]
        at = span.end
    return [piece for piece in (*found, Piece(text=text[at:])) if piece.text]
