"""Names of the city in memory: streets, stops, landmarks, districts, found while one types.

Houses stay in the database, where a btree finds them.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import cos, radians

import shapely
from rapidfuzz import fuzz, process

from kck.foundation.text import fold
from kck.places.atlas import atlas
from kck.places.models import Landmark, Stop, Street
from kck.places.rules import distance_m, fold_all, plain_words, search_words
from kck.places.terms import AreaInfo, Query, SuggestionKind
from kck.places.versions import Kept

ENOUGH = 3  # exact hits after which typing errors are not looked for
WHOLE_NAME = 120  # a score that only a name typed whole and rightly has
SHORTEST_TYPO = 4
WORD_CUTOFF = 76
NAME_CUTOFF = 78
MOST = 40
STREET, LANDMARK, DISTRICT, STOP, STOP_OUTSIDE = 4.0, 3.0, 2.0, 1.0, -9.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """Something with a name; `words` are all it answers to, `spellings` its other whole names."""

    kind: SuggestionKind
    id: int
    names: Mapping[str, str]
    folded: str
    words: tuple[str, ...]
    prefix: str = ""
    district: str = ""
    detail: str = ""
    lat: float | None = None
    lon: float | None = None
    weight: float = 0
    spellings: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """An entry and how well it fits: 100 and more when every typed word is there."""

    entry: Entry
    score: float
    number: str = ""


class Gazetteer:
    def __init__(self, entries: Iterable[Entry], city_words: frozenset[str]) -> None:
        self.entries = list(entries)
        self.city_words = city_words
        self._names = [entry.folded for entry in self.entries]
        by_word: dict[str, set[int]] = defaultdict(set)
        for place, entry in enumerate(self.entries):
            for word in entry.words:
                by_word[word].add(place)
        self._vocabulary = sorted(by_word)
        self._by_word = [by_word[word] for word in self._vocabulary]
        self._placed = [entry for entry in self.entries if entry.lat is not None]
        middle = self._placed[0].lat if self._placed else 0.0
        self._squeeze = cos(radians(middle or 0.0))
        points = [shapely.Point(*self._flat(e.lat or 0.0, e.lon or 0.0)) for e in self._placed]
        self._tree = shapely.STRtree(points)

    def _flat(self, lat: float, lon: float) -> tuple[float, float]:
        return lon * self._squeeze, lat

    def search(self, query: Query, limit: int = MOST) -> list[Hit]:
        """The best first; the whole text is tried as a name as well ("28 Lipca 1943")."""
        hits: dict[int, Hit] = {}
        if query.number:
            self._add(hits, self._strict(query.typed, query, ""))
        self._add(hits, self._strict(query.words, query, query.number))
        known = any(hit.score >= WHOLE_NAME for hit in hits.values())
        if len(hits) < ENOUGH and not known and len(query.text) >= SHORTEST_TYPO:
            cutoff = 90 if hits else 0
            self._add(hits, self._misspelt(query, cutoff))
        ranked = sorted(hits.values(), key=lambda hit: (-hit.score, hit.entry.folded, hit.entry.id))
        return ranked[:limit]

    def _add(self, hits: dict[int, Hit], found: Iterator[tuple[int, Hit]]) -> None:
        for place, hit in found:
            if place not in hits or hits[place].score < hit.score:
                hits[place] = hit

    def _strict(
        self, words: tuple[str, ...], query: Query, number: str
    ) -> Iterator[tuple[int, Hit]]:
        if not words:
            return
        text = " ".join(words)
        for place in set.intersection(*(self._starting(word) for word in words)):
            entry = self.entries[place]
            if number and entry.kind != "street":
                continue
            score = 100 + _closeness(entry, words, text) + _prefix_bonus(entry, query)
            yield place, Hit(entry=entry, score=score, number=number)

    def _starting(self, beginning: str) -> set[int]:
        start = bisect_left(self._vocabulary, beginning)
        end = bisect_left(self._vocabulary, beginning + "\uffff", lo=start)
        return set().union(*self._by_word[start:end])

    def _misspelt(self, query: Query, cutoff: float) -> Iterator[tuple[int, Hit]]:
        similar = list(self._by_similar_words(query, cutoff))
        for place, score in similar:
            yield from self._typo_hit(place, query, score)
        # words run together or torn apart; looked for last, as it takes longest
        if not similar:
            yield from self._by_whole_name(query, cutoff)

    def _by_whole_name(self, query: Query, cutoff: float) -> Iterator[tuple[int, Hit]]:
        found = process.extract(
            query.text,
            self._names,
            scorer=fuzz.WRatio,
            score_cutoff=max(NAME_CUTOFF, cutoff),
            limit=MOST,
        )
        longest = max(query.words, key=len)
        for name, score, place in found:
            # "ks. Popiełuszki" is not any other "ks."
            if fuzz.partial_ratio(longest, name) >= WORD_CUTOFF:
                yield from self._typo_hit(place, query, score * 0.9)

    def _by_similar_words(self, query: Query, cutoff: float) -> Iterator[tuple[int, float]]:
        """Each typed word may be wrong a little, but each must be there."""
        reached: dict[int, float] | None = None
        for word in query.words:
            similar = self._similar(word)
            if reached is not None:
                similar = {p: min(s, reached[p]) for p, s in similar.items() if p in reached}
            reached = similar
        for place, score in (reached or {}).items():
            if score >= cutoff:
                yield place, score

    def _similar(self, word: str) -> dict[int, float]:
        places: dict[int, float] = dict.fromkeys(self._starting(word), 99.0)
        if len(word) < SHORTEST_TYPO:
            return places
        for _, score, spot in process.extract(
            word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=WORD_CUTOFF, limit=MOST
        ):
            for place in self._by_word[spot]:
                places[place] = max(places.get(place, 0), min(score, 99.0))
        return places

    def _typo_hit(self, place: int, query: Query, score: float) -> Iterator[tuple[int, Hit]]:
        entry = self.entries[place]
        if query.number and entry.kind != "street":
            return
        likeness = fuzz.ratio(query.text, entry.folded) / 100 + entry.weight / 10
        yield place, Hit(entry=entry, score=min(score, 99) + likeness, number=query.number)

    def nearest(self, lat: float, lon: float, within_m: float) -> list[Entry]:
        """Named places around a point, the nearest first; never those further than asked."""
        reach = within_m / 111_000
        flat = shapely.Point(*self._flat(lat, lon)).buffer(reach)
        found = [self._placed[spot] for spot in self._tree.query(flat).tolist()]
        measured = [(distance_m((lat, lon), (e.lat or 0.0, e.lon or 0.0)), e) for e in found]
        measured.sort(key=lambda pair: (pair[0], pair[1].folded))
        return [entry for metres, entry in measured if metres <= within_m]


def _closeness(entry: Entry, words: tuple[str, ...], text: str) -> float:
    exact = sum(word in entry.words for word in words) / len(words)
    # "Dietla" means Józefa Dietla as much as Dietla Boczna
    part = 6 if entry.folded.startswith(text) else 3 if entry.folded.endswith(text) else 0
    if text == entry.folded or text in entry.spellings:
        part = 20
    return 10 * exact + part + entry.weight - 0.1 * len(entry.folded.split())


def _prefix_bonus(entry: Entry, query: Query) -> float:
    if not query.prefix or entry.kind != "street":
        return 0
    return 8 if entry.prefix == query.prefix else -2


def _streets() -> Iterator[Entry]:
    for street in Street.objects.all().iterator(2000):
        yield Entry(
            kind="street",
            id=street.pk,
            names={"pl": street.label},
            folded=" ".join(plain_words(street.name)),
            words=tuple(street.words),
            prefix=street.prefix,
            district=street.district,
            lat=street.lat,
            lon=street.lon,
            weight=STREET,
        )


def _stops() -> Iterator[Entry]:
    """Poles of one stop share its name: one entry, in their middle."""
    poles: dict[str, list[Stop]] = defaultdict(list)
    for stop in Stop.objects.order_by("pk").iterator(2000):
        poles[stop.folded].append(stop)
    for folded, group in poles.items():
        lat = sum(stop.lat for stop in group) / len(group)
        lon = sum(stop.lon for stop in group) / len(group)
        yield Entry(
            kind="stop",
            id=group[0].pk,
            names={"pl": group[0].name},
            folded=" ".join(plain_words(folded)),
            words=search_words(group[0].name),
            lat=lat,
            lon=lon,
            # buses go further than the city
            weight=STOP if atlas().locate(lat, lon).inside else STOP_OUTSIDE,
        )


def _landmarks() -> Iterator[Entry]:
    for mark in Landmark.objects.all().iterator(2000):
        spelled = (*mark.names.values(), *mark.aliases)
        yield Entry(
            kind="landmark",
            id=mark.pk,
            names=mark.names,
            folded=" ".join(plain_words(mark.names.get("pl", ""))),
            words=tuple(dict.fromkeys(w for name in spelled for w in search_words(name))),
            detail=mark.kind,
            lat=mark.lat,
            lon=mark.lon,
            weight=LANDMARK,
            spellings=frozenset(fold_all(spelled)),
        )


def _districts() -> Iterator[Entry]:
    for number, piece in enumerate(atlas().pieces):
        info = piece.info
        if info.kind in {"district", "estate"}:
            yield Entry(
                kind="district",
                id=number,
                names=info.names,
                folded=" ".join(plain_words(info.names.get("pl", ""))),
                words=tuple(dict.fromkeys(w for n in info.names.values() for w in search_words(n))),
                lat=info.lat,
                lon=info.lon,
                weight=DISTRICT,
                spellings=frozenset(_short_names(info)),
            )


def _short_names(district: AreaInfo) -> Iterator[str]:
    """ "Dzielnica XVIII Nowa Huta" is called Nowa Huta."""
    roman = fold(str(district.props.get("roman") or district.code))
    for name in district.names.values():
        words = plain_words(name)
        if roman in words[:-1]:
            yield " ".join(words[words.index(roman) + 1 :])


def _city_words() -> frozenset[str]:
    cities = [piece.info for piece in atlas().pieces if piece.info.kind == "city"]
    names = (name for city in cities for name in city.names.values())
    return frozenset(word for name in names for word in plain_words(name))


def _build() -> Gazetteer:
    entries = [*_streets(), *_stops(), *_landmarks(), *_districts()]
    return Gazetteer(entries, _city_words())


_kept = Kept(("areas", "streets", "stops", "landmarks"), _build)


def gazetteer() -> Gazetteer:
    return _kept.get()
