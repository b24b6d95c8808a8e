"""How likely two reports are of the same thing: place, words, photos. Plain Python."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kck.files.looks import alike, same_photo
from kck.triage.stopwords import ENGLISH, POLISH, UKRAINIAN
from kck.triage.words import is_cyrillic, stem, words_of

_READ = 1500  # letters; whoever writes more has said it by then
_FEWEST = 3  # words that say something; of fewer nothing follows
_EMPTY_WORDS = POLISH | ENGLISH | UKRAINIAN
_PLACE, _WORDS, _PHOTO = 0.45, 0.35, 0.2
_UNKNOWN = 0.4  # of two texts that cannot be compared
LIKELY = 0.55


class SamePhoto(StrEnum):
    """What the photos of two reports say."""

    NOTHING = ""
    ALIKE = "alike"
    SAME = "same"


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """Why two reports may be one: metres apart, the share of common words (None: too few to say),
    what the photos show.
    """

    metres: int
    words: int | None
    photo: SamePhoto
    score: float

    @property
    def likely(self) -> bool:
        return self.score >= LIKELY


def likeness(
    metres: float,
    radius: int,
    texts: tuple[str, str],
    looks: tuple[Collection[int], Collection[int]],
) -> Likeness:
    """Nearness counts most; the same photo outweighs everything else."""
    words, photo = same_words(*texts), same_photos(*looks)
    near = max(0.0, 1 - metres / (2 * radius)) if radius else 0.0
    said = _UNKNOWN if words is None else words / 100
    score = _PLACE * near + _WORDS * said
    score += {SamePhoto.SAME: 1.0, SamePhoto.ALIKE: _PHOTO, SamePhoto.NOTHING: _PHOTO / 4}[photo]
    return Likeness(metres=round(metres), words=words, photo=photo, score=min(1.0, score))


def same_words(one: str, other: str) -> int | None:
    """How much of the shorter text the longer one says as well, in per cent, whatever the form."""
    first, second = _stems(one[:_READ]), _stems(other[:_READ])
    fewer = min(len(first), len(second))
    if fewer < _FEWEST:
        return None
    return round(100 * len(first & second) / fewer)


@lru_cache(maxsize=2048)
def _stems(text: str) -> frozenset[str]:
    said = (word.plain for word in words_of(text))
    return frozenset(
        stem(word, "uk" if is_cyrillic(word) else "pl")
        for word in said
        if len(word) > 1 and word not in _EMPTY_WORDS
    )


def same_photos(ours: Collection[int], theirs: Collection[int]) -> SamePhoto:
    pairs = [(one, other) for one in ours for other in theirs]
    if any(same_photo(one, other) for one, other in pairs):
        return SamePhoto.SAME
    return SamePhoto.ALIKE if any(alike(one, other) for one, other in pairs) else SamePhoto.NOTHING
