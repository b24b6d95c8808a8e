"""A name of a register as people write it: shorter, without given names, titles and additions."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kck.places.terms import PlaceName
from kck.triage.place.forms import folded
from kck.triage.place.ordinary import ORDINARY
from kck.triage.place.people import GIVEN_NAMES, TITLES
from kck.triage.place.translated import alike_saints, as_a_day, in_english

_WORDS = re.compile(r"[^\W\d_]+|\d+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ`"))
_BRACKET = re.compile(r"\(([^)]*)\)")
_ADDRESS = re.compile(r"(?:\b(?:ul|al|pl|os)\.|\bprzy\b)")
# "Łagiewniki" is a part of "Dzielnica IX Łagiewniki-Borek Fałęcki"
_DISTRICT = re.compile(r"\ADzielnica [IVXL\d]+ ")
_DASH = re.compile(r"\s?[-–]\s?")
_CITY = frozenset({"krakow", "krakowski", "krakowska", "krakowskie"})
# what a given name cannot be taken from: "Kazimierza Wielkiego"
_BYNAMES_WORDS = """
wielkiego śmiałego starego młodego białego czarnego wstydliwego krzywoustego pobożnego
sprawiedliwego jagiellończyka z i od ii iii iv
"""
_BYNAMES = frozenset(_BYNAMES_WORDS.split())
_ROMAN = frozenset({"i", "ii", "iii", "iv", "v"})
_HEADS = {"pl.": "plac", "os.": "osiedle", "al.": "aleja"}
_ROUND = "rondo"
_ACRONYM = re.compile(r"\b[A-ZĄĆĘŁŃÓŚŹŻ]{2,5}\b")
_IN_ENGLISH = {"pl.": "square", "os.": "estate", "ul.": "street"}
# "Krowodrza Górka P+R", "Plac Centralny im. R. Reagana", "Bronowice SKA": what nobody says
_NOT_SAID = re.compile(r"\s+(?:P\+R|SKA|PKP|im\.\s.*)(?=\s|\Z)")
_ESTATE = "Os. "
_HEADS_IN_ENGLISH = {"park": "park", "kopiec": "mound", "most": "bridge", "zalew": "lake"}
_HOLY = frozenset({"sw", "swietej", "swietego"})
_NEW = frozenset({"nowy", "nowa", "nowe", "stary", "stara", "stare"})
_OF_SOMEBODY = frozenset({"park", "kopiec", "most", "fort"})
_CALLED_BY_ADJECTIVE = frozenset({"cmentarz", "zalew", "most"})
_KNOWN_AS = {
    "rynek glowny": (
        *("rynek", "main square", "market square", "main market square", "площа ринок"),
        *("головна площа", "головний ринок", "ринкова площа"),
    ),
    "maly rynek": ("small market square", "little market square"),
    "stare miasto": ("old town",),
}


class Variant(NamedTuple):
    """Words of one way to write a name, in small letters.

    `short` when less than the whole name, `weak` when only a marker or a capital tells it.
    """

    words: tuple[str, ...]
    short: bool = False
    weak: bool = False
    fixed: bool = False  # not Polish: it is not inflected


def variants(name: PlaceName) -> list[Variant]:
    """The whole name first; each once."""
    found: dict[tuple[str, ...], Variant] = {}
    for variant in _all(name):
        if variant.words:
            found.setdefault(variant.words, variant)
    return list(found.values())


def words_in(text: str) -> tuple[str, ...]:
    """Without apostrophes, as words of texts are compared."""
    return tuple(_WORDS.findall(text.lower().translate(_APOSTROPHES)))


def _all(name: PlaceName) -> Iterator[Variant]:
    words = words_in(name.name)
    ordinary = folded(name.name.lower()) in ORDINARY  # "al. Róż", not "al. Mickiewicza"
    weak = name.prefix in {"pl.", "os."} or (name.prefix == "al." and ordinary)
    yield Variant(words, weak=weak)
    if name.prefix in _HEADS and words:
        yield Variant((_HEADS[name.prefix], *words))
    if name.prefix == "os.":
        yield from _estates(words)
    if name.kind == "street":
        yield from _streets(name, words)
    else:
        yield from _others(name, words)
    for known in _KNOWN_AS.get(folded(name.name.lower()), ()):
        yield Variant(words_in(known), short=True, weak=" " not in known, fixed=" " in known)
    yield from _in_english(name, words)


def _estates(words: tuple[str, ...]) -> Iterator[Variant]:
    """ "na Tysiącleciu" is os. Tysiąclecia, "na Kurdwanowie" is os. Kurdwanów Nowy."""
    if len(words) == 1 and words[0].endswith(("cia", "nia")):
        yield Variant((words[0][:-1] + "e",), short=True, weak=True)
    if len(words) == 2 and words[0].endswith("u") and words[1].isdigit():
        yield Variant((words[0][:-1],), short=True, weak=True)  # "na Dywizjonie"
    bare = tuple(word for word in words if word not in _NEW)
    if len(words) == 2 and len(bare) == 1:
        yield Variant(bare, short=True, weak=True)


def _streets(name: PlaceName, words: tuple[str, ...]) -> Iterator[Variant]:
    yield from (Variant(day, fixed=True) for day in as_a_day(words))
    yield from (Variant(saint, fixed=True) for saint in alike_saints(words))
    if words[:1] == (_ROUND,) and len(words) > 1:
        yield Variant(words[1:], short=True, weak=True)
        yield Variant((*words[1:], _ROUND), fixed=True)
        if len(words) == 2 and words[1].endswith("nego"):
            yield Variant((words[1][:-3] + "ym",), short=True, fixed=True)  # "na Matecznym"
    if folded(words[0]) in _HOLY and len(words) == 2:
        yield Variant(words[1:], short=True, weak=True, fixed=True)  # "na Gertrudy"
    without = _without_people(words)
    if without != words:
        yield Variant(without, short=True)
    if len(without) == 2 and "-" in name.name and name.name.count("-") == 1:
        yield Variant(without[1:], short=True)  # "Fieldorfa-Nila" is called either way
        yield Variant(without[:1], short=True)


def _without_people(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "generała władysława andersa" is called "andersa"."""
    rest = words
    if rest[-1:] and rest[-1] in _ROMAN and len(rest) > 1:
        return rest[:-1]
    while len(rest) > 1 and folded(rest[0]) in GIVEN_NAMES | TITLES:
        if rest[1] in _BYNAMES or (folded(rest[0]) in TITLES and len(rest) == 2 and _is_holy(rest)):
            break
        rest = rest[1:]
    return rest


