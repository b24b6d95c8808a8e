"""A text as numbers: pieces of its words, the words, and pairs of them, each under a hash.

Nothing is looked up in a vocabulary, so that the same few lines serve training and answering, and a
word nobody has seen still has pieces that somebody has.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from kck.triage.model.concepts import concept_counts
from kck.triage.words import Word, stem

BUCKETS = 1 << 16  # of pieces; as many again for words
SHORTEST, LONGEST = 2, 5  # letters of a piece, the space at either end of a word among them
READ = 400  # words of a text; what comes later no longer changes what it is about
_LONGEST_WORD = 40

Indexes = np.ndarray[Any, np.dtype[np.int64]]
Values = np.ndarray[Any, np.dtype[np.float32]]


class Features(NamedTuple):
    """Which features a text has, in order, and how often (damped).

    There are `BUCKETS` of each sort: pieces, words, and only where asked for concepts.
    """

    at: Indexes
    counts: Values


def features_of(words: Iterable[Word]) -> Features:
    """Of folded words; numbers count as "a number"."""
    plain = [_plain(word.plain) for word in words][:READ]
    found: Counter[int] = Counter()
    for word in plain:
        found.update(_pieces(word))
        found.update(_words(word))
    found.update(_hash(f"{one} {two}", BUCKETS) for one, two in pairwise(plain))
    return _ordered(found)


def with_concepts(features: Features, words: Sequence[Word]) -> Features:
    """Of a text with what its words stand for, as the third sort."""
    told = _ordered(concept_counts(words, 2 * BUCKETS, BUCKETS))
    return Features(
        np.concatenate([features.at, told.at]), np.concatenate([features.counts, told.counts])
    )


def _ordered(found: Counter[int]) -> Features:
    at = np.fromiter(found.keys(), np.int64, len(found))
    counts = np.fromiter(found.values(), np.float32, len(found))
    order = np.argsort(at)
    return Features(at[order], 1 + np.log(counts[order]))


@lru_cache(maxsize=20_000)
def features_of_word(plain: str) -> Indexes:
    """Of a word by itself."""
    word = _plain(plain)
    return np.array(sorted({*_pieces(word), *_words(word)}), np.int64)


def _plain(word: str) -> str:
    return "0" if word.isdigit() else word[:_LONGEST_WORD]


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[int, ...]:
    marked = f" {word} "
    return tuple(
        _hash(marked[start : start + size], 0)
        for size in range(SHORTEST, LONGEST + 1)
        for start in range(len(marked) - size + 1)
    )


@lru_cache(maxsize=20_000)
def _words(word: str) -> tuple[int, ...]:
    """The word, and what is left of it without its ending in each language."""
    roots = {stem(word, language) for language in ("pl", "en", "uk")}
    return tuple(_hash(text, BUCKETS) for text in (word, *(f"{root}-" for root in sorted(roots))))


def _hash(text: str, block: int) -> int:
    return block + crc32(text.encode()) % BUCKETS
