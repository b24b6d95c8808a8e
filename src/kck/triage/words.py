"""A text as words: where they stand, how they compare, and what is left of them without endings."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kck.foundation.text import fold
from kck.triage.terms import Span

LONGEST_TEXT = 200_000  # nobody types more; the rest is not read
_LETTERS = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*|\d+")
_BREAKS = frozenset(".,;:!?\n")
_TAGS = re.compile(r"<[^<>]{0,500}>")
_REPEATED = re.compile(r"(.)\1{2,}")
LANGUAGES_OF = {True: ("uk",), False: ("pl", "en")}  # by: is the word Cyrillic
_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ`"))

# endings of inflection, without diacritics; the longest that leaves enough of the word is cut
_POLISH = """
iajaca iajacy iajace ajacego ajacych ajaca ajacy ajace ujacego ujaca ujacy ujace
iacego iacych iaca iacy iace acego acych aca acy ace aniem eniem aniami eniami
owaniem owanie owania owany owana owane owali owala owal owac ujemy ujecie ujesz ujac uje uja
aliscie alismy ilismy ylismy alem alam ilem ilam ylem ylam
ania anie aniu enia enie eniu ienie ienia
onych onego onej onym ony ona one eni anych anego anej anym any ana ane ani
iami ami iach ach iom om owie owi ow ych ich ego iego emu iemu ymi imi ej iej ym im
iecie acie ecie icie emy imy ymy amy aja eja ala alo ali aly ila ilo ili ily yla ylo yli yly
ela elo eli ely al il yl el ac ic yc ec esz isz ysz asz iem em am
ie ia iu ii io ja je ji ju a e y i o u
"""
_ENGLISH = "ings ing edly ed ies ied es ers er ly s"
_UKRAINIAN = """
уваннями уванням ування уватися увати ується ують ував увала ували
аннями анням ання енням ення єннями іння
ються ються ється иться аться ятися атися итися
ого ому ими іми ої ою єю ій их іх ими ам ям ах ях ами ями ові еві ів їв ом ем єм
ала али ало ила или ило ати ити яти іти ють ять уть ать ить ає яє ує іє єш еш иш емо имо
а я у ю і ї и е є о ь й
"""


def _endings(raw: str) -> tuple[tuple[int, frozenset[str]], ...]:
    words = {fold(word) for word in raw.split()}
    lengths = sorted({len(word) for word in words}, reverse=True)
    return tuple((n, frozenset(word for word in words if len(word) == n)) for n in lengths)


_ENDINGS = {"pl": _endings(_POLISH), "en": _endings(_ENGLISH), "uk": _endings(_UKRAINIAN)}
# endings of nouns that may leave a short word: "na torach" is a form of "tor"
_CASES = frozenset({"ach", "ami", "iach", "iami", "ами", "ях", "ями"})
_WHOLE = frozenset({"zapach", "zamach", "strach", "запах"})
# "pożarze" and "w wodzie" are forms of "pożar" and "woda"
_SOFTENED = {"rz": "r", "dz": "d"}


class Word(NamedTuple):
    """A word of a text: as written, folded, and where; `breaks` when a clause ended before it."""

    raw: str
    plain: str
    span: Span
    breaks: bool = False


def without_markup(text: str) -> str:
    """HTML tags become spaces of the same length, so that spans stay true."""
    if "<" not in text:
        return text
    return _TAGS.sub(lambda tag: " " * len(tag[0]), text)


def words_of(text: str) -> list[Word]:
    """All words and numbers in order."""
    return list(_words(without_markup(text[:LONGEST_TEXT])))


def _words(text: str) -> Iterator[Word]:
    previous = 0
    for match in _LETTERS.finditer(text):
        start, end = match.span()
        gap = text[previous:start]
        breaks = gap != " " and not _BREAKS.isdisjoint(gap)
        yield Word(match[0], plain(match[0]), (start, end), breaks)
        previous = end


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """Folded, without apostrophes, and a letter repeated in a shout ("ratunkuuuu") only once."""
    return _REPEATED.sub(r"\1", fold(word[:60]).translate(_APOSTROPHES))


def word_set(raw: str) -> frozenset[str]:
    """The words of a list written in one text, folded as words of texts are."""
    return frozenset(plain(word) for word in raw.split())


def is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[:1] <= "\u04ff"


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """A folded word without its ending; short words stay whole."""
    for length, endings in _ENDINGS[language]:
        ending = word[-length:]
        left = len(word) - length
        if ending in endings and left >= (4 if length > 2 and ending not in _CASES else 3):
            if word in _WHOLE:
                continue
            return _hardened(word[:-length], language)
    return _hardened(word, language)


def _hardened(found: str, language: str) -> str:
    if language == "pl" and len(found) > 4 - (found[-2:] == "dz") and found[-2:] in _SOFTENED:
        return found[:-2] + _SOFTENED[found[-2:]]
    return found


def sound(word: str) -> str:
    """A folded Polish word as it is heard, for those who write "porzar" or "wybuh"."""
    if len(word) < 5:
        return word
    return word.replace("rz", "z").replace("ch", "h")


def grams(word: str) -> list[str]:
    """Four-letter pieces of a word, with its beginning and end marked."""
    if len(word) < 3:
        return []
    marked = f"^{word[:40]}$"
    return [marked[at : at + 4] for at in range(len(marked) - 3)]
