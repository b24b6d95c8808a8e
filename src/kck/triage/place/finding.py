"""The places a text names, the likeliest first."""

from dataclasses import replace
from typing import NamedTuple

from kck.triage.place import ordinary
from kck.triage.place.evidence import best_sense, goes_on, signs_at, worth
from kck.triage.place.guessing import guess_at, unmarked_at
from kck.triage.place.index import SHORTEST_MISTYPED, PlaceIndex, Sense, Senses
from kck.triage.place.near import FAR_M, Point, metres_between
from kck.triage.place.numbers import number_after
from kck.triage.place.people import GIVEN_NAMES, TITLES
from kck.triage.place.quarters import UNREGISTERED
from kck.triage.place.reading import Reading
from kck.triage.terms import Language, PlaceFound
from kck.triage.words import Word, is_cyrillic

MOST_WORDS = 2_000  # nobody names a place behind so many
MOST_FOUND = 20
_LESS = {"landmark": 0.2, "stop": 0.5, "district": 1.5}
_LATER = 0.02  # what a word further on is worth less
_TOWARDS = 3.0
_BESIDE, _LEAST = 2.0, 0.5  # "Długa przy Teatrze": the theatre only says where on the street
_FAR = 4.0
_SURE_ENOUGH, _WIDE = 1.5, 2.0
_NEAR_DEGREES = 0.012  # middles of streets further apart are no crossing


class _Mention(NamedTuple):
    first: int
    after: int
    place: PlaceFound
    worth: float
    crossing: bool


def find(
    index: PlaceIndex,
    text: str,
    words: list[Word],
    language: Language,
    near: Point | None = None,
) -> tuple[PlaceFound, ...]:
    """Best first; spans are of the text. Crossings are one place.

    `near` is where the sender is known to mean: of two places with one name the nearer is taken,
    and what lies far from there comes last.
    """
    reading = Reading(text, words[:MOST_WORDS], language, near)
    mentions = _narrowed(_crossed(reading, _mentions(index, reading)))
    if near:
        mentions = [one._replace(worth=one.worth - _FAR * _is_far(one, near)) for one in mentions]
    mentions.sort(key=lambda one: -one.worth)
    best: dict[tuple[str, str, str], PlaceFound] = {}
    for mention in mentions[:MOST_FOUND]:
        place = mention.place
        best.setdefault((place.base, place.number, place.crossing), place)
    return tuple(best.values())


def _is_far(mention: _Mention, near: Point) -> bool:
    metres = metres_between(mention.place.lat, mention.place.lon, near)
    return metres is not None and metres > FAR_M


def _narrowed(mentions: list[_Mention]) -> list[_Mention]:
    """ "w Nowej Hucie przy placu Centralnym", "Estońska, os. Bieżanów": the street is meant."""
    narrow = [one for one in mentions if one.place.kind != "district" and one.worth >= _SURE_ENOUGH]
    if not narrow:
        return mentions
    return [
        one._replace(worth=one.worth - _WIDE) if one.place.kind == "district" else one
        for one in mentions
    ]


def _mentions(index: PlaceIndex, reading: Reading) -> list[_Mention]:
    found: list[_Mention] = []
    place = 0
    while place < len(reading.words):
        mention = _mention(index, reading, place, found[-1] if found else None)
        if mention is None:
            place += 1
        else:
            found.append(mention)
            place = max(mention.after, place + 1)
    return found


def _mention(
    index: PlaceIndex, reading: Reading, place: int, previous: _Mention | None
) -> _Mention | None:
    senses, count = _looked_up(index, reading, place)
    if senses:
        known = _known(reading, place, count, senses, previous)
        if known:
            return known
    return _mistyped(index, reading, place, previous) or _guessed(index, reading, place)


