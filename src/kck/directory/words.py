"""Sentences that are kept, not only shown: the same text in every language at once."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation


def in_each_language(text: Any, **values: dict[str, str]) -> dict[str, str]:
    """A translatable text with its gaps filled, by language; each value is a name by language."""
    return {
        language: pattern.format(
            **{gap: names.get(language) or names.get("pl", "") for gap, names in values.items()}
        )
        for language, pattern in _patterns(text)
    }


@lru_cache(maxsize=200)
def _patterns(text: Any) -> tuple[tuple[str, str], ...]:
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append((language, str(text)))
    return tuple(found)
