"""Sentences that are kept, not only shown: the same text in every language at once."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation

_MOST_KNOWN = 200


def in_each_language(text: Any, **values: dict[str, str]) -> dict[str, str]:
    """A translatable text with its gaps filled, by language; each value is a name by language."""
    filling = tuple((gap, tuple(names.items())) for gap, names in values.items())
    return dict(_filled(_patterns(text), filling))


@lru_cache(maxsize=2000)
def _filled(
    patterns: tuple[tuple[str, str], ...],
    filling: tuple[tuple[str, tuple[tuple[str, str], ...]], ...],
) -> tuple[tuple[str, str], ...]:
    """The same few sentences are said of most cases."""
    values = [(gap, dict(names)) for gap, names in filling]
    return tuple(
        (
            language,
            pattern.format(
                **{gap: names.get(language) or names.get("pl", "") for gap, names in values}
            ),
        )
        for language, pattern in patterns
    )


# by identity: to hash a translatable text is to translate it
_known: dict[int, tuple[Any, tuple[tuple[str, str], ...]]] = {}


def _patterns(text: Any) -> tuple[tuple[str, str], ...]:
    held, patterns = _known.get(id(text), (None, ()))
    if held is not text:
        patterns = _in_all(text)
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known[id(text)] = (text, patterns)
    return patterns


def _in_all(text: Any) -> tuple[tuple[str, str], ...]:
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append((language, str(text)))
    return tuple(found)