def _is_holy(words: tuple[str, ...]) -> bool:
    """ "św. Anny" keeps its title: "Anny" alone is anybody."""
    return folded(words[1]) in GIVEN_NAMES


def _others(name: PlaceName, words: tuple[str, ...]) -> Iterator[Variant]:
    for inner in map(words_in, _BRACKET.findall(name.name)):
        if len(inner) > 1 or folded("".join(inner)) not in ORDINARY:
            yield Variant(inner, short=True)
    if name.kind == "district":
        pieces = _DASH.split(_DISTRICT.sub("", name.name))
        yield from (Variant(words_in(piece), short=True) for piece in pieces)
    bare = _BRACKET.sub(" ", name.name)
    if name.kind == "stop":
        yield from _stops(bare)
    if not _ADDRESS.search(bare):
        first, *rest = bare.split(",")
        for part in (first, *(part for part in rest if " " in part.strip())):
            yield from _shorter(part)  # ", Prokocim" tells where it is, not what
    for alias in name.aliases:
        fixed = not folded(alias.lower()).isascii()
        part = alias if _ADDRESS.search(alias) else alias.partition(",")[0]
        yield Variant(words_in(part), short=not fixed and " " not in part.strip(), fixed=fixed)
    if len(words) == 2:
        yield from _called_by_adjective(*words)


def _stops(name: str) -> Iterator[Variant]:
    """Without what only timetables say; an estate is called as other estates are."""
    said = _NOT_SAID.sub("", name)
    if said != name:
        yield Variant(words_in(said), short=True)
    if name.startswith(_ESTATE):
        estate = words_in(said.removeprefix(_ESTATE))
        yield Variant(("osiedle", *estate))
        yield Variant((*estate, "estate"), fixed=True)


def _called_by_adjective(head: str, other: str) -> Iterator[Variant]:
    if head in _OF_SOMEBODY and other.endswith("skiego"):
        yield Variant((head, other.removesuffix("ego")))  # "w Parku Bednarskim"
    masculine = head in _CALLED_BY_ADJECTIVE and other.endswith(("cki", "ski"))
    if masculine and folded(other) not in _CITY:
        yield Variant((other,), short=True, weak=True)  # "na Rakowickim"


def _shorter(name: str) -> Iterator[Variant]:
    yield Variant(words_in(name))
    words = words_in(_ACRONYM.sub(" ", name))
    yield Variant(words, short=True)
    kept = tuple(word for word in words if folded(word) not in _CITY | {"im"} | GIVEN_NAMES)
    if len(kept) > 1 or (len(words) > 1 and folded(words[-1]) in _CITY and words[0] != "park"):
        yield Variant(kept, short=True)
    if len(words) == 4 and folded(words[1]) == "im":
        yield Variant((words[0], words[3]), short=True)


def _in_english(name: PlaceName, words: tuple[str, ...]) -> Iterable[Variant]:
    if words[:1] == (_ROUND,):
        return [Variant((*words[1:], "roundabout"), fixed=True)]
    told = [Variant(one, short=True, fixed=True) for one in in_english(words, name.prefix)]
    translated = _IN_ENGLISH.get(name.prefix)
    if translated and words:
        return [Variant((*words, translated), fixed=True), *told]
    if len(words) == 2 and words[0] in _HEADS_IN_ENGLISH:
        bare = words[1][:-1] if words[1].endswith("a") else words[1].removesuffix("ego")
        head = _HEADS_IN_ENGLISH[words[0]]
        return [Variant((one, head), fixed=True) for one in {words[1], bare, bare + "o"}]
    return told
