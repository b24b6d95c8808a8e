"""What a text is when it is a word agreed upon rather than something told. Plain Python."""

import re
from dataclasses import dataclass
from enum import StrEnum

from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import fold

CODE_DIGITS = 8


class Word(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"
    STATUS = "status"
    YES = "yes"
    NO = "no"
    NONE = ""  # somebody's own words


@dataclass(frozen=True, kw_only=True)
class Meant:
    """`language` is that of the word, where it belongs to one."""

    word: Word
    language: str = ""
    number: str = ""  # canonical
    code: str = ""


_WORDS = {
    Word.STOP: {"": "stop", "pl": "koniec rezygnuje", "uk": "стоп"},
    Word.START: {"": "start", "uk": "старт"},
    Word.HELP: {"pl": "pomoc", "en": "help", "uk": "допомога"},
    Word.YES: {"pl": "tak potwierdzam", "en": "yes y confirm", "uk": "так підтверджую"},
    Word.NO: {"pl": "nie", "en": "no", "uk": "ні"},
}
# "TAK, naprawione" confirms too
_AFTER_YES = frozenset(
    fold(
        """naprawione naprawiono zrobione potwierdzam dziala swieci posprzatane jest dziekuje fixed
        done thanks thank you it is виправлено зроблено працює дякую"""
    ).split()
)
_KNOWN = {
    fold(word): (kind, language)
    for kind, languages in _WORDS.items()
    for language, words in languages.items()
    for word in words.split()
}
_SMS_TAIL = re.compile(r"\s+(sms|sms-y|promocje)$")
_ABOUT_STATUS = re.compile(
    r"\b(status|stan|sprawa|sprawy|nr|numer|pin|kod|case|code|number|статус|справа|номер|код)\b"
)
_ONLY_DIGITS = re.compile(r"[\d\s.,:;#/\-–]+")


def meant(text: str) -> Meant:
    """Whole texts only: a keyword inside a sentence is a part of the sentence."""
    folded = fold(text).strip(" \t\r\n.,!?;:\"'()„”«»")
    if found := _KNOWN.get(_SMS_TAIL.sub("", folded)):
        return Meant(word=found[0], language=found[1])
    return _status(folded) or _yes(folded)


def _yes(folded: str) -> Meant:
    first, *rest = re.findall(r"[^\W_]+", folded)[:8] or [""]
    found = _KNOWN.get(first)
    agreed = found is not None and found[0] == Word.YES and set(rest) <= _AFTER_YES
    return Meant(word=Word.YES, language=found[1]) if found and agreed else Meant(word=Word.NONE)


def _status(folded: str) -> Meant | None:
    """A case's number alone, or with its eight digits behind it."""
    rest = _ABOUT_STATUS.sub(" ", folded)
    if not _ONLY_DIGITS.fullmatch(rest):
        return None
    digits = re.sub(r"\D", "", rest)
    if number := _number(digits):
        return Meant(word=Word.STATUS, number=number)
    if number := _number(digits[:-CODE_DIGITS]):
        return Meant(word=Word.STATUS, number=number, code=digits[-CODE_DIGITS:])
    return None


def _number(digits: str) -> str:
    if not 9 <= len(digits) <= 11:
        return ""
    try:
        return parse(digits)
    except WrongNumber:
        return ""
