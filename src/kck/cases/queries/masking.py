"""Texts without the reporter in them: what looks personal, and what we know to be theirs."""

import re
from collections.abc import Callable

from kck.people.queries import contact
from kck.triage.personal import MASK
from kck.triage.queries import mask, spot

_SHORTEST = 3
Mask = Callable[[str], str]


def masker(person_id: int | None) -> Mask:
    """What is found by its form misses a bare name; the reporter's own one is known."""
    known = _names(person_id)

    def masked(text: str) -> str:
        text = mask(text, spot(text))
        return known.sub(MASK, text) if known else text

    return masked


def known_words(person_id: int) -> Mask:
    """Only what we know to be theirs: for words that stay when they are forgotten."""
    names, found = _names(person_id), contact(person_id)
    literal = [word for word in (found.email, found.phone, found.phone.removeprefix("+48")) if word]

    def without(text: str) -> str:
        for word in literal:
            text = text.replace(word, MASK)
        return names.sub(MASK, text) if names else text

    return without


def _names(person_id: int | None) -> re.Pattern[str] | None:
    """Their name and surname, also with the endings that Polish and Ukrainian give them."""
    found = contact(person_id) if person_id is not None else None
    words = re.findall(r"[^\W\d_]+", found.name) if found else []
    stems = [re.escape(_stem(word)) for word in words if len(word) >= _SHORTEST]
    if not stems:
        return None
    return re.compile(rf"\b(?:{'|'.join(stems)})[^\W\d_]{{0,4}}\b")


def _stem(word: str) -> str:
    """Capitalised: "jan" within other words is no name."""
    word = word.capitalize()
    return word[:-1] if len(word) > _SHORTEST and word[-1] in "aeiouyаеиіоуя" else word
