"""How good the machine was on real cases: piles of alike ones, and what they add up to."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Pile:
    """Cases that are alike in all of this. `said` and `has` are codes of categories."""

    week: date
    said: str
    has: str
    language: str
    channel: str
    automatic: bool
    undecided: bool  # a person is still to say
    touched: bool  # a unit has taken it on
    handed_back: bool
    gone: bool  # merged or withdrawn
    number: int
    sure: float  # the sum of probabilities

    @property
    def judged(self) -> bool:
        """A person had a say: decided, took on what the machine gave, or gave it back."""
        if self.gone:
            return False
        if self.automatic and self.handed_back:
            return True
        return not self.undecided and (not self.automatic or self.touched or self.said != self.has)

    @property
    def right(self) -> bool:
        return self.judged and self.said == self.has and not (self.automatic and self.handed_back)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What piles add up to; shares in percent, None where nothing can be said."""

    key: str
    number: int
    automatic: int
    judged: int
    right: int
    judged_automatic: int
    wrong_automatic: int
    sure: float

    @property
    def wrong(self) -> int:
        return self.judged - self.right

    @property
    def coverage(self) -> float | None:
        return _percent(self.automatic, self.number)

    @property
    def accuracy(self) -> float | None:
        return _percent(self.right, self.judged)

    @property
    def error(self) -> float | None:
        """Of those taken without a person, and looked at since."""
        return _percent(self.wrong_automatic, self.judged_automatic)

    @property
    def confidence(self) -> float | None:
        return _percent(self.sure, self.number)


def _percent(part: float, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def tally(piles: Iterable[Pile], key: str = "") -> Tally:
    kept = list(piles)
    return Tally(
        key=key,
        number=sum(one.number for one in kept),
        automatic=sum(one.number for one in kept if one.automatic),
        judged=sum(one.number for one in kept if one.judged),
        right=sum(one.number for one in kept if one.right),
        judged_automatic=sum(one.number for one in kept if one.automatic and one.judged),
        wrong_automatic=sum(
            one.number for one in kept if one.automatic and one.judged and not one.right
        ),
        sure=sum(one.sure for one in kept),
    )


def tallies(piles: Iterable[Pile], key_of: Callable[[Pile], str]) -> list[Tally]:
    """One for each key, the most cases first."""
    groups: dict[str, list[Pile]] = defaultdict(list)
    for one in piles:
        groups[key_of(one)].append(one)
    found = [tally(own, key) for key, own in groups.items()]
    return sorted(found, key=lambda one: (-one.number, one.key))


def confused(piles: Iterable[Pile]) -> list[tuple[str, str, int]]:
    """What is right, what it was taken for, how often; the most frequent first."""
    pairs: Counter[tuple[str, str]] = Counter()
    for one in piles:
        if one.judged and one.said != one.has:
            pairs[one.has, one.said] += one.number
    return [(right, taken, n) for (right, taken), n in sorted(pairs.items(), key=_most_first)]


def _most_first(pair: tuple[tuple[str, str], int]) -> tuple[int, tuple[str, str]]:
    return -pair[1], pair[0]


def wanting(
    errors: dict[str, float], lessons: dict[str, int], most: int = 10
) -> list[tuple[str, float, int]]:
    """Categories that more examples would help: the most errors per lesson first."""
    told = [(code, number, lessons.get(code, 0)) for code, number in errors.items() if number]
    return sorted(told, key=lambda one: (-one[1] / max(one[2], 1), one[2], one[0]))[:most]
