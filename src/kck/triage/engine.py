"""Everything that is computed once from the city's words, and one text put through all of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Self

import numpy as np

from kck.directory.info import CategoryInfo, DangerInfo
from kck.directory.snapshot import Snapshot
from kck.triage.danger import DangerList
from kck.triage.index import CategoryIndex, Numbers, Said
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
        scores, spoken = self._scores(words, language)
        kept = scores * self._mask(allowed)
        powers = np.where(kept > 0, np.exp(TEMPERATURE * kept), 0.0)
        total = powers.sum() + max(0, len(allowed) - np.count_nonzero(kept > 0))
        first = np.lexsort((self._by_code, -kept))[:most]
        return [
            Scored(self._codes[at], float(kept[at]), float(powers[at] / total), spoken(at))
            for at in first.tolist()
            if kept[at] > 0
        ]

    def because(self, one: Scored, words: list[Word]) -> tuple[str, ...]:
        """The words of the text that speak for it."""
        return self.indexes[one.language].because(one.code, words)

    def _scores(self, words: list[Word], language: str) -> tuple[Numbers, Callable[[int], str]]:
        """Of each category, and which language's words decided; another's count less."""
        index = self.indexes[language]
        own = index.scores(index.read(words))
        if own.max(initial=0.0) >= _WEAK:
            return own, lambda _at: language
        languages = [language, *(other for other in Language.values if other != language)]
        others = [self.indexes[other] for other in languages[1:]]
        every = np.array([own, *(_ELSEWHERE * one.scores(one.read(words)) for one in others)])
        best = every.argmax(axis=0)  # of equal ones the first, the text's own language
        return every.max(axis=0), lambda at: str(languages[best[at]])

    @lru_cache(maxsize=4)  # noqa: B019 - an engine lives as long as its words
    def _mask(self, allowed: frozenset[str]) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        return np.array([code in allowed for code in self._codes], bool)

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        """In the same order in every language."""
        return next(iter(self.indexes.values())).codes

    @cached_property
    def _by_code(self) -> "np.ndarray[Any, np.dtype[np.intp]]":
        """The place of each code among all in the order of the alphabet."""
        return np.argsort(np.argsort(np.array(self._codes)))


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
