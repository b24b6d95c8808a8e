"""What words stand for, in three languages at once: a child, ice, falling, "not".

Few sentences tell of dangers, and nobody tells one as another did. Pairs of what words stand for
("child" near "ice") are shared by far more sentences than pairs of words, across languages too.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from kck.triage.words import Word, plain, word_set

_FILE = Path(__file__).with_name("concepts.txt")
_READ = 120  # words of a text; of a longer one each sentence is read by itself as well
_NEAR, _FAR = 5, 14  # words between the two of a pair: in this order, in any order
_DENIED_WITHIN = 2
_DENIED = "!"
_DENIALS = word_set(
    """
    nie bez brak żaden żadnego żadnych no not without never isn't wasn't aren't don't doesn't
    didn't can't won't nothing не без немає нема жодного жодної
    """
)


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Whole words, and beginnings of words."""
    whole: dict[str, set[str]] = {}
    begins: dict[str, set[str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        name, colon, words = line.partition(":")
        if not colon or name.startswith("#"):
            continue
        for word in words.replace("|", " ").split():
            where = begins if word.endswith("*") else whole
            where.setdefault(plain(word.rstrip("*")), set()).add(name)
    return (
        {word: frozenset(names) for word, names in whole.items()},
        {word: frozenset(names) for word, names in begins.items()},
    )


@lru_cache(maxsize=20_000)
def concepts_of(word: str) -> tuple[str, ...]:
    """Of a folded word, in the order of the alphabet."""
    whole, begins = _known()
    found = set(whole.get(word, ()))
    for end in range(2, len(word) + 1):
        found |= begins.get(word[:end], frozenset())
    return tuple(sorted(found))


def concept_counts(words: Sequence[Word], block: int, size: int) -> Counter[int]:
    """Of a text: what it speaks of, what of it is denied, and which two stand near each other."""
    found: Counter[int] = Counter()
    said: list[tuple[int, tuple[str, ...]]] = []
    denied = -_FAR
    for at, word in enumerate(words[:_READ]):
        if word.plain in _DENIALS:
            denied = at
            found[block + _hash("not", size)] += 1
        names = concepts_of(word.plain)
        if names and 0 < at - denied <= _DENIED_WITHIN:
            names = (*(_DENIED + name for name in names), *names)
        if names:
            found.update(block + _hash(name, size) for name in names)
            said.append((at, names))
    for place, (at, names) in enumerate(said):
        for other, others in said[place + 1 :]:
            if other - at > _FAR:
                break
            found.update(block + one for one in _pairs(names, others, other - at <= _NEAR, size))
    return found


@lru_cache(maxsize=50_000)
def _pairs(
    first: tuple[str, ...], second: tuple[str, ...], near: bool, size: int
) -> tuple[int, ...]:
    pairs = [(one, other) for one in first for other in second if one != other]
    found = [_hash("+".join(sorted(pair)), size) for pair in pairs]
    if near:
        found += [_hash(">".join(pair), size) for pair in pairs]
    return tuple(found)


def _hash(text: str, size: int) -> int:
    return crc32(text.encode()) % size