def _looked_up(index: PlaceIndex, reading: Reading, place: int) -> tuple[Senses, int]:
    plain = reading.plain[place]
    following = (
        reading.plain[place + 1] if plain.isdigit() and place + 1 < len(reading.plain) else ""
    )
    if is_cyrillic(plain) or is_cyrillic(following):
        if not following and not _may_be_told(reading, place):
            return (), 0
        letters = [word.raw.lower() for word in reading.words[place : place + 5]]
        return index.heard_at(letters, bones=_may_be_bones(reading, place))
    senses, count = index.at(reading.plain, place)
    if count > 1 and _is_at_a_landmark(index, reading, place, count):
        return (), 0
    if any(reading.ends_name(one) for one in range(place + 1, place + count)):
        return (), 0
    if senses and count == 1 and goes_on(reading, place, senses):
        return (), 0
    return senses, count


def _is_at_a_landmark(index: PlaceIndex, reading: Reading, place: int, count: int) -> bool:
    """ "na Błoniach" is on the meadow, "ul. Na Błoniach" and "Na Błoniach 5" are the street."""
    if reading.plain[place] not in ordinary.AT or reading.after(place + count)[:1].isdigit():
        return False
    before = reading.before(place, over_dots=True)
    if before in ordinary.MARKERS.keys() | ordinary.AT | ordinary.ELSEWHERE:
        return False
    senses, rest = index.at(reading.plain, place + 1)
    return rest == count - 1 and any(
        one.name.kind == "landmark" and not one.weak and not one.name.base.startswith("Plac")
        for one in senses
    )


def _may_be_bones(reading: Reading, place: int) -> bool:
    """Consonants alone are enough behind a marker, or for a name behind "at" or before a number."""
    before = reading.before(place, over_dots=True)
    named = before in ordinary.AT or reading.after(place + 1).isdigit()
    return before in ordinary.MARKERS or (named and reading.capital(place))


def _may_be_told(reading: Reading, place: int) -> bool:
    following = place + 1
    if reading.plain[place] in ordinary.HEARD_HEADS:
        return bool(reading.after(following)) and reading.capital(following)
    return reading.capital(place) or reading.before(place, over_dots=True) in (
        ordinary.MARKERS.keys() | ordinary.AT | ordinary.ELSEWHERE
    )


def _known(
    reading: Reading, place: int, count: int, senses: Senses, previous: _Mention | None
) -> _Mention | None:
    end = reading.words[place + count - 1].span[1]
    number, number_end = number_after(reading.text, end)
    joined = previous is not None and previous.crossing and _joins(reading, previous.after, place)
    signs = signs_at(reading, place, number=bool(number), joined=joined)
    sense = best_sense(senses, signs, reading.near)
    value = worth(reading, place, sense, signs)
    if not value:
        return None
    if sense.name.kind != "street":
        number, number_end = "", end
    beside = previous and previous.after == signs.start - 1 and previous.place.kind != "district"
    if beside and signs.preposition in ordinary.NEARBY:
        value = max(value - _BESIDE, _LEAST)
    value -= _LESS.get(sense.name.kind, 0) + _LATER * place + _TOWARDS * signs.towards
    start = reading.words[signs.start].span[0]
    found = _found(reading, (start, number_end), sense, number)
    return _Mention(signs.start, place + count, found, value, signs.crossing)


def _found(reading: Reading, span: tuple[int, int], sense: Sense, number: str) -> PlaceFound:
    name = sense.name
    return PlaceFound(
        span=span,
        text=reading.text[span[0] : span[1]],
        base=name.base,
        kind=name.kind,
        register_id=None if name.id == UNREGISTERED else name.id,
        number=number,
        lat=name.lat,
        lon=name.lon,
    )


def _mistyped(
    index: PlaceIndex, reading: Reading, place: int, previous: _Mention | None
) -> _Mention | None:
    """A wrong letter or sound, only behind a clear marker, or behind "przy" with a capital."""
    plain = reading.plain[place]
    if len(plain) < SHORTEST_MISTYPED:
        return None
    before = reading.before(place, over_dots=True)
    marked = before in ordinary.MARKERS or before in ordinary.CROSSING
    if not marked and not (before in ordinary.AT and reading.capital(place)):
        return None
    if is_cyrillic(plain):
        senses = index.misheard(reading.words[place].raw.lower())
        return _known(reading, place, 1, senses, previous) if senses else None
    for count in (2, 1) if place + 1 < len(reading.words) else (1,):
        phrase = " ".join(reading.plain[place : place + count])
        senses = index.mistyped(phrase)
        if senses and phrase not in ordinary.ORDINARY:
            return _known(reading, place, count, senses, previous)
    return None


