"""Whether words that may name a place do so here: what stands before and after them, and how."""

from typing import NamedTuple

from kck.triage.place import ordinary
from kck.triage.place.index import Sense, Senses
from kck.triage.place.near import Point, metres_between
from kck.triage.place.people import BEFORE_PEOPLE, CALLED, GIVEN_NAMES, TITLES, WORKING
from kck.triage.place.quarters import UNREGISTERED
from kck.triage.place.reading import Reading
from kck.triage.terms import Language
from kck.triage.words import is_cyrillic, word_set

_HEADS = word_set(
    """
    rond plac plas osie alej park zale kopi most cmen lasu lesi las dwor bulw ryne rynk teat muze
    gale hali szpi
    klad hala fort ogro skwe mlyn
    """
)
_AFTER_WHOM = frozenset({"im", "imienia"})
_COUNTRIES = word_set("ukraina ukrainy ukrainie ukrainę polska polsce polskę")  # stops as well
_UNMISTAKABLE = frozenset({"zoo", "зоопарк", "зоопарку"})
_KINDS = {"street": 0, "landmark": 1, "district": 2, "stop": 3}


class Signs(NamedTuple):
    """What speaks for a place at some words."""

    start: int  # first word, given names and titles included
    called: int  # the same, whether or not anything stands before them
    marker: str
    crossing: bool
    preposition: str
    number: bool
    towards: bool


def signs_at(reading: Reading, place: int, *, number: bool, joined: bool) -> Signs:
    start = place
    while start and (
        reading.before(start, over_dots=True) in GIVEN_NAMES | TITLES or _is_initial(reading, start)
    ):
        start -= 1
    called = start
    before = reading.before(start, over_dots=True)
    marker = ordinary.MARKERS.get(before, "")
    at = start - 1 if marker else start
    while at > 1 and reading.plain[at - 1] in ordinary.BETWEEN:
        at -= 1
    word = reading.before(at) if at else ""
    crossing = (
        joined
        or _beside_unknown(reading, at)
        or word in ordinary.CROSSING
        or (word == "of" and at > 1 and reading.plain[at - 2] in ordinary.CROSSING)
    )
    preposition = word if word in ordinary.AT | ordinary.ELSEWHERE else ""
    recently = reading.plain[max(0, at - 2) : at]
    towards = not ordinary.TOWARDS.isdisjoint(recently)
    if not marker and not preposition and not crossing:
        start = place
    return Signs(start, called, marker, crossing, preposition, number, towards)


def _is_initial(reading: Reading, start: int) -> bool:
    return bool(reading.before(start, over_dots=True)) and reading.initial(start - 1)


def _beside_unknown(reading: Reading, at: int) -> bool:
    """ "róg Nieznanej i Długiej": the corner's other street stands in no register."""
    if at < 3 or reading.before(at) not in ordinary.JOINS or not reading.capital(at - 2):
        return False
    before = at - 3
    return reading.plain[before] in ordinary.CROSSING or (
        reading.plain[before] in ordinary.MARKERS
        and before > 0
        and reading.plain[before - 1] in ordinary.CROSSING
    )


def best_sense(senses: Senses, signs: Signs, near: Point | None) -> Sense:
    return min(senses, key=lambda sense: _order(sense, signs, near))


def _order(sense: Sense, signs: Signs, near: Point | None) -> tuple[object, ...]:
    name = sense.name
    fits = {
        ordinary.STREET: name.kind == "street" and name.prefix not in {"os.", "pl."},
        ordinary.AVENUE: name.prefix == "al.",
        ordinary.SQUARE: name.prefix == "pl.",
        ordinary.ESTATE: name.prefix == "os." or name.kind == "district",
        ordinary.STOP: name.kind == "stop",
    }.get(signs.marker, True)
    # "na Kozłówce" is the estate, even where a street has its name
    estate = name.prefix == "os." and name.name.startswith("Na ") and not signs.marker
    return (
        not fits,
        not estate,
        _KINDS[name.kind] == 3 and signs.marker != ordinary.STOP,
        signs.number and name.kind != "street",
        sense.short,
        sense.weak,
        _KINDS[name.kind],
        (metres_between(name.lat, name.lon, near) or 0.0) if near else 0.0,
        name.lat is None,
        name.id,
    )


