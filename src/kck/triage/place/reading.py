"""A text as those who look for places need it: what stands around each word."""

from kck.triage.place import ordinary
from kck.triage.place.near import Point
from kck.triage.place.people import TITLES
from kck.triage.terms import Language
from kck.triage.words import Word

_SENTENCE_ENDS = frozenset('.!?:;\n•„”"(-–—')
_CLAUSE_ENDS = frozenset(",/()")
_ENOUGH = 60  # words that tell whether somebody shouts


class Reading:
    """A text and what is asked of each of its words."""

    def __init__(
        self, text: str, words: list[Word], language: Language, near: Point | None = None
    ) -> None:
        self.text, self.words, self.language, self.near = text, words, language, near
        self.plain = [word.plain for word in words]
        beginning = "".join(word.raw for word in words[:_ENOUGH])
        capitals, small = map(str.isupper, beginning), map(str.islower, beginning)
        self.shouts = sum(capitals) > sum(small)

    def capital(self, place: int) -> bool:
        return not self.shouts and self.words[place].raw[:1].isupper()

    def gap(self, place: int) -> str:
        """What stands before a word, after the one before it."""
        start = self.words[place - 1].span[1] if place else 0
        return self.text[start : self.words[place].span[0]]

    def begins_sentence(self, place: int) -> bool:
        if place == 0:
            return True
        gap = self.gap(place)
        if gap == " ":
            return False
        if gap.startswith(".") and self.plain[place - 1] in ordinary.ABBREVIATED | TITLES:
            return False
        return not _SENTENCE_ENDS.isdisjoint(gap)

    def ends_name(self, place: int) -> bool:
        """Something stands before this word that does not stand within names."""
        gap = self.gap(place)
        return gap.strip() not in {"", "-", "–"} and (
            self.begins_sentence(place) or not _CLAUSE_ENDS.isdisjoint(gap)
        )

    def before(self, place: int, *, over_dots: bool = False) -> str:
        """The word before, unless something else ended there."""
        if place == 0:
            return ""
        gap = self.gap(place)
        if gap.isspace() or (over_dots and gap.strip() in {".", ":", ".:"}):
            return self.plain[place - 1]
        return ""

    def initial(self, place: int) -> bool:
        """ "T." of "ul. T. Kościuszki" """
        word = self.words[place].raw
        dotted = place + 1 < len(self.words) and self.gap(place + 1).startswith(".")
        return len(word) == 1 and word.isupper() and dotted

    def after(self, place: int) -> str:
        if place >= len(self.words) or not self.gap(place).isspace():
            return ""
        return self.plain[place]
