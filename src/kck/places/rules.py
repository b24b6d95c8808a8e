"""Reading addresses and measuring between points; nothing here asks a database."""

import re
from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt
from typing import Any

import h3

from kck.foundation.text import clean, fold
from kck.places.terms import Bounds, Query

CELL_RESOLUTION = 10  # about 130 m across: a block of houses
EARTH_M = 6_371_008.8
LONGEST_QUERY = 200

# folded spelling -> how we write it before a name
PREFIXES = {
    "ul": "ul.",
    "ulica": "ul.",
    "al": "al.",
    "aleja": "al.",
    "aleje": "al.",
    "os": "os.",
    "osiedle": "os.",
    "pl": "pl.",
    "plac": "pl.",
    "rondo": "rondo",
    "skwer": "skwer",
    "rynek": "rynek",
    "bulw": "bulwar",
    "bulwar": "bulwar",
    "szosa": "szosa",
    "droga": "droga",
    "park": "park",
    "most": "most",
    "wybrzeze": "wybrzeże",
    "wyb": "wybrzeże",
}
# these stay inside the name ("Rynek Główny"): without them the rest names nothing
_PART_OF_NAME = {"rondo", "skwer", "rynek", "bulwar", "szosa", "droga", "park", "most", "wybrzeże"}
_LONG_PREFIXES = {
    "ul.": ("ulica",),
    "al.": ("aleja", "aleje"),
    "os.": ("osiedle",),
    "pl.": ("plac",),
}
ABBREVIATIONS = {
    "abp": ("arcybiskupa",),
    "bp": ("biskupa",),
    "bl": ("blogoslawionego", "blogoslawionej"),
    "br": ("brata",),
    "dr": ("doktora",),
    "gen": ("generala",),
    "hetm": ("hetmana",),
    "im": ("imienia",),
    "inz": ("inzyniera",),
    "kard": ("kardynala",),
    "kmdr": ("komandora",),
    "kpt": ("kapitana",),
    "kr": ("krola", "krolowej"),
    "ks": ("ksiedza",),
    "marsz": ("marszalka",),
    "mjr": ("majora",),
    "o": ("ojca",),
    "plk": ("pulkownika",),
    "por": ("porucznika",),
    "ppor": ("podporucznika",),
    "prof": ("profesora",),
    "rtm": ("rotmistrza",),
    "s": ("siostry",),
    "sw": ("swietego", "swietej", "swietych"),
}
_SHORT = {long: short for short, longs in ABBREVIATIONS.items() for long in longs}

_POSTCODE = re.compile(r"(?<!\d)\d{2}-\d{3}(?!\d)")
_PUNCTUATION = re.compile(r"[^\w/\- ]+|_")
_NUMBER = re.compile(r"\d{1,4}[a-z]{0,2}(?:[/-]\d{1,4}[a-z]{0,2})?")
_FLAT_MARKS = {"m", "lok", "lokal", "mieszkanie", "mieszkania"}


def normalise_query(text: str, drop: frozenset[str] = frozenset()) -> Query:
    """Split what was typed into street, house and flat; `drop` are words to ignore (the city)."""
    tokens = _tokens(text)
    kept = [token for token in tokens if token not in drop] or tokens
    kept, flat = _split_flat(kept)
    typed = tuple(part for token in kept for part in _name_parts(token))
    kept, number = _split_number(kept)
    if "/" in number and not flat:
        flat = number.partition("/")[2]
    words = [part for token in kept for part in _name_parts(token)]
    prefix = PREFIXES.get(words[0], "") if len(words) > 1 or number else ""
    if prefix and prefix not in _PART_OF_NAME:
        words = words[1:]
    return Query(words=tuple(words), prefix=prefix, number=number, flat=flat, typed=typed)


def _tokens(text: str) -> list[str]:
    folded = fold(clean(text[: LONGEST_QUERY * 2]))[:LONGEST_QUERY]
    plain = _PUNCTUATION.sub(" ", _POSTCODE.sub(" ", folded))
    tokens = re.sub(r"\s*/\s*", "/", plain).split()
    return [token for token in tokens if _name_parts(token)]  # a dash alone names nothing


def _name_parts(token: str) -> list[str]:
    return [part for part in re.split(r"[/\-]", token) if part]


def _split_flat(tokens: list[str]) -> tuple[list[str], str]:
    for place, token in enumerate(tokens):
        if token in _FLAT_MARKS and place and tokens[place - 1][0].isdigit():
            return tokens[:place], "".join(tokens[place + 1 : place + 2])
    return tokens, ""