def goes_on(reading: Reading, place: int, senses: Senses) -> bool:
    """ "Powstańców Śląskich", "Wandy Rutkiewicz", "Galerią Dominikańską": of another place."""
    following = place + 1
    if not reading.after(following) or not reading.capital(following) or not reading.capital(place):
        return False
    plain, more = reading.plain[place], reading.plain[following]
    if plain.endswith("ow") and more.endswith(("skich", "ckich", "ych")):
        return True
    if all(one.given for one in senses):
        return more.isalpha() and len(more) > 2 and more not in ordinary.MARKERS
    landmark = all(one.name.kind == "landmark" and one.short for one in senses)
    acronym = reading.words[following].raw.isupper()
    return landmark and not acronym and plain[:4] in _HEADS


def worth(reading: Reading, place: int, sense: Sense, signs: Signs) -> float:
    """How much speaks for the place; nothing when the words mean themselves."""
    plain, count = reading.plain[place], sense.words
    capital = reading.capital(place)
    if _is_somebody(reading, place, signs):
        return 0
    if signs.marker or signs.crossing:
        return _marked(reading, place, sense, signs)
    if sense.name.id == UNREGISTERED and not signs.preposition:
        return 0  # "mecz Cracovii"
    if plain in _UNMISTAKABLE:
        return 3
    acronym = len(plain) <= 3 and sense.words == 1 and sense.name.kind != "street"
    if acronym and not (
        _all_capitals(reading, place) and (signs.preposition or _heads_text(reading, place))
    ):
        return 0
    if acronym and not signs.preposition:
        return 1.5
    if sense.name.kind == "stop" and not _is_told_of_a_stop(reading, place, sense, signs):
        return 0
    if sense.name.kind == "stop" and _all_capitals(reading, place) and count == 1:
        return 0  # "ZDMK" is a stop, and an office
    if is_cyrillic(plain):
        return _heard(reading, place, sense, signs)
    if signs.number and sense.name.kind == "street":
        return _numbered(reading, place, sense, signs)
    if count > 1:
        return _of_several_words(reading, place, sense, signs)
    if not capital:
        return _small(reading, place, sense, signs)
    if reading.begins_sentence(place):
        return _first_in_sentence(reading, place, sense)
    return _capital(reading, place, sense, signs)


def _is_told_of_a_stop(reading: Reading, place: int, sense: Sense, signs: Signs) -> bool:
    """ "na Azorach", "w Bronowicach Małych", never "w koronie"."""
    alone = sense.words == 1 and (sense.given or reading.plain[place] in ordinary.ORDINARY)
    if signs.marker or (
        signs.preposition in ordinary.AT and reading.plain[place] not in _COUNTRIES
    ):
        return True
    if sense.words > 1 and reading.plain[place + sense.words - 1] == "estate":
        return True
    named = all(map(reading.capital, range(place, place + sense.words)))
    return bool(signs.preposition) and named and not alone


def _heads_text(reading: Reading, place: int) -> bool:
    """ "MDA - toaleta zamknięta"."""
    follows = place + 1 < len(reading.words) and reading.gap(place + 1).strip()
    return place == 0 and follows in {"-", "–", "—", ":", ","}


def _is_somebody(reading: Reading, place: int, signs: Signs) -> bool:
    if signs.marker or signs.number:
        return False
    titled = reading.plain[signs.called : place]
    if not _AFTER_WHOM.isdisjoint(titled):
        return True  # "Liceum im. K. K. Baczyńskiego"
    if not WORKING.isdisjoint(titled) and not reading.capital(signs.called):
        return signs.preposition not in ordinary.AT or signs.preposition == "po"
    before = reading.before(place, over_dots=True)
    if before in BEFORE_PEOPLE or (before in CALLED and reading.capital(place - 1)):
        return True
    return signs.start < place and reading.before(signs.start) in BEFORE_PEOPLE


