"""One message, several matters: where it is cut, and which pieces belong together.

A text is cut where a sentence ends, at a semicolon or a line's end, and before words that begin
something else ("poza tym", "i jeszcze", "also", "а ще"). A piece that says clearly what it is about
opens a matter of its own; one that does not belongs to the piece before it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kck.triage.terms import Span
from kck.triage.words import Word, word_set

MOST = 10  # matters of one message; who tells of more is read by a person anyway
_READ = 400  # words
LEAST = 4  # words of a piece that may be a matter of its own
_ENDS = frozenset(".!?;\n…")
_JOINTS = (",", ":", "-", "–", "—", "(")
_FURTHER = word_set(
    """
    a i oraz jeszcze ponadto dodatkowo poza oprócz przy no zarazem jednocześnie
    and plus moreover while besides additionally whereas another
    а і й та ще крім окрім водночас
    """
)


class Part(NamedTuple):
    """A stretch of words, and the letters it covers."""

    words: Sequence[Word]
    span: Span


# what a piece is clearly about; "" when it does not say
Opinion = Callable[[Sequence[Word]], str]


def parts_of(text: str, words: Sequence[Word], opinion: Opinion) -> list[Part]:
    """The matters of a text in order; one, the whole of it, when nothing tells them apart."""
    groups: dict[str, list[Word]] = {}
    latest: list[Word] = []
    for piece in _pieces(text, words[:_READ]):
        code = opinion(piece) if len(piece) >= LEAST else ""
        if not groups:
            groups[code] = latest = piece
        elif not code or len(groups) >= MOST:
            latest.extend(piece)
        elif "" in groups:  # what came before was an introduction
            latest = [*groups.pop(""), *piece]
            groups[code] = latest
        else:
            latest = groups.setdefault(code, [])
            latest.extend(piece)
    if len(groups) < 2:
        return [Part(words, (0, len(text)))]
    return [Part(group, (group[0].span[0], group[-1].span[1])) for group in groups.values()]


def _pieces(text: str, words: Sequence[Word]) -> Iterator[list[Word]]:
    piece: list[Word] = []
    for place, word in enumerate(words):
        if piece and _begins(text, words, place):
            yield piece
            piece = []
        piece.append(word)
    if piece:
        yield piece


def _begins(text: str, words: Sequence[Word], place: int) -> bool:
    word, before = words[place], words[place - 1]
    gap = text[before.span[1] : word.span[0]]
    if not _ENDS.isdisjoint(gap) and not _is_short_form(gap, before):
        return True
    return word.plain in _FURTHER or any(sign in gap for sign in _JOINTS)


def _is_short_form(gap: str, before: Word) -> bool:
    """ "ul. Długa", "os. Zgody": a dot that ends no sentence."""
    return gap.strip() == "." and len(before.raw) <= 3 and not before.raw.isdigit()
