"""Everything that is computed once from the city's words, and one text put through all of it."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from typing import Self

from kck.directory.info import CategoryInfo, DangerInfo
from kck.directory.snapshot import Snapshot
from kck.triage.danger import DangerList
from kck.triage.index import CategoryIndex, Said
from kck.triage.stopwords import BY_LANGUAGE
from kck.triage.terms import Language
from kck.triage.words import Word, stem, words_of

# lower than what fits best on the messages of the tests: rather less sure than too sure
TEMPERATURE = 6.0
_ELSEWHERE = 0.8  # what a category said in another language counts
_WEAK = 0.35  # below this the text may be in another language than it seems


@dataclass(frozen=True, slots=True)
class Scored:
    """A category with its score and probability, and the language whose words decided."""

    code: str
    score: float
    probability: float
    language: str


@dataclass(frozen=True, kw_only=True)
class Sources:
    """All that an engine is built from, by language; equal when nothing changed."""

    said: Mapping[str, tuple[Said, ...]]
    dangers: tuple[DangerInfo, ...]
    others: Mapping[str, tuple[str, ...]]  # further texts whose words are no mistakes

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        # later editions of a code share its words, so one of them is enough
        categories = {row.code: row for row in snapshot.all_categories.all}.values()
        return cls(
            said={
                language: tuple(_said(category, language) for category in categories)
                for language in Language.values
            },
            dangers=snapshot.all_dangers.all,
            others={language: _of_units(snapshot, language) for language in Language.values},
        )


class Engine:
    """Immutable once built; one for each edition of the words."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.indexes = {
            language: CategoryIndex(said, language) for language, said in sources.said.items()
        }

    @cached_property
    def dangers(self) -> DangerList:
        return DangerList(self.sources.dangers, self._known())

    def _known(self) -> dict[str, frozenset[str]]:
        """By language, the words in use and their stems: none of them is a mistyped other word."""
        return {language: frozenset(self._in_use(language)) for language in Language.values}

    def _in_use(self, language: str) -> Iterator[str]:
        yield from BY_LANGUAGE[language]
        texts = list(self.sources.others[language])
        for one in self.sources.said[language]:
            texts += [one.name, *one.words, *one.examples]
        for danger in self.sources.dangers:
            texts += danger.lookalikes.get(language, ())
        for word in (word for text in texts for word in words_of(text)):
            yield word.plain
            yield stem(word.plain, language)

    def ranked(
        self, words: list[Word], language: str, allowed: frozenset[str], most: int
    ) -> list[Scored]:
        """The most probable categories; those with nothing in common are left out."""
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
        ranked = nsmallest(most, kept, key=lambda code: (-kept[code][0], code))
        return [Scored(code, kept[code][0], powers[code] / total, kept[code][1]) for code in ranked]

    def _scores(self, words: list[Word], language: str) -> dict[str, tuple[float, str]]:
        index = self.indexes[language]
        scores = index.scores(index.read(words))
        return {code: (score, language) for code, score in zip(index.codes, scores, strict=True)}


def _take_better(scores: dict[str, tuple[float, str]], other: dict[str, tuple[float, str]]) -> None:
    for code, (score, language) in other.items():
        if score * _ELSEWHERE > scores[code][0]:
            scores[code] = (score * _ELSEWHERE, language)


def _of_units(snapshot: Snapshot, language: str) -> tuple[str, ...]:
    return tuple(
        texts[language]
        for unit in snapshot.units.all
        for texts in (unit.names, unit.responsible_for)
        if language in texts
    )


def _said(category: CategoryInfo, language: str) -> Said:
    return Said(
        code=category.code,
        name=category.names.get(language, ""),
        words=category.words.get(language, ()),
        examples=category.examples.get(language, ()),
    )
