"""Which of three languages a short, mixed or diacritic-free text is in."""

import re

from kck.triage.stopwords import ENGLISH, POLISH
from kck.triage.terms import Language
from kck.triage.words import Word

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-ząćęłńóśźżA-ZĄĆĘŁŃÓŚŹŻ]")
_POLISH_SIGNS = re.compile(r"[ąćęłńóśźż]", re.IGNORECASE)
_POLISH_PIECES = (
    *("sz", "cz", "rz", "dz", "prz", "ie", "owa", "nia", "eni", "ych", "ego", "zie", "wy"),
    *("ow ", "lo ", "la ", "ac "),
)
_ENGLISH_PIECES = (
    *("th", "ing", "ck", "sh", "ee", "oo", "tion", "ght", "ou", "wh", "qu", "v", "x", "ll"),
    *("ed ", "er "),
)
_READ = 400  # words; more would not change the answer


def detect(text: str, words: list[Word], *, otherwise: str | None = None) -> Language:
    """The language of most of the text; the reader's, or Polish, when nothing tells."""
    start = text[:8000]
    cyrillic, latin = len(_CYRILLIC.findall(start)), len(_LATIN.findall(start))
    if cyrillic and cyrillic * 2 >= latin:
        return Language.UK
    plain = [word.plain for word in words[:_READ]]
    polish = sum(word in POLISH for word in plain) + len(_POLISH_SIGNS.findall(start)) * 0.7
    english = float(sum(word in ENGLISH for word in plain))
    joined = " ".join(plain)
    polish += sum(joined.count(piece) for piece in _POLISH_PIECES) * 0.3
    english += sum(joined.count(piece) for piece in _ENGLISH_PIECES) * 0.3
    if polish == english:
        return Language.EN if otherwise == Language.EN else Language.PL
    return Language.EN if english > polish else Language.PL
