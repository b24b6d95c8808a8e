"""Words that surely name a place no register knows: kept as they are, their base guessed."""

import re
from typing import NamedTuple

from kck.triage.place import ordinary
from kck.triage.place.people import GIVEN_NAMES, TITLES
from kck.triage.place.reading import Reading

MOST_WORDS = 4
# a capital, or a number, or such an ending: else "ulicy" is only a street
_SURE_ENDING = re.compile(r"(?:sk|ck|dzk)(?:iej|iego|im)\Z")
_GENERIC = frozenset(["zabaw", "budowy", "targowy", "manewrowy", "postojowy", "i", "w", "na", "nr"])
_HEADS = {
    **dict.fromkeys(("rondo", "ronda", "rondzie", "rondem"), "rondo"),
    **dict.fromkeys(("skwer", "skweru", "skwerze", "skwerem"), "skwer"),
    **dict.fromkeys(("park", "parku", "parkiem"), "Park"),
    **dict.fromkeys(("bulwar", "bulwaru", "bulwarze", "bulwarem"), "bulwar"),
}
_FEMININE = (
    *(
        ("skiej", "ska"),
        ("ckiej", "cka"),
        ("kiej", "ka"),
        ("giej", "ga"),
        ("iej", "ia"),
        ("ej", "a"),
    ),
    *(("ską", "ska"), ("cką", "cka"), ("ową", "owa"), ("ną", "na"), ("ą", "a")),
)
_NEUTER = (
    *(("skiego", "skie"), ("ckiego", "ckie"), ("skim", "skie"), ("ckim", "ckie")),
    *(("owego", "owe"), ("owym", "owe"), ("nego", "ne"), ("nym", "ne"), ("ym", "e")),
)
_MASCULINE = (
    *(("skiego", "ski"), ("ckiego", "cki"), ("skim", "ski"), ("ckim", "cki")),
    *(("owego", "owy"), ("owym", "owy"), ("nego", "ny"), ("nym", "ny"), ("ym", "y")),
)
_PLURAL = (("kach", "ki"), ("gach", "gi"), ("cach", "ce"), ("niach", "nie"), ("ach", "y"))
_ENDINGS = {
    ordinary.STREET: (*_FEMININE, *_PLURAL),
    ordinary.AVENUE: (*_FEMININE, *_PLURAL),
    ordinary.ESTATE: (*_NEUTER, *_PLURAL),
    ordinary.SQUARE: _MASCULINE,
    "rondo": _NEUTER,
    "skwer": _MASCULINE,
    "bulwar": _MASCULINE,
    "Park": _MASCULINE,
}

_STOPS = frozenset(["przystanek", "przystanku", "przyst", "зупинка", "зупинці"])
_SCHOOLS = {
    **dict.fromkeys(("szkola", "szkoly", "szkole", "szkola", "sp"), "Szkoła Podstawowa"),
    **dict.fromkeys(("przedszkole", "przedszkola", "przedszkolu", "przedszkolem"), "Przedszkole"),
    **dict.fromkeys(("zlobek", "zlobka", "zlobku", "zlobkiem"), "Żłobek"),
}
_OF_SCHOOLS = frozenset(
    {"podstawowa", "podstawowej", "samorzadowe", "samorzadowego", "nr", "numer"}
)
_AT_STREET = re.compile(r"\w{2,}(?:[sc]k|dzk)(?:iej|iego)\Z")
_NUMBERED = re.compile(r"\w{3,}(?:ów|ow|ej|ego|ich|ych)\Z")  # "na Ułanów 30"
_BEHIND_STREET = re.compile(r"\w{2,}(?:[sc]k|dzk|ow)a\Z")
# "na Węgierskiej" and "za Węgierską", not "na Węgierską"
_ENDINGS_AFTER = {
    **dict.fromkeys(("na", "przy", "kolo", "obok", "naprzeciwko", "naprzeciw"), _AT_STREET),
    "za": _BEHIND_STREET,
}


class Guess(NamedTuple):
    """From the marker to the end of the name."""

    marker: int
    after: int
    base: str
    kind: str = "street"
    marked: bool = True


def guess_at(reading: Reading, place: int) -> Guess | None:
    """What a marker at this word names by its looks."""
    plain = reading.plain[place]
    prefix = ordinary.MARKERS.get(plain) or _HEADS.get(plain, "")
    if prefix == ordinary.STOP:
        return _stop_at(reading, place)
    if not prefix:
        return None
    words = _name(reading, place, prefix)
    if not words:
        return None
    return Guess(
        place, place + 1 + len(words), f"{prefix} {_base(reading, words, place + 1, prefix)}"
    )


def _stop_at(reading: Reading, place: int) -> Guess | None:
    """ "przystanek Wiadukty", not "przystanek MPK": a stop is told as it is called."""
    words: list[str] = []
    for one in range(place + 1, min(place + 1 + MOST_WORDS, len(reading.words))):
        raw = reading.words[one].raw
        if not reading.gap(one).isspace() or not reading.capital(one) or raw.isupper():
            break
        words.append(raw)
    if not words or reading.plain[place] not in _STOPS:
        return None
    return Guess(place, place + 1 + len(words), " ".join(words), "stop")


