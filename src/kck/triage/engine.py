"""Everything that is computed once from the city's words, and one text put through all of it."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kck.directory.info import CategoryInfo, DangerInfo
from kck.triage.danger import DangerList
from kck.triage.index import CategoryIndex, Said
from kck.triage.stopwords import BY_LANGUAGE
from kck.triage.terms import Language
from kck.triage.words import Word, stem, words_of

TEMPERATURE = 9.0
_ELSEWHERE = 0.8  # what a category said in another language counts
_WEAK = 0.35  # below this the text may be in another language than it seems


@dataclass(frozen=True, slots=True)
class Scored:
    """A category with its score and probability, and the language whose words decided."""

    code: str
    score: float
    probability: float
    language: str


class Engine:
    """Immutable once built; one for each edition of the words."""

    def __init__(self, categories: Iterable[CategoryInfo], dangers: Iterable[DangerInfo]) -> None:
        self._categories = tuple(categories)
        self._dangers = tuple(dangers)
        self.indexes = {
            language: CategoryIndex(_said(self._categories, language), language)
            for language in Language.values
        }

    @cached_property
    def dangers(self) -> DangerList:
        return DangerList(self._dangers, self._known())

    def _known(self) -> dict[str, frozenset[str]]:
        """By language, the words in use and their stems: none of them is a mistyped other word."""
        return {language: frozenset(self._in_use(language)) for language in Language.values}

    def _in_use(self, language: str) -> Iterator[str]:
        yield from BY_LANGUAGE[language]
        texts = [
            text
            for category in self._categories
            for text in (
                category.names.get(language, ""),
                *category.words.get(language, ()),
                *category.examples.get(language, ()),
            )
        ]
        texts += [one for danger in self._dangers for one in danger.lookalikes.get(language, ())]
        for word in (word for text in texts for word in words_of(text)):
            yield word.plain
            yield stem(word.plain, language)

    def ranked(self, words: list[Word], language: str, allowed: frozenset[str]) -> list[Scored]:
        """The categories, the most probable first; those with nothing in common are left out."""
        scores = self._scores(words, language)
        if max((score for score, _by in scores.values()), default=0.0) < _WEAK:
            for other in Language.values:
                if other != language:
                    _take_better(scores, self._scores(words, other))
        kept = {code: both for code, both in scores.items() if code in allowed and both[0] > 0}
        if not kept:
            return []
        powers = {code: math.exp(TEMPERATURE * score) for code, (score, _by) in kept.items()}
        total = sum(powers.values()) + max(0, len(allowed) - len(kept))
        ranked = sorted(kept, key=lambda code: (-kept[code][0], code))
        return [Scored(code, kept[code][0], powers[code] / total, kept[code][1]) for code in ranked]

    def _scores(self, words: list[Word], language: str) -> dict[str, tuple[float, str]]:
        index = self.indexes[language]
        scores = index.scores(index.read(words))
        return {code: (score, language) for code, score in zip(index.codes, scores, strict=True)}


def _take_better(scores: dict[str, tuple[float, str]], other: dict[str, tuple[float, str]]) -> None:
    for code, (score, language) in other.items():
        if score * _ELSEWHERE > scores[code][0]:
            scores[code] = (score * _ELSEWHERE, language)


def _said(categories: Iterable[CategoryInfo], language: str) -> Iterable[Said]:
    """Later editions of a code share its words, so one of them is enough."""
    latest = {category.code: category for category in categories}
    for code, category in latest.items():
        yield Said(
            code=code,
            name=category.names.get(language, ""),
            words=category.words.get(language, ()),
            examples=category.examples.get(language, ()),
        )
