"""Whether two ways to write a place mean the same one: for evaluation, and for nothing else."""

import re

from kck.triage.place.forms import folded

_PREFIXES = frozenset({"ul", "al", "pl", "os", "ulica", "aleja", "plac", "osiedle", "im"})
_NUMBER = re.compile(r"\s\d{1,4}[a-zA-Z]?(?:/\d{1,4}[a-zA-Z]?)?\s*\Z")
_WORDS = re.compile(r"\w+")


def same_place(one: str, other: str) -> bool:
    """Equal base forms, whatever prefix, case, diacritics and number; crossings in any order."""
    return bool(one and other) and _sides(one) == _sides(other)


def _sides(place: str) -> frozenset[str]:
    return frozenset(_bare(side) for side in re.split(r"\s/\s", place))


def _bare(place: str) -> str:
    words = _WORDS.findall(folded(_NUMBER.sub("", place).lower()))
    while len(words) > 1 and words[0] in _PREFIXES:
        words.pop(0)
    if words[:1] == ["dzielnica"] and len(words) > 2:
        words = words[2:]  # its Roman number
    return " ".join(words)