def _all_capitals(reading: Reading, place: int) -> bool:
    return not reading.shouts and reading.words[place].raw.isupper()


def _heard(reading: Reading, place: int, sense: Sense, signs: Signs) -> float:
    """By sound only: rough, so that small letters are enough for parks and estates at most."""
    name, inside = sense.name, not reading.begins_sentence(place)
    if len(reading.plain[place]) < 3:
        return 0
    if any(map(reading.capital, range(place + 1, place + sense.words))):
        return 3
    if reading.capital(place):
        if signs.number:
            return 5
        if sense.words > 1 or (signs.preposition and inside):
            return 3
        if not inside and _heads_clause(reading, place, sense) and len(reading.plain[place]) > 5:
            return 1.5
        apart = inside and not reading.gap(place).isspace()
        return 2 if apart and len(reading.plain[place]) > 5 else 0
    if (sense.weak and name.prefix != "os.") or not signs.preposition:
        return 0
    plain = len(reading.plain[place]) > 3 and not sense.adjective
    plain = plain and reading.plain[place] not in ordinary.ORDINARY
    known = name.kind in {"landmark", "district"} or name.prefix == "os."
    return 2 if plain and known and signs.preposition in ordinary.AT else 0


def _heads_clause(reading: Reading, place: int, sense: Sense) -> bool:
    """ "Бонарка, на парковці ями"."""
    after = place + sense.words
    known = sense.name.kind == "landmark" and not sense.weak and not sense.adjective
    apart = after < len(reading.words) and not reading.gap(after).isspace()
    return known and apart and reading.plain[place] not in ordinary.ORDINARY


def _marked(reading: Reading, place: int, sense: Sense, signs: Signs) -> float:
    """ "ulica długa i prosta" is no name, "ul. długa" is."""
    plain, before = reading.plain[place], reading.before(signs.start, over_dots=True)
    small = not any(map(reading.capital, range(place, place + sense.words)))
    abbreviated = before in ordinary.ABBREVIATED
    if small and not abbreviated and not signs.number and sense.words == 1:
        if plain in ordinary.NEVER_SMALL | ordinary.QUALITIES and not signs.crossing:
            return 0
        if signs.marker == ordinary.SQUARE and plain in ordinary.ORDINARY:
            return 0
        if signs.marker == ordinary.STOP and (sense.name.kind != "stop" or sense.adjective):
            return 0
    return 4 + 2 * signs.number + (not small)


def _numbered(reading: Reading, place: int, sense: Sense, signs: Signs) -> float:
    plain, capital = reading.plain[place], reading.capital(place)
    if not capital and sense.words == 1:
        if (
            plain in ordinary.ORDINARY | ordinary.NEVER_SMALL
            and signs.preposition not in ordinary.AT
        ):
            return 0
        if sense.adjective and not sense.base and not signs.preposition:
            return 0
    if sense.given and not capital and not signs.preposition:
        return 0
    return 5 + capital


def _of_several_words(reading: Reading, place: int, sense: Sense, signs: Signs) -> float:
    plain, count = reading.plain[place], sense.words
    capitals = [reading.capital(one) for one in range(place, place + count)]
    if plain in ordinary.AT | ordinary.ELSEWHERE:
        estate = sense.name.prefix == "os." and count == 2  # "na kozłówce", never "na skarpie"
        common = reading.plain[place + 1] in ordinary.ORDINARY
        return 3 if all(capitals) else 2 * (estate and not common)
    if plain.isdigit() and not (signs.preposition or any(capitals)):
        return 2 if reading.after(place + count) in ordinary.NEARBY else 0  # "3 maja" is a day
    if any(capitals[1:]) or (capitals[0] and not reading.begins_sentence(place)):
        return 3 + bool(signs.preposition)
    if plain[:4] in _HEADS or capitals[0]:
        return 3
    if signs.preposition:
        return 2
    quality = plain in ordinary.QUALITIES | ordinary.NEVER_SMALL
    return 0 if quality or (sense.short and count < 3) else 1.5


