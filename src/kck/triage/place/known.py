"""The index of this process, built anew when a register has changed."""

from kck.places.naming import names
from kck.places.versions import Kept
from kck.triage.place.finding import find
from kck.triage.place.index import PlaceIndex
from kck.triage.place.near import Point
from kck.triage.terms import Language, PlaceFound
from kck.triage.words import Word, words_of

_kept = Kept(("areas", "streets", "stops", "landmarks"), lambda: PlaceIndex(names()))


def places_in(
    text: str,
    words: list[Word] | None = None,
    language: Language = Language.PL,
    near: Point | None = None,
) -> tuple[PlaceFound, ...]:
    """What a text names, by the registers of this city; the likeliest first."""
    words = words_of(text) if words is None else words
    return find(_kept.get(), text, words, language, near)
