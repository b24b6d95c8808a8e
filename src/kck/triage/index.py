"""Which category a text is about, by comparing it with how people say it.

Two views of a category: all its words and sentences together, and each of its example sentences
alone; both weighted so that a word said everywhere counts little. Plus whole phrases of its word
list. Built once for each edition of the words; scoring walks lists of (category, weight).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np

from kck.triage.stopwords import BY_LANGUAGE
from kck.triage.words import Word, grams, stem, words_of

_READ = 600  # words of a text; what comes later no longer changes what it is about
_HALF = 6.0  # phrases of this weight count half of the most they can
_TELLING = 0.02


class Shares(NamedTuple):
    """How much each view counts; tuned on messages that are no examples."""

    together: float = 1.0
    pieces: float = 1.0
    nearest: float = 0.6
    phrases: float = 0.6


SHARES = Shares()


@dataclass(frozen=True, kw_only=True)
class Said:
    """How one category is said in one language."""

    code: str
    name: str
    words: tuple[str, ...]
    examples: tuple[str, ...]


class Phrase(NamedTuple):
    """An entry of word lists, and the categories in whose lists it stands."""

    stems: frozenset[str]
    places: tuple[int, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Features:
    """A text as stems and pairs of neighbouring stems, and as four-letter pieces."""

    stems: Counter[str]
    pieces: Counter[str]

    def words(self) -> set[str]:
        return {one for one in self.stems if " " not in one}


Numbers = np.ndarray[Any, np.dtype[np.float64]]


class Space:
    """Weighted features of many texts, for the cosine of a new text with each of them.

    Kept twice: by text, and by feature in long arrays, which are walked without chasing pointers.
    """

    def __init__(self, texts: list[Counter[str]]) -> None:
        seen = Counter(feature for text in texts for feature in text)
        size = len(texts)
        self.rarity = {feature: math.log(1 + size / (1 + count)) for feature, count in seen.items()}
        self._texts = [self.weighted(text) for text in texts]
        postings: dict[str, list[int]] = defaultdict(list)
        for place, own in enumerate(self._texts):
            for feature in own:
                postings[feature].append(place)
        self._slices = _one_after_another(postings)
        self._places = np.array([one for places in postings.values() for one in places], np.intp)
        self._weights = np.array(
            [self._texts[one][feature] for feature, places in postings.items() for one in places]
        )

    def weighted(self, text: Mapping[str, float]) -> dict[str, float]:
        """A vector of length one; features nobody knows are left out but make it no shorter."""
        raw = {
            feature: (1 + math.log(count) if count >= 1 else count) * self.rarity[feature]
            for feature, count in text.items()
            if count and feature in self.rarity
        }
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {feature: weight / length for feature, weight in raw.items()}

    def weight(self, feature: str, place: int) -> float:
        """How much the feature says about one of the texts."""
        return self._texts[place].get(feature, 0.0)

    def cosines(self, text: Mapping[str, float]) -> Numbers:
        """With each of the texts, in their order."""
        total = np.zeros(len(self._texts))
        weighted = self.weighted(text)
        if not weighted:
            return total
        slices = [self._slices[feature] for feature in weighted]
        places = np.concatenate([self._places[own] for own in slices])
        weights = np.concatenate([self._weights[own] for own in slices])
        counts = [own.stop - own.start for own in slices]
        weights *= np.repeat(np.array(list(weighted.values())), counts)
        total += np.bincount(places, weights, minlength=len(total))
        return total


def _one_after_another(postings: Mapping[str, list[int]]) -> dict[str, slice]:
    ends = accumulate(len(own) for own in postings.values())
    return {
        feature: slice(end - len(own), end)
        for (feature, own), end in zip(postings.items(), ends, strict=True)
    }


class CategoryIndex:
    """How all categories are said in one language."""

    def __init__(self, said: Iterable[Said], language: str, shares: Shares = SHARES) -> None:
        said = tuple(said)
        self.language, self._shares = language, shares
        self.codes = tuple(one.code for one in said)
        together, pieces, examples, self._owner = [], [], [], list[int]()
        for place, one in enumerate(said):
            texts = [one.name, *one.words, *(told(example) for example in one.examples)]
            read = [self.read(words_of(text)) for text in texts]
            together.append(sum((text.stems for text in read), Counter[str]()))
            pieces.append(sum((text.pieces for text in read), Counter[str]()))
            for example in read[1 + len(one.words) :] or read[:1]:
                examples.append(example.stems)
                self._owner.append(place)
        self._together, self._pieces = Space(together), Space(pieces)
        self._nearest = Space(examples)
        self._phrases = self._read_phrases(said)

    def read(self, words: list[Word]) -> Features:
        """Stems, pairs of them, and pieces; words without meaning count next to nothing."""
        stopped = BY_LANGUAGE[self.language]
        telling = [
            word.plain
            for word in words[:_READ]
            if word.plain not in stopped and not word.plain.isdigit()
        ]
        stems = [stem(word, self.language) for word in telling]
        pairs = [f"{one} {two}" for one, two in pairwise(stems)]
        return Features(
            stems=Counter([*stems, *pairs]),
            pieces=Counter(piece for word in telling for piece in grams(word)),
        )

    def _read_phrases(self, said: tuple[Said, ...]) -> dict[str, list[Phrase]]:
        """Every entry of the word lists, under its rarest stem."""
        owners: dict[frozenset[str], set[int]] = defaultdict(set)
        for place, one in enumerate(said):
            for text in one.words:
                stems = frozenset(self.read(words_of(text)).words())
                if stems:
                    owners[stems].add(place)
        found: dict[str, list[Phrase]] = defaultdict(list)
        for stems, places in owners.items():
            rarity = self._together.rarity
            key = max(stems, key=lambda one: (rarity.get(one, 0.0), one))
            weight = sum(rarity.get(one, 0.0) for one in stems) / len(places)
            found[key].append(Phrase(stems, tuple(places), weight))
        return found

    def scores(self, features: Features) -> Numbers:
        """One number for each category, in the order of `codes`; nothing in common is 0."""
        shares = self._shares
        total = shares.together * self._together.cosines(features.stems)
        total += shares.pieces * self._pieces.cosines(features.pieces)
        nearest = np.zeros(len(self.codes))
        np.maximum.at(nearest, self._owner, self._nearest.cosines(features.stems))
        total += shares.nearest * nearest
        for place, weight in self._said(features).items():
            total[place] += shares.phrases * weight / (weight + _HALF)
        return total

    def _said(self, features: Features) -> dict[int, float]:
        stems = features.words()
        found: dict[int, float] = defaultdict(float)
        for one in stems:
            for phrase in self._phrases.get(one, ()):
                if phrase.stems <= stems:
                    for place in phrase.places:
                        found[place] += phrase.weight
        return found

    def because(self, code: str, words: list[Word], most: int = 3) -> tuple[str, ...]:
        """The words of the text that speak for the category, the strongest first."""
        place, stopped = self.codes.index(code), BY_LANGUAGE[self.language]
        strength: dict[str, float] = {}
        for word in words[:_READ]:
            if word.plain in stopped or word.raw in strength:
                continue
            own = self._together.weight(stem(word.plain, self.language), place)
            pieces = grams(word.plain)
            near = sum(self._pieces.weight(piece, place) for piece in pieces)
            strength[word.raw] = own + near / (len(pieces) or 1)
        ranked = sorted(strength, key=lambda raw: -strength[raw])
        return tuple(raw for raw in ranked[:most] if strength[raw] > _TELLING)


def told(example: str) -> str:
    """An example without the proper names in it, so that a street does not become a matter."""
    text = list(example)
    for word in words_of(example)[1:]:
        if word.raw[0].isupper() and not word.raw.isupper() and not word.breaks:
            text[slice(*word.span)] = " " * len(word.raw)
    return "".join(text)