def _small(reading: Reading, place: int, sense: Sense, signs: Signs) -> float:
    plain = reading.plain[place]
    if not signs.preposition:
        return _in_small_text(reading, place, sense)
    if len(plain) < 3 or (sense.given and not _lies_there(plain, signs)):
        return 0
    if plain in ordinary.ORDINARY | ordinary.NEVER_SMALL:
        return 1.5 if _is_the_only_one(sense, signs) else 0
    following = reading.after(place + 1)
    if sense.weak and sense.name.prefix in {"pl.", "os."} and _is_a_square(plain, following, signs):
        return 1.5
    if sense.weak and not sense.given and (sense.adjective or sense.name.prefix != "os."):
        return 0
    if sense.name.kind == "street" and signs.preposition not in ordinary.AT:
        return 0
    if sense.adjective and ordinary.goes_before_a_noun(plain, following):
        return 0
    if sense.base and sense.adjective and reading.language == Language.PL and not following:
        return 0
    return 2


def _is_the_only_one(sense: Sense, signs: Signs) -> bool:
    """ "przy operze", "pod magistratem": a landmark by what it is."""
    return sense.name.kind == "landmark" and signs.preposition in ordinary.BESIDE


def _is_a_square(plain: str, following: str, signs: Signs) -> bool:
    """ "na centralnym w hucie": no noun follows the adjective."""
    ends = not following or following in ordinary.SMALL_WORDS
    return signs.preposition == "na" and plain.endswith(("ym", "im")) and ends


def _lies_there(plain: str, signs: Signs) -> bool:
    """ "na Gertrudy", "na Kazimierzu": of somebody it would be "na Gertrudę", "na Kazimierza"."""
    return signs.preposition == "na" and plain.endswith(("y", "i", "u"))


def _in_small_text(reading: Reading, place: int, sense: Sense) -> float:
    """ "parkomat garbarska zjadl 10 zl": the whole text is in small letters."""
    plain, following = reading.plain[place], reading.after(place + 1)
    if not plain.endswith(("ska", "cka")) or sense.weak or plain in ordinary.QUALITIES:
        return 0
    if any(map(reading.capital, range(len(reading.words)))) or sense.name.kind != "street":
        return 0
    agrees = reading.before(place).endswith(("a", "c")) or following.endswith("a")
    return 0 if agrees else 1.5


def _first_in_sentence(reading: Reading, place: int, sense: Sense) -> float:
    """ "Lipska: lampa nie świeci" is a street, "Długa kolejka" is not."""
    plain = reading.plain[place]
    if sense.given or sense.weak or plain in ordinary.ORDINARY | ordinary.NEVER_SMALL:
        return 0
    if reading.language != Language.PL:
        return 2 if sense.base else 0
    if plain in ordinary.QUALITIES and reading.after(place + 1) not in {
        "przy",
        "kolo",
        "obok",
        "rog",
    }:
        quiet = reading.after(place + 1)
        return 2 if quiet.endswith(("ona", "ana")) and plain.endswith(("owa", "cka")) else 0
    if sense.adjective and not sense.base:
        told = plain.endswith("ej") and sense.name.kind == "street"
        return 1.5 if told and reading.after(place + 1) in ordinary.SMALL_WORDS else 0
    if sense.adjective and ordinary.goes_before_a_noun(plain, reading.after(place + 1)):
        return 0
    return 2


def _capital(reading: Reading, place: int, sense: Sense, signs: Signs) -> float:
    if sense.given and sense.weak and not _lies_there(reading.plain[place], signs):
        return 0  # "czekam na Marka"
    if signs.preposition:
        if sense.given and signs.preposition not in ordinary.AT | {"in"}:
            return 0
        return 4 if signs.preposition in ordinary.AT else 3
    if sense.given or sense.weak:
        return 0
    before = place - 1
    named = reading.capital(before) and not is_cyrillic(reading.plain[before])
    # "Akademia Krakowska" is no street
    return 0 if sense.adjective and named and reading.gap(place).isspace() else 2