def _guessed(index: PlaceIndex, reading: Reading, place: int) -> _Mention | None:
    guess = guess_at(reading, place) or unmarked_at(reading, place)
    if guess is None:
        return None
    following = place + 1
    if guess.marked and not _is_a_park(index, reading, guess.base, following):
        while True:
            if _looked_up(index, reading, following)[0] or _mistyped(
                index, reading, following, None
            ):
                return None  # known, and worth more on its own
            if following >= guess.after - 1 or not _goes_before_surnames(reading, following):
                break
            following += 1
    end = reading.words[guess.after - 1].span[1]
    number, number_end = number_after(reading.text, end)
    span = (reading.words[place].span[0], number_end)
    found = PlaceFound(
        span=span,
        text=reading.text[span[0] : span[1]],
        base=guess.base,
        kind=guess.kind,
        number=number if guess.kind == "street" else "",
    )
    return _Mention(
        place, guess.after, found, (3 if guess.marked else 2) + bool(number) - _LATER * place, False
    )


def _goes_before_surnames(reading: Reading, place: int) -> bool:
    return reading.plain[place] in GIVEN_NAMES | TITLES or reading.initial(place)


def _is_a_park(index: PlaceIndex, reading: Reading, base: str, following: int) -> bool:
    """ "w Parku Reduta" is not on ul. Reduta."""
    kinds = {one.name.kind for one in _looked_up(index, reading, following)[0]}
    return base.startswith(("Park ", "skwer ")) and "landmark" not in kinds


def _crossed(reading: Reading, mentions: list[_Mention]) -> list[_Mention]:
    """Two streets that are named together become one place."""
    found: list[_Mention] = []
    for mention in mentions:
        if found and _is_crossing(reading, found[-1], mention):
            found[-1] = _with_crossing(found[-1], mention, reading)
        else:
            found.append(mention)
    return found


def _is_crossing(reading: Reading, one: _Mention, other: _Mention) -> bool:
    if one.place.crossing or one.place.base == other.place.base:
        return False
    if {one.place.kind, other.place.kind} - {"street", "stop"} or one.place.number:
        return False
    lights = one.crossing or not ordinary.LIGHTS.isdisjoint(reading.plain)
    if lights and _joins(reading, one.after, other.first):
        return True
    between = reading.text[one.place.span[1] : other.place.span[0]].strip(" .").lower()
    if between in {"/", "/ul", "x"} or between.split(" ")[0] in {"róg", "rog", "ріг"}:
        return len(between) < 12
    names_a_round = other.place.base.lower().startswith("rondo")
    return names_a_round and between in ordinary.NEARBY


def _joins(reading: Reading, start: int, end: int) -> bool:
    """Only a word like "i" or "z", and perhaps "ulicą", stands between."""
    between = reading.plain[start:end]
    bare = [one for one in between if one not in ordinary.MARKERS]
    return len(bare) == 1 and bare[0] in ordinary.JOINS and end - start <= 2


def _with_crossing(one: _Mention, other: _Mention, reading: Reading) -> _Mention:
    span = one.place.span[0], other.place.span[1]
    lat, lon = _between(one.place, other.place)
    crossed = replace(
        one.place,
        span=span,
        text=reading.text[span[0] : span[1]],
        crossing=other.place.base,
        lat=lat,
        lon=lon,
    )
    return _Mention(one.first, other.after, crossed, max(one.worth, other.worth) + 1, False)


def _between(one: PlaceFound, other: PlaceFound) -> tuple[float | None, float | None]:
    """Half way, where both are known and near; a street's middle may be far from its corner."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None, None
    if abs(one.lat - other.lat) > _NEAR_DEGREES or abs(one.lon - other.lon) > _NEAR_DEGREES:
        return None, None
    return (one.lat + other.lat) / 2, (one.lon + other.lon) / 2
