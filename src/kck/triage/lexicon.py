"""Phrases found in a text whatever the form, order and one typing mistake of their words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA

from kck.triage.words import Word, stem, word_set, words_of

ROOM = 3  # how many other words may stand between the words of a phrase
_FUZZY_FROM = 5  # letters: shorter words are too near to one another
_FUZZY_ALONE_FROM = 6  # a mistyped word that is the whole phrase
_OPEN_FROM = 6  # a stem this long also stands for the words derived from it
_FILLERS = word_set("się w we na z ze i a the of is are у в на і й з із ся")
_MOST_UNKNOWN = 3_000  # words of one text that are compared letter by letter
_LANGUAGES = {True: ("uk",), False: ("pl", "en")}  # by: is the word Cyrillic


class _Part(NamedTuple):
    """One word of a phrase; `prefix` when everything that begins so is meant."""

    plain: str
    stem: str
    prefix: str


class _Phrase(NamedTuple):
    code: str
    parts: tuple[_Part, ...]


class _Place(NamedTuple):
    at: int
    mistyped: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: whose it is, and the positions of its words in the text."""

    code: str
    at: tuple[int, ...]

    @property
    def first(self) -> int:
        return min(self.at)

    @property
    def last(self) -> int:
        return max(self.at)


class Lexicon:
    """Phrases by the words they are made of, so that one pass over a text finds them all."""

    def __init__(
        self,
        phrases: Iterable[tuple[str, str, str]],
        known: frozenset[str],
        *,
        forgiving: bool = True,
    ) -> None:
        self._known = known
        self._forgiving = forgiving
        self._exact: dict[str, set[_Part]] = defaultdict(set)
        self._open: dict[str, set[_Part]] = defaultdict(set)
        self._near: dict[str, set[_Part]] = defaultdict(set)
        self._phrases: dict[_Part, list[_Phrase]] = defaultdict(list)
        for code, language, text in phrases:
            self._add(_Phrase(code, _parts(text, language)))

    def _add(self, phrase: _Phrase) -> None:
        for part in phrase.parts:
            if part not in self._phrases:
                self._index(part)
            if phrase not in self._phrases[part]:
                self._phrases[part].append(phrase)

    def _index(self, part: _Part) -> None:
        if part.prefix:
            self._open[part.prefix[:3]].add(part)
        for form in {part.plain, part.stem}:
            self._exact[form].add(part)
            if self._forgiving and len(form) >= _FUZZY_FROM:
                for piece in _neighbours(form):
                    self._near[piece].add(part)

    def find(self, words: list[Word]) -> list[Hit]:
        """Every phrase of which all words stand close together."""
        places: dict[_Part, list[_Place]] = defaultdict(list)
        seen: dict[str, tuple[frozenset[_Part], bool]] = {}
        unknown = 0
        for at, word in enumerate(words):
            found = seen.get(word.plain)
            if found is None:
                parts, mistyped = self._parts_like(word.plain), False
                if not parts and self._forgiving and unknown < _MOST_UNKNOWN:
                    parts, mistyped, unknown = self._parts_near(word.plain), True, unknown + 1
                found = seen[word.plain] = (parts, mistyped)
            for part in found[0]:
                places[part].append(_Place(at, found[1]))
        return self._hits(places)

    def _parts_like(self, word: str) -> frozenset[_Part]:
        found: set[_Part] = set()
        for form in _forms(word):
            found |= self._exact.get(form, _NONE)
        for part in self._open.get(word[:3], _NONE):
            if word.startswith(part.prefix):
                found.add(part)
        return frozenset(found)

    def _parts_near(self, word: str) -> frozenset[_Part]:
        """Parts that differ in one letter, or in two that changed places; not for real words."""
        forms = [form for form in _forms(word) if len(form) >= _FUZZY_FROM]
        if len(word) > 30 or not forms or not self._known.isdisjoint(_forms(word)):
            return frozenset()
        near = {
            part for form in forms for n in _neighbours(form) for part in self._near.get(n, _NONE)
        }
        return frozenset(
            part
            for part in near
            if any(
                len(own) >= _FUZZY_FROM and OSA.distance(form, own, score_cutoff=1) <= 1
                for form in forms
                for own in (part.plain, part.stem)
            )
        )

    def _hits(self, places: dict[_Part, list[_Place]]) -> list[Hit]:
        candidates = {phrase for part in places for phrase in self._phrases[part]}
        hits: list[Hit] = []
        for phrase in candidates:
            if all(part in places for part in phrase.parts):
                hits += _hits_of(phrase, [places[part] for part in phrase.parts])
        return sorted(hits, key=lambda hit: (hit.first, hit.code))


_NONE: frozenset[_Part] = frozenset()


def _hits_of(phrase: _Phrase, places: list[list[_Place]]) -> list[Hit]:
    anchor, *others = sorted(places, key=len)
    longest = len(places) + ROOM
    hits = []
    for start in anchor:
        chosen = [start]
        for options in others:
            nearest = min(options, key=lambda place: (abs(place.at - start.at), place.mistyped))
            chosen.append(nearest)
        at = tuple(sorted({place.at for place in chosen}))
        if len(at) < len(places) or at[-1] - at[0] >= longest:
            continue
        if _forgivable(phrase, chosen):
            hits.append(Hit(phrase.code, at))
    return hits


def _forgivable(phrase: _Phrase, chosen: list[_Place]) -> bool:
    mistyped = sum(place.mistyped for place in chosen)
    if len(chosen) == 1:
        return not mistyped or len(phrase.parts[0].plain) >= _FUZZY_ALONE_FROM
    return mistyped <= 1


def _parts(text: str, language: str) -> tuple[_Part, ...]:
    """The words of an entry without fillers (unless there is nothing else); each only once."""
    open_ends = {piece.rstrip("*").lower() for piece in text.split() if piece.endswith("*")}
    words = words_of(text)
    telling = [word for word in words if word.plain not in _FILLERS] or words
    parts = []
    for word in telling:
        root = stem(word.plain, language)
        is_open = word.raw.lower() in open_ends
        prefix = word.plain if is_open else root if len(root) >= _OPEN_FROM else ""
        parts.append(_Part(word.plain, word.plain if is_open else root, prefix))
    return tuple(dict.fromkeys(parts))


def _forms(word: str) -> set[str]:
    """The word and its stems in the languages of its alphabet."""
    cyrillic = "\u0400" <= word[:1] <= "\u04ff"
    return {word, *(stem(word, language) for language in _LANGUAGES[cyrillic])}


def _neighbours(word: str) -> set[str]:
    """The word, and the word without each of its letters: words a letter apart share one."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
