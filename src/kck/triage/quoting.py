"""What of a mail its writer says now, and what is only quoted below or above it."""

import re
from bisect import bisect_right
from itertools import pairwise

from kck.triage.words import Word

# a line that says that everything after it is an older mail
_HEADER = re.compile(
    r"^[ \t>]*(?:"
    r"-{2,}[ \t]*(?:original message|forwarded message|wiadomość oryginalna|oryginalna wiadomość"
    r"|wiadomość przekazana|оригінальне повідомлення)\b"
    r"|(?:w dniu|dnia|on|le)\b[^\n]{4,120}(?:napisał|napisała|napisał\(a\)|pisze|wrote)[^\n]{0,40}:"
    r"|[^\n]{4,120}(?:пише|написав|написала|написав\(ла\)):[ \t]*$"
    r"|(?:od|from|від):[^\n]{1,200}\n[ \t>]*(?:wysłano|sent|data|date|надіслано):"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED = re.compile(r"^[ \t]*>[^\n]*$", re.MULTILINE)
_STOPS = frozenset("!?\n")
_SOFT_STOPS = frozenset(".;:…")
_SHORTENED = 3  # letters before a dot: "ul.", "os.", "nr."
LEAST_WORDS = 4  # of a sentence; a shorter one goes with the next
MOST_SENTENCES = 40


def own_words(text: str, words: list[Word]) -> list[Word]:
    """Words outside quoted lines. All of them where nothing else is there: a mail passed on."""
    header = _HEADER.search(text)
    if header is None and ">" not in text:
        return words
    end = header.start() if header else len(text)
    quoted = [found.span() for found in _QUOTED.finditer(text, 0, end)]
    begins = [start for start, _end in quoted]
    own = [
        word
        for word in words
        if word.span[0] < end
        and not ((at := bisect_right(begins, word.span[0])) and word.span[0] < quoted[at - 1][1])
    ]
    return own or words


def sentences(text: str, words: list[Word]) -> list[list[Word]]:
    """None when there is only one."""
    found: list[list[Word]] = []
    begin: list[Word] = words[:1]
    for before, word in pairwise(words):
        if len(begin) >= LEAST_WORDS and _ends(text, before, word):
            found.append(begin)
            begin = []
        begin.append(word)
    if len(begin) >= LEAST_WORDS or not found:
        found.append(begin)
    else:
        found[-1] = found[-1] + begin
    return found[:MOST_SENTENCES] if len(found) > 1 else []


def _ends(text: str, before: Word, word: Word) -> bool:
    gap = text[before.span[1] : word.span[0]]
    if gap == " ":
        return False
    if not _STOPS.isdisjoint(gap):
        return True
    shortened = len(before.raw) <= _SHORTENED or before.raw.isdigit()
    return not shortened and not _SOFT_STOPS.isdisjoint(gap)
