"""How a text is carried: in which alphabet and in how many parts. Plain Python.

What cannot be written in the phones' own alphabet is written in UCS-2, and then less than half of
it goes into a part. The variant without marks is only ever *offered*.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kck.channels.sms.alphabet import AT_THE_BEGINNING, DEFAULT, EXTENDED, WITHOUT_MARKS


class Encoding(StrEnum):
    GSM = "gsm"
    UCS2 = "ucs2"


_WITHIN_WORDS = "'’ʼ"
# places in a text of one part, and in each part of a longer one
_ROOM = {Encoding.GSM: (160, 153), Encoding.UCS2: (70, 67)}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """`units`: places taken; `left`: places free in the last part."""

    encoding: Encoding
    units: int
    parts: int
    left: int


def encoding_of(text: str) -> Encoding:
    plain = all(letter in DEFAULT or letter in EXTENDED for letter in text)
    return Encoding.GSM if plain else Encoding.UCS2


def places(letter: str, encoding: Encoding) -> int:
    """What one letter takes; it is never divided between two parts."""
    if encoding == Encoding.GSM:
        return 2 if letter in EXTENDED else 1
    return 2 if ord(letter) > 0xFFFF else 1


def measure(text: str) -> Measured:
    """An empty text has no part."""
    encoding = encoding_of(text)
    alone, each = _ROOM[encoding]
    taken = [places(letter, encoding) for letter in text]
    units = sum(taken)
    if units <= alone:
        parts = 1 if text else 0
        return Measured(encoding=encoding, units=units, parts=parts, left=alone - units)
    parts, used = 1, 0
    for one in taken:
        if used + one > each:
            parts, used = parts + 1, 0
        used += one
    return Measured(encoding=encoding, units=units, parts=parts, left=each - used)


def split(text: str) -> list[str]:
    """The parts as a phone that joins them gets them."""
    encoding = encoding_of(text)
    alone, each = _ROOM[encoding]
    if sum(places(letter, encoding) for letter in text) <= alone:
        return [text] if text else []
    parts, used = [""], 0
    for letter in text:
        taken = places(letter, encoding)
        if used + taken > each:
            parts.append("")
            used = 0
        parts[-1] += letter
        used += taken
    return parts


def without_diacritics(text: str) -> str:
    """The same words in letters that every phone has; what has no such letters stays as it is."""
    found: list[str] = []
    for index, letter in enumerate(text):
        before = text[index - 1] if index else " "
        begins = not (before.isalpha() or before in _WITHIN_WORDS)
        found.append(_plain(letter, begins=begins))
    return "".join(found)


def _plain(letter: str, *, begins: bool) -> str:
    if letter in DEFAULT or letter in EXTENDED:
        return letter
    if begins and letter in AT_THE_BEGINNING:
        return AT_THE_BEGINNING[letter]
    if letter in WITHOUT_MARKS:
        return WITHOUT_MARKS[letter]
    bare = "".join(
        one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one)
    )
    return bare if bare and encoding_of(bare) == Encoding.GSM else letter


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A text as it is, and without marks: `plain_text` is empty where that would change nothing."""

    as_written: Measured
    plain: Measured
    plain_text: str

    @property
    def saves(self) -> int:
        """Parts fewer."""
        return self.as_written.parts - self.plain.parts


def offer(text: str) -> Offer:
    """For whoever writes: what it costs, and what it would cost without marks."""
    other = without_diacritics(text)
    return Offer(
        as_written=measure(text), plain=measure(other), plain_text="" if other == text else other
    )
