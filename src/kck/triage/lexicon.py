"""Phrases found in a text whatever the form and order of their words, and one mistyped.

All words of a phrase must stand close together. Small words ("the", "się") only count where a
phrase has nothing else to be told by ("on fire", "biją się"); then they must stand right there.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from kck.triage.words import LANGUAGES_OF, Word, is_cyrillic, sound, stem, word_set, words_of

_ROOM = 3  # how many other words may stand between the words of a phrase
_ROOM_STRICT = 2
_FUZZY_FROM = 5  # letters; a shorter word may only be mistyped beside a long one that is not
_FUZZY_SHORT_FROM = 3
_FUZZY_ALONE_FROM = 7  # letters of a mistyped word that is the whole phrase
_SWAP_COUNTS = 2  # letters that changed places leave more of a word than a wrong letter
_ENOUGH = 50
_OPEN_FROM = 6  # a stem this long also stands for the words derived from it
_LONE_STEM_FROM = 5  # strict: a shorter word alone is meant as it is written
_FILLERS = word_set("się w we na z ze i a jak як the of is are у в на і й з із ся")
_MOVABLE = word_set("się ся")
# without "się" these are other verbs: "pali w piecu", "bije dzwon"
_REFLEXIVE = word_set("pali palą palił paliło biją bije wali dusi zgubił zgubiła zgubiło")
# and these deny just the word after them
_DENIALS = word_set("nie not не")
_REMEMBERED = 10_000
_MOST_UNKNOWN = 3_000  # words of one text that are compared letter by letter

Known = Mapping[str, frozenset[str]]  # by language: words in use, so not mistyped others


class _Part(NamedTuple):
    """One word of a phrase; `prefix` when everything that begins so is meant."""

    language: str
    plain: str
    stem: str
    prefix: str


class _Phrase(NamedTuple):
    code: str
    parts: tuple[_Part, ...]
    tight: bool  # held together by a small word


class _Place(NamedTuple):
    """Where a word stands; `mistyped`: how many letters were compared, 0 when it is right."""

    at: int
    mistyped: int


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
    """Phrases by the words they are made of, so that one pass over a text finds them all.

    `strict` is for phrases that take a finding back: no mistakes forgiven, less room.
    """

    def __init__(
        self, phrases: Iterable[tuple[str, str, str]], known: Known, *, strict: bool = False
    ) -> None:
        self._known, self._strict = known, strict
        # people use the same few thousand words
        self._parts_of = lru_cache(maxsize=_REMEMBERED)(self._look_up)
        self._exact: dict[str, set[_Part]] = defaultdict(set)
        self._open: dict[str, set[_Part]] = defaultdict(set)
        self._near: dict[str, set[_Part]] = defaultdict(set)
        self._phrases: dict[_Part, list[_Phrase]] = defaultdict(list)
        for code, language, text in phrases:
            self._add(_phrase(code, language, text, strict=strict))

    def _add(self, phrase: _Phrase) -> None:
        for part in phrase.parts:
            if part not in self._phrases:
                self._index(part)
            if phrase not in self._phrases[part]:
                self._phrases[part].append(phrase)

    def _index(self, part: _Part) -> None:
        if part.prefix:
            self._open[part.prefix[:3]].add(part)
        for form in {part.plain, part.stem, sound(part.plain), sound(part.stem)}:
            self._exact[form].add(part)
        for form in {part.plain, part.stem}:
            if not self._strict and len(form) >= _FUZZY_SHORT_FROM:
                for piece in _neighbours(form):
                    self._near[piece].add(part)

    def find(self, words: list[Word], language: str) -> list[Hit]:
        """Every phrase of which all words stand close together, in the order of the text.

        Phrases of all languages count; mistyped words only those of the text's own language.
        """
        places: dict[_Part, list[_Place]] = defaultdict(list)
        seen: dict[str, list[tuple[_Part, int]]] = {}
        for at, word in enumerate(words):
            found = seen.get(word.plain)
            if found is None:
                forgiving = not self._strict and len(seen) < _MOST_UNKNOWN
                found = self._parts_of(word.plain, language if forgiving else "")
                seen[word.plain] = found
            for part, mistyped in found:
                places[part].append(_Place(at, mistyped))
        return self._hits(places)

    def _look_up(self, word: str, language: str) -> list[tuple[_Part, int]]:
        """Parts that the word may be, and how much of it is mistyped; no language: nothing is."""
        exact = self._parts_like(word)
        near = self._parts_near(word, language) if language else ()
        return [(part, 0) for part in exact] + [one for one in near if one[0] not in exact]

    def _parts_like(self, word: str) -> set[_Part]:
        found = {
            part
            for root in _forms(word).values()
            for form in (root, sound(root))
            for part in self._exact.get(form, ())
            if is_cyrillic(word) == (part.language == "uk")
        }
        found |= self._exact.get(word, set())
        found.update(part for part in self._open.get(word[:3], ()) if word.startswith(part.prefix))
        return found

    def _parts_near(self, word: str, language: str) -> Iterator[tuple[_Part, int]]:
        """Parts that differ in one letter, or in two that changed places; not for words in use."""
        forms = {word, stem(word, language)}
        if not _FUZZY_SHORT_FROM <= len(word) <= 30 or word.isdigit():
            return
        if not forms.isdisjoint(self._known[language]):
            return
        pieces = {piece for form in forms for piece in _neighbours(form)}
        near = {part for piece in pieces for part in self._near.get(piece, ())}
        for part in near:
            if part.language == language and (size := _compared(forms, part)):
                yield part, size

    def _hits(self, places: dict[_Part, list[_Place]]) -> list[Hit]:
        candidates = {phrase for part in places for phrase in self._phrases[part]}
        hits: list[Hit] = []
        for phrase in candidates:
            if all(part in places for part in phrase.parts):
                found = [places[part] for part in phrase.parts]
                hits += _hits_of(phrase, found, self._room(phrase))
        return sorted(hits, key=lambda hit: (hit.at, hit.code))

    def _room(self, phrase: _Phrase) -> int:
        if phrase.tight:
            return 0 if self._strict else 1
        return _ROOM_STRICT if self._strict else _ROOM


def _hits_of(phrase: _Phrase, places: list[list[_Place]], room: int) -> list[Hit]:
    """Around each place of the rarest word, the nearest place of every other word."""
    anchor = min(range(len(places)), key=lambda part: len(places[part]))
    hits = []
    for start in _some(places[anchor]):
        chosen = [
            start if part == anchor else _nearest(options, start.at)
            for part, options in enumerate(places)
        ]
        at = [place.at for place in chosen]
        width = max(at) - min(at) + 1
        if len(set(at)) < len(at) or width > len(at) + room:
            continue
        if phrase.tight and at != sorted(at) and not _movable(phrase):
            continue
        if not _denials_stand(phrase, at):
            continue
        if _forgivable(phrase, chosen, width):
            hits.append(Hit(phrase.code, tuple(sorted(at))))
    return hits


def _some(places: list[_Place]) -> list[_Place]:
    """Who says it a thousand times is heard all the same."""
    if len(places) <= 2 * _ENOUGH:
        return places
    return places[:_ENOUGH] + places[-_ENOUGH:]


def _nearest(options: list[_Place], at: int) -> _Place:
    """Options stand in the order of the text."""
    here = bisect_left(options, (at, 0))
    beside = options[max(0, here - 1) : here + 2]
    return min(beside, key=lambda place: (abs(place.at - at), place.mistyped))


def _movable(phrase: _Phrase) -> bool:
    return any(part.plain in _MOVABLE for part in phrase.parts)


def _denials_stand(phrase: _Phrase, at: list[int]) -> bool:
    """ "nie oddycha" is not "nie ma czym oddychać"."""
    return all(
        at[place + 1] - at[place] == 1
        for place, part in enumerate(phrase.parts[:-1])
        if part.plain in _DENIALS
    )


def _forgivable(phrase: _Phrase, chosen: list[_Place], width: int) -> bool:
    """One word may be mistyped, if what remains still tells the phrase."""
    pairs = list(zip(phrase.parts, chosen, strict=True))
    wrong = [place.mistyped for place in chosen if place.mistyped]
    right = [len(part.plain) for part, place in pairs if not place.mistyped]
    if not wrong:
        return True
    if len(wrong) > 1:
        return False
    if not right:
        return wrong[0] >= _FUZZY_ALONE_FROM
    if wrong[0] >= _FUZZY_FROM:
        return max(right) >= _FUZZY_SHORT_FROM
    return max(right) >= _FUZZY_FROM and width <= len(pairs) + 1


def _phrase(code: str, language: str, text: str, *, strict: bool) -> _Phrase:
    words = words_of(text)
    telling = [word for word in words if _tells(word, words)]
    tight = len(telling) < 2 < len(words) + 1 and len(words) > 1
    used = words if tight else telling or words
    lone = strict and len(used) == 1
    open_ends = {piece.rstrip("*").lower() for piece in text.split() if piece.endswith("*")}
    parts = (
        _part(word, language, lone=lone, is_open=word.raw.lower() in open_ends) for word in used
    )
    return _Phrase(code, tuple(dict.fromkeys(parts)), tight)


def _tells(word: Word, words: list[Word]) -> bool:
    if word.plain in _MOVABLE and any(other.plain in _REFLEXIVE for other in words):
        return True
    return word.plain not in _FILLERS


def _part(word: Word, language: str, *, lone: bool, is_open: bool) -> _Part:
    if is_open:
        return _Part(language, word.plain, word.plain, word.plain)
    root = stem(word.plain, language)
    if word.plain in _FILLERS or (lone and len(root) < _LONE_STEM_FROM):
        root = word.plain
    return _Part(language, word.plain, root, root if len(root) >= _OPEN_FROM else "")


def _forms(word: str) -> dict[str, str]:
    """The stem of the word in each language of its alphabet."""
    return {language: stem(word, language) for language in LANGUAGES_OF[is_cyrillic(word)]}


def _neighbours(word: str) -> set[str]:
    """The word, and the word without each of its letters: words a letter apart share one."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _compared(forms: set[str], part: _Part) -> int:
    """The length of the longest form that is one mistake away from the part; 0 when none is."""
    near = (
        min(len(form), len(own)) + (_SWAP_COUNTS if sorted(form) == sorted(own) else 0)
        for form in forms
        for own in (part.plain, part.stem)
        if _one_apart(form, own)
    )
    return max(near, default=0)


def _one_apart(form: str, own: str) -> bool:
    """Of short words only those that begin alike and are as long."""
    if form == own or min(len(form), len(own)) < _FUZZY_SHORT_FROM:
        return False
    if min(len(form), len(own)) < _FUZZY_FROM and (form[0] != own[0] or len(form) != len(own)):
        return False
    return OSA.distance(form, own, score_cutoff=1) <= 1