def unmarked_at(reading: Reading, place: int) -> Guess | None:
    """A numbered school, or "na Węgierskiej", which looks like a street and like nothing else."""
    return (
        _school_at(reading, place) or _of_somebody_at(reading, place) or _street_at(reading, place)
    )


def _school_at(reading: Reading, place: int) -> Guess | None:
    """ "przy Szkole Podstawowej nr 12", "SP 12"."""
    school = _SCHOOLS.get(reading.plain[place])
    if school is None:
        return None
    at = place + 1
    while at < len(reading.words) and reading.plain[at] in _OF_SCHOOLS and at < place + 3:
        at += 1
    if at >= len(reading.words) or not reading.plain[at].isdigit():
        return None
    if len(reading.plain[at]) > 3 or (at == place + 1 and len(reading.plain[place]) > 2):
        return None
    return Guess(place, at + 1, f"{school} nr {reading.plain[at]}", "landmark", marked=False)


def _of_somebody_at(reading: Reading, place: int) -> Guess | None:
    """ "na Wita Stwosza": nobody else is in the genitive behind "na"."""
    surname = place + 1
    if reading.before(place) != "na" or reading.plain[place] not in GIVEN_NAMES or reading.shouts:
        return None
    if not (reading.capital(place) and reading.after(surname) and reading.capital(surname)):
        return None
    if not reading.plain[surname].endswith(("a", "ego", "ej", "y", "i")):
        return None
    names = f"{reading.words[place].raw} {reading.words[surname].raw}"
    return Guess(place, surname + 1, f"ul. {names}", marked=False)


def _street_at(reading: Reading, place: int) -> Guess | None:
    plain, before = reading.plain[place], reading.before(place)
    ending = before in _ENDINGS_AFTER and _ENDINGS_AFTER[before].search(plain)
    if before == "na" and reading.capital(place) and _is_house(reading.after(place + 1)):
        ending = ending or _NUMBERED.search(plain)
    if not ending or plain in ordinary.NEVER_SMALL or reading.shouts:
        return None
    following = reading.after(place + 1)
    certain = following[:1].isdigit() or following in ordinary.AT
    if not certain and not reading.capital(place):
        return None
    if not certain and (
        ordinary.goes_before_a_noun(plain, following)
        or (place + 1 < len(reading.words) and following and reading.capital(place + 1))
    ):
        return None
    return Guess(place, place + 1, f"ul. {_unmarked_base(reading.words[place].raw)}", marked=False)


def _is_house(number: str) -> bool:
    return number.isdigit() and len(number) <= 3


def _unmarked_base(raw: str) -> str:
    name = raw[:1].upper() + raw[1:]
    return name if name.endswith("ego") else _back(name, ordinary.STREET)


def _name(reading: Reading, place: int, prefix: str) -> list[str]:
    capitals: list[str] = []
    short = reading.plain[place] in ordinary.ABBREVIATED
    for one in range(place + 1, min(place + 1 + MOST_WORDS, len(reading.words))):
        if not _follows(reading, one, abbreviated=short and one == place + 1):
            break
        title = reading.plain[one] in TITLES and one == place + 1 + len(capitals)
        if not reading.capital(one) and not title:
            break
        capitals.append(reading.words[one].raw)
    while capitals and capitals[-1].lower().rstrip(".") in TITLES:
        capitals.pop()
    if len(capitals) == 1 and reading.initial(place + 1):
        return []  # "ul. T. Kościuszki" is looked for by the surname
    if capitals and not reading.plain[place + 1].isdigit():
        return capitals
    return _small_name(reading, place, prefix)


def _follows(reading: Reading, one: int, *, abbreviated: bool) -> bool:
    gap = reading.gap(one)
    if gap in {"-", "–"} or gap.isspace():
        return "\n" not in gap
    before = reading.plain[one - 1]
    return gap.strip() == "." and (abbreviated or before in TITLES)


def _small_name(reading: Reading, place: int, prefix: str) -> list[str]:
    """One word in small letters, only where nothing else could be meant."""
    one = place + 1
    short = reading.plain[place] in ordinary.ABBREVIATED
    if one >= len(reading.words) or not _follows(reading, one, abbreviated=short):
        return []
    plain, raw = reading.plain[one], reading.words[one].raw
    if (
        plain in _GENERIC | ordinary.AT | ordinary.ELSEWHERE
        or not plain.isalpha()
        or len(plain) < 4
    ):
        return []
    if prefix not in {ordinary.STREET, ordinary.AVENUE, ordinary.ESTATE}:
        return []
    numbered = reading.after(one + 1).isdigit()
    abbreviated = short and reading.plain[place] != "os"
    if not (numbered or abbreviated or _SURE_ENDING.search(plain)):
        return []
    if plain in ordinary.NEVER_SMALL | ordinary.QUALITIES and not numbered:
        return []
    return [raw.capitalize()]


def _base(reading: Reading, words: list[str], first: int, prefix: str) -> str:
    """Genitives stay ("Nowaka", "Jana Nowaka"); an adjective goes back to its base."""
    start, end = reading.words[first].span[0], reading.words[first + len(words) - 1].span[1]
    written = reading.text[start:end]
    if len(words) > 1:
        return written
    return _back(words[0], prefix)


def _back(word: str, prefix: str) -> str:
    for ending, base in _ENDINGS[prefix]:
        if word.lower().endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + base
    return word