def _split_number(tokens: list[str]) -> tuple[list[str], str]:
    """The number stands last and never alone: "29 Listopada" is a name, "3 Maja 5" a house."""
    last = tokens[-1] if tokens else ""
    if len(tokens) > 2 and last in set("abcdefgh") and tokens[-2].isdigit():
        return tokens[:-2], tokens[-2] + last
    if len(tokens) > 1 and _NUMBER.fullmatch(last):
        return tokens[:-1], last
    return tokens, ""


def number_key(number: str) -> str:
    """ "12 A" and "12a" are one house."""
    return re.sub(r"\s+", "", fold(number))


def number_order(number: str) -> int:
    """So that 9 comes before 10."""
    digits = re.match(r"\d{1,8}", number)
    return int(digits.group()) if digits else 0


def houses_to_try(number: str) -> tuple[str, ...]:
    """ "12/14" may be a house, or flat 14 of house 12."""
    whole = number_key(number)
    house = whole.partition("/")[0]
    return (whole,) if house == whole else (whole, house)


def split_name(name: str) -> tuple[str, str]:
    """ "ul. aleja Jana Pawła II" -> ("al.", "Jana Pawła II"): the inner prefix is the true one."""
    prefix, rest = "", " ".join(clean(name).split())
    while True:
        first, _, tail = rest.partition(" ")
        found = PREFIXES.get(fold(first).rstrip("."), "")
        if not found or not tail:
            return prefix, rest
        if found in _PART_OF_NAME:
            return "", rest
        prefix, rest = found, tail


def is_prefix(name: str) -> bool:
    """ "ul." alone names nothing, "Rynek" does."""
    return PREFIXES.get(fold(name).rstrip("."), "") in _LONG_PREFIXES


def street_key(prefix: str, name: str) -> str:
    """One street, however it was spelled: the identity used by imports."""
    return f"{prefix.rstrip('.')}|{' '.join(plain_words(name))}"


def plain_words(name: str) -> tuple[str, ...]:
    return tuple(_PUNCTUATION.sub(" ", re.sub(r"[/\-]", " ", fold(name))).split())


def fold_all(names: Iterable[str]) -> list[str]:
    return [folded for name in names if (folded := " ".join(plain_words(name)))]


def search_words(name: str, prefix: str = "") -> tuple[str, ...]:
    """Every word under which a name is found: as written, spelled out and abbreviated."""
    found = dict.fromkeys(plain_words(name))
    for word in tuple(found):
        found.update(dict.fromkeys(ABBREVIATIONS.get(word, ())))
        if word in _SHORT:
            found[_SHORT[word]] = None
    found.update(dict.fromkeys(_LONG_PREFIXES.get(prefix, ())))
    return tuple(found)


def cell(lat: float, lon: float, res: int = CELL_RESOLUTION) -> int:
    """The H3 cell of a point; its highest bit is never set, so it fits a signed bigint."""
    return int(h3.str_to_int(h3.latlng_to_cell(lat, lon, res)))


def cells_around(lat: float, lon: float, rings: int, res: int = CELL_RESOLUTION) -> list[int]:
    middle = h3.latlng_to_cell(lat, lon, res)
    return [h3.str_to_int(found) for found in h3.grid_disk(middle, rings)]


def cells_in(shape: Any, inner: int) -> tuple[int, ...]:
    """Of a polygon or several; a piece smaller than a cell has the one of its inner point."""
    found = {h3.str_to_int(one) for one in h3.geo_to_cells(shape, CELL_RESOLUTION)}
    return tuple(sorted(found | {inner}))


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres between two (lat, lon) points, along the great circle."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


def possible_point(lat: float, lon: float) -> bool:
    """False for NaN as well: every comparison with it is false."""
    return -90 <= lat <= 90 and -180 <= lon <= 180


def within(lat: float, lon: float, bounds: Bounds, margin: float = 0.0) -> bool:
    south, west, north, east = bounds
    return south - margin <= lat <= north + margin and west - margin <= lon <= east + margin


def looks_swapped(lat: float, lon: float, bounds: Bounds) -> bool:
    """Outside as given, inside when read the other way round."""
    return not within(lat, lon, bounds) and within(lon, lat, bounds)


def bounds_of(points: Iterable[tuple[float, float]]) -> Bounds | None:
    found = list(points)
    if not found:
        return None
    lats, lons = [lat for lat, _ in found], [lon for _, lon in found]
    return min(lats), min(lons), max(lats), max(lons)
