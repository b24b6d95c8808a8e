"""How a Polish name of a place is inflected: rules over endings, applied when the index is built.

Too many forms do no harm (nobody writes them), a missing one does. Names come in small letters
with their diacritics; what comes out is folded.
"""

import re
from collections.abc import Iterable

from kck.foundation.text import fold
from kck.triage.place.ordinary import QUALITIES

Cases = tuple[tuple[str, ...], ...]  # base, genitive, locative and dative, accusative, instrumental

_FOLDED = str.maketrans("ąćęłńóśźż", "acelnoszz")
_HEADS_THAT_STAY_WORDS = """
na za pod nad przy do w u od z ze przed świętego świętej św ks gen bp abp kard dr prof marsz
płk mjr kpt al pl os ul im muzeum centrum collegium
"""
_HEADS_THAT_STAY = frozenset(_HEADS_THAT_STAY_WORDS.split())
_NEVER_INFLECTED = frozenset({"muzeum", "centrum", "collegium"})
SURE_ADJECTIVE = re.compile(r"(?:[scz]k|ow|[bcdjlłprtwzżźśń]n|czn|szn|nn|iań|st)a\Z")
_ADJECTIVE = re.compile(
    r"(?:[bcdfghjklmłnprstwzżźśń]|[bcnpswz]i)a\Z|(?:[sc]k|[bcdgklmłnprstwzżńć]|ow|ż)(?:i|y|e|ie)\Z"
)
_SOFT = ("ń", "ś", "ć", "ź", "j", "l", "c", "cz", "sz", "rz", "ż", "dz")
_PALATAL = {"ń": "ni", "ś": "si", "ć": "ci", "ź": "zi"}
_LOCATIVE = (
    *(("st", "ście"), ("sł", "śle"), ("zd", "ździe"), ("ch", "sze"), ("t", "cie"), ("d", "dzie")),
    *(("ł", "le"), ("r", "rze"), ("k", "ce"), ("g", "dze"), ("s", "sie"), ("z", "zie")),
    *(("n", "nie"), ("m", "mie"), ("b", "bie"), ("p", "pie"), ("w", "wie"), ("f", "fie")),
)


def folded(text: str) -> str:
    """As words of texts are folded ("XXIII" too), without the cost for Polish letters."""
    plain = text.translate(_FOLDED)
    plain = plain if plain.isascii() else fold(plain)
    return plain.replace("iii", "i") if "iii" in plain else plain


def is_adjective(word: str) -> bool:
    """It may be one: "mogilskie", "szczepański", "długa"."""
    return bool(_ADJECTIVE.search(word)) and len(word) > 3


def adjective(word: str) -> Cases | None:
    stem, ending = word[:-1], word[-1]
    i = "i" if stem[-1:] in {"k", "g"} else ""
    if ending == "a":
        sharp = (stem + i + "ej",)
        return (word,), sharp, sharp, (stem + "ą",), (stem + "ą",)
    if ending in "yi" and (ending == "y") != bool(i):
        return _masculine(word, stem, i)
    if ending == "e":
        return _neuter(word, stem.removesuffix("i") if stem[-2:] in {"ki", "gi"} else stem)
    return None


def _masculine(word: str, stem: str, i: str) -> Cases:
    by = stem + ("im" if i else "ym")
    genitive = stem + i + "ego"
    return (word,), (genitive,), (by, stem + i + "emu"), (word, genitive), (by,)


def _neuter(word: str, stem: str) -> Cases:
    i = "i" if stem[-1:] in {"k", "g"} else ""
    vowel = "i" if i else "y"
    many = stem + vowel + "ch"
    singular = (stem + i + "ego", many)
    by = (stem + vowel + "m", stem + vowel + "mi")
    return (word,), singular, (stem + vowel + "m", many), (word,), by


def noun(word: str) -> Cases:
    if word[-1:] == "a":
        return _feminine(word)
    if word[-1:] in {"o", "e"} and word[-2:] not in {"ce", "ki"}:
        return _neuter_noun(word)
    if word[-1:] in {"y", "i", "e"}:
        return _plural(word, word[:-1])
    return _consonant(word)


def _feminine(word: str) -> Cases:
    stem = word[:-1]
    if (word.endswith("nia") and len(word) > 5) or word.endswith(
        ("lia", "ria", "mia", "gia", "kia", "fia", "pia")
    ):
        to = (stem + "i", stem)  # filharmonii; cegielni
        return _with_plural((word,), to, to, (stem + "ę",), (stem + "ą",), stem)
    if stem.endswith("i") or stem.endswith(_SOFT):
        y = stem if stem.endswith("i") else stem + ("i" if stem.endswith(("l", "j")) else "y")
        return (word,), (y,), (y,), (stem + "ę",), (stem + "ą",)
    y = stem + ("i" if stem[-1:] in {"k", "g"} or stem[-2:] == "gh" else "y")
    return (word,), (y,), (_softened(stem), y), (stem + "ę",), (stem + "ą",)


def _with_plural(
    base: tuple[str, ...],
    of: tuple[str, ...],
    at: tuple[str, ...],
    to: tuple[str, ...],
    by: tuple[str, ...],
    stem: str,
) -> Cases:
    """ "błonia" are many, "filharmonia" is one: their ending does not tell."""
    return base, of, (*at, stem + "ach"), (*to, *base), (*by, stem + "ami")


