"""All phrases that name a place of the registers, built once per change of the registers."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from kck.places.terms import PlaceName
from kck.triage.place import ukrainian
from kck.triage.place.forms import SURE_ADJECTIVE, folded, is_adjective, phrases
from kck.triage.place.names import Variant, variants, words_in
from kck.triage.place.ordinary import QUALITIES
from kck.triage.place.people import CALLED, GIVEN_NAMES
from kck.triage.place.quarters import quarters

SHORTEST_MISTYPED = 6
LONG_MISTYPED = 12  # "dobrego pastaza"
SAME_BEGINNING = 3


class Sense(NamedTuple):
    """What a phrase may mean, and how well it says so."""

    name: PlaceName
    words: int
    short: bool
    weak: bool
    base: bool  # as the register writes it, not inflected
    adjective: bool
    given: bool  # anybody's given name


Senses = tuple[Sense, ...]


class PlaceIndex:
    """Immutable once built."""

    def __init__(self, names: Iterable[PlaceName]) -> None:
        self._phrases: dict[str, Senses] = {}
        self._longest: dict[str, int] = {}
        self._sounds: dict[str, Senses] = {}
        self._longest_sound: dict[str, int] = {}
        self._skeletons: dict[str, Senses] = {}
        named = tuple(names)
        for name in named:
            for variant in variants(name):
                self._take(name, variant)
        for quarter in quarters(named):
            if folded(quarter.name.lower()) not in self._phrases:
                self._take(quarter, Variant(words_in(quarter.name)))
        self._sounds_by_length: dict[int, list[str]] = {}
        self._alike: dict[tuple[str, int], list[str]] = {}
        self.mistyped = lru_cache(maxsize=2_000)(self._mistyped)
        self.misheard = lru_cache(maxsize=2_000)(self._misheard)

    def __len__(self) -> int:
        return len(self._phrases)

    def _take(self, name: PlaceName, variant: Variant) -> None:
        if variant.fixed:
            written = [(" ".join(folded(word) for word in variant.words), True)]
        else:
            written = list(phrases(variant.words))
        shared: dict[tuple[bool, bool], Senses] = {}
        for phrase, base in written:
            named = name.kind == "landmark" and not variant.weak  # "Bonarka" is a noun
            adjective = not named and _tells_a_quality(variant.words, phrase)
            key = (base, adjective)
            if key not in shared:
                shared[key] = (_sense(name, variant, base, adjective),)
            _put(self._phrases, phrase, shared[key])
            first, _, rest = phrase.partition(" ")
            count = 1 + (rest.count(" ") + 1 if rest else 0)
            if self._longest.get(first, 0) < count:
                self._longest[first] = count
        self._take_sound(variant, _sense(name, variant, True, False))

    def _take_sound(self, variant: Variant, sense: Sense) -> None:
        for words in ukrainian.in_ukrainian(variant.words):
            heard = [ukrainian.sound(word) for word in words]
            if not all(heard):
                continue
            _put(self._sounds, " ".join(heard), (sense,))
            if self._longest_sound.get(heard[0], 0) < len(heard):
                self._longest_sound[heard[0]] = len(heard)
            skeleton = ukrainian.skeleton(words[0])
            if len(words) == 1 and len(skeleton) >= ukrainian.SHORTEST_SKELETON:
                _put(self._skeletons, skeleton, (sense,))

    def at(self, words: list[str], place: int) -> tuple[Senses, int]:
        """What the longest phrase beginning at a folded word means, and of how many words it is."""
        longest = self._longest.get(words[place], 0)
        for count in range(min(longest, len(words) - place), 0, -1):
            found = self._phrases.get(" ".join(words[place : place + count]))
            if found:
                return found, count
        return (), 0

    def heard_at(self, words: list[str], *, bones: bool) -> tuple[Senses, int]:
        """The same for words in Cyrillic letters, given as written in small letters.

        With `bones` the consonants of a word are enough.
        """
        first = ukrainian.sound(words[0])
        longest = self._longest_sound.get(first, 0)
        for count in range(min(longest, len(words)), 0, -1):
            heard = [ukrainian.sound(word) for word in words[:count]]
            found = self._sounds.get(" ".join(heard))
            if found:
                return found, count
        skeleton = ukrainian.skeleton(words[0])
        if bones and len(skeleton) >= ukrainian.SHORTEST_SKELETON:
            return self._skeletons.get(skeleton, ()), 1
        return (), 0

    def _mistyped(self, phrase: str) -> Senses:
        """Phrases that differ by one letter, long ones by two, never at their beginning.

        Nothing where several do. "Oławska" is not "Orawska" mistyped: elsewhere both are streets.
        """
        if len(phrase) < SHORTEST_MISTYPED:
            return ()
        if not self._alike:
            self._alike = self._by_beginning()
        for wrong in (1, 2) if len(phrase) >= LONG_MISTYPED else (1,):
            found = self._within(phrase, wrong)
            if found:
                return next(iter(found.values())) if len(found) == 1 else ()
        return ()

    def _within(self, phrase: str, wrong: int) -> dict[int, Senses]:
        found: dict[int, Senses] = {}
        for length in range(len(phrase) - wrong, len(phrase) + wrong + 1):
            for known in self._alike.get((phrase[0], length), ()):
                # another ending is another form, not a slip
                alike = (
                    known[:SAME_BEGINNING] == phrase[:SAME_BEGINNING] and known[-1] == phrase[-1]
                )
                if alike and OSA.distance(phrase, known, score_cutoff=wrong) <= wrong:
                    senses = self._phrases[known]
                    found[id(senses[0].name)] = senses
        return found

    def _misheard(self, word: str) -> Senses:
        """A word in Cyrillic letters that sounds like one name but for one sound."""
        heard = ukrainian.sound(word)
        if len(heard) < SHORTEST_MISTYPED:
            return ()
        if not self._sounds_by_length:
            for known in self._sounds:
                self._sounds_by_length.setdefault(len(known), []).append(known)
        found: dict[int, Senses] = {}
        for length in (len(heard) - 1, len(heard), len(heard) + 1):
            for known in self._sounds_by_length.get(length, ()):
                if known[0] == heard[0] and OSA.distance(heard, known, score_cutoff=1) <= 1:
                    found[id(self._sounds[known][0].name)] = self._sounds[known]
        return next(iter(found.values())) if len(found) == 1 else ()

    def _by_beginning(self) -> dict[tuple[str, int], list[str]]:
        alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        for phrase in self._phrases:
            if len(phrase) >= SHORTEST_MISTYPED:
                alike[phrase[0], len(phrase)].append(phrase)
        return dict(alike)


def _put(table: dict[str, Senses], key: str, senses: Senses) -> None:
    known = table.get(key)
    if known is None:
        table[key] = senses
    elif all(one.name is not senses[0].name for one in known):
        table[key] = known + senses


def _sense(name: PlaceName, variant: Variant, base: bool, adjective: bool) -> Sense:
    words = variant.words
    return Sense(
        name=name,
        words=len(words),
        short=variant.short,
        weak=variant.weak,
        base=base,
        adjective=adjective,
        given=len(words) == 1 and folded(words[0]) in GIVEN_NAMES | CALLED,
    )


def _tells_a_quality(words: tuple[str, ...], phrase: str) -> bool:
    """ "długiej" may go before any noun, "asnyka" may not."""
    if len(words) != 1 or not is_adjective(words[0]):
        return False
    if phrase.endswith("a"):
        return bool(SURE_ADJECTIVE.search(words[0])) or phrase in QUALITIES
    return phrase.endswith(("ej", "a", "ego", "ym", "im", "emu", "y", "i", "e"))