def _softened(stem: str) -> str:
    for hard, soft in _LOCATIVE:
        if stem.endswith(hard):
            return stem[: -len(hard)] + soft
    return stem + "ie"


def _neuter_noun(word: str) -> Cases:
    stem = word[:-1]
    at = (stem + "u",) if word[-1] == "e" else (stem + "u", _softened(stem))
    if word == "miasto":
        at = ("mieście", "miastu")
    many = _plural(word, stem) if word[-1] == "e" else ((), (), (), (), ())
    return (
        (word,),
        (stem + "a", *many[1]),
        (*at, *many[2]),
        (word,),
        (stem + "em", stem + "iem", *many[4]),
    )


def _plural(word: str, stem: str) -> Cases:
    bare = stem.removesuffix("i") if stem[-2:] in {"ni", "ci", "si", "zi"} else stem
    of = (bare, bare + "ów", _with_vowel(bare))
    return (word,), of, (stem + "ach", stem + "om"), (word,), (stem + "ami",)


def _with_vowel(stem: str) -> str:
    """ "Krzemionki": "Krzemionek"."""
    return stem[:-1] + "ek" if stem[-1:] == "k" and len(stem) > 3 else stem


def _consonant(word: str) -> Cases:
    if word == "las":
        return ("las",), ("lasu",), ("lesie", "lasowi"), ("las",), ("lasem",)
    stem = _oblique(word)
    i = "i" if stem[-1:] in {"k", "g"} else ""
    at: tuple[str, ...] = (stem + "u", stem + "owi")
    if not stem.endswith(_SOFT) and not i:
        at = (*at, _softened(stem))
    elif stem.endswith("l"):
        at = (*at, stem + "e")  # "kościół" in aliases is "kosciol"
    soft = _PALATAL.get(stem[-1:])
    if soft:
        stem = stem[:-1] + soft
        at = (stem + "u", stem[:-1] + "i")
    elif stem.endswith("im"):  # "w Prokocimiu"
        return (word,), (stem + "ia", stem + "u"), (stem + "iu", *at), (word,), (stem + "iem",)
    return (word,), (stem + "a", stem + "u"), at, (word,), (stem + i + "em",)


def _oblique(word: str) -> str:
    """What stays before endings: "rynek" rynk-, "dworzec" dworc-, "przewóz" przewoz-."""
    for ending, rest in (
        *(("niec", "ńc"), ("rzec", "rc"), ("iec", "c"), ("ec", "c"), ("iek", "k"), ("ek", "k")),
        *(("dół", "doł"), ("ień", "ieni"), ("ów", "ow"), ("óz", "oz"), ("óg", "og"), ("ód", "od")),
        *(("ój", "oj"), ("ór", "or"), ("ół", "oł"), ("ąb", "ęb"), ("ąg", "ęg")),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + rest
    return word


def declined(word: str) -> list[Cases]:
    """A word alone as all it may be."""
    if word in _HEADS_THAT_STAY or not word.isalpha() or len(word) < 3:
        return [((word,),) * 5]
    found = []
    as_adjective = adjective(word) if is_adjective(word) else None
    if as_adjective:
        found.append(as_adjective)
    if not (as_adjective and (SURE_ADJECTIVE.search(word) or folded(word) in QUALITIES)):
        found.append(noun(word))
    return found


def phrases(words: tuple[str, ...]) -> Iterable[tuple[str, bool]]:
    """All ways to write a name, folded, and whether it is the base form."""
    base = " ".join(folded(word) for word in words)
    yield base, True
    seen = {base}
    for case in range(1, 5):
        for form in _in_case(words, case):
            plain = folded(form)
            if plain not in seen:
                seen.add(plain)
                yield plain, False


def _in_case(words: tuple[str, ...], case: int) -> Iterable[str]:
    first, rest = words[0], words[1:]
    if not rest:
        for cases in declined(first):
            yield from cases[case]
        return
    if first in _HEADS_THAT_STAY:
        if first in _NEVER_INFLECTED and is_adjective(rest[0]):
            for form in (adjective(rest[0]) or ((),) * 5)[case]:  # "pod Muzeum Narodowym"
                yield " ".join((first, form, *rest[1:]))
        return
    heads = [form for cases in declined(first) for form in cases[case]]
    tail = " ".join(rest)
    for head in heads:
        yield f"{head} {tail}"
    yield from _agreeing(words, case)


def _agreeing(words: tuple[str, ...], case: int) -> Iterable[str]:
    """ "rondo mogilskie", "stary kleparz", "nowa huta": both change, what follows stays."""
    first, second, tail = words[0], words[1], words[2:]
    firsts = adjective(first) if is_adjective(first) else None
    seconds = adjective(second) if is_adjective(second) else None
    pairs = []
    if firsts:
        pairs.append((firsts, noun(second)))
        if seconds:
            pairs.append((firsts, seconds))
    if seconds:
        pairs.append((noun(first), seconds))
    if first.endswith("a") and second.endswith("a") and not tail:
        pairs.append((noun(first), noun(second)))  # "na Krowodrzy Górce"
    for one, other in pairs:
        for head in one[case]:
            for companion in other[case]:
                yield " ".join((head, companion, *tail))
