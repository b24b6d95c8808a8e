"""Parts of a city that no register has, though stops are called after them.

"Mydlniki Wapiennik" and "Mydlniki Granica Miasta" say that there is a part called Mydlniki.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kck.places.terms import PlaceName
from kck.triage.place.forms import folded, is_adjective
from kck.triage.place.ordinary import ORDINARY
from kck.triage.place.people import GIVEN_NAMES

# what stops begin with that is no name
_HEADS = frozenset(["osiedle", "cmentarz", "muzeum", "centrum", "kampus", "zajezdnia", "kaplica"])
UNREGISTERED = -1
_FEWEST, _SHORTEST = 2, 4
_NEAR_DEGREES = 0.04  # else two villages have one name


def quarters(names: Iterable[PlaceName]) -> Iterator[PlaceName]:
    """Without an id, since no register knows them: they are told, and never offered."""
    stops: dict[str, list[PlaceName]] = defaultdict(list)
    for name in names:
        first, _, rest = name.name.partition(" ")
        if name.kind == "stop" and rest and _may_be_a_quarter(first):
            stops[first].append(name)
    for first, called in stops.items():
        if len(called) >= _FEWEST:
            lat, lon = _middle(called)
            yield PlaceName(
                kind="district",
                id=UNREGISTERED,
                base=first,
                name=first,
                prefix="",
                lat=lat,
                lon=lon,
            )


def _may_be_a_quarter(word: str) -> bool:
    plain = folded(word.lower())
    return (
        len(word) >= _SHORTEST
        and word.isalpha()
        and word[1:].islower()
        and plain not in ORDINARY | GIVEN_NAMES | _HEADS
        and not (is_adjective(word.lower()) and not plain.endswith(("ki", "ce")))
    )


def _middle(stops: list[PlaceName]) -> tuple[float | None, float | None]:
    lats = [one.lat for one in stops if one.lat is not None]
    lons = [one.lon for one in stops if one.lon is not None]
    if not lats or not lons:
        return None, None
    if max(lats) - min(lats) > _NEAR_DEGREES or max(lons) - min(lons) > _NEAR_DEGREES:
        return None, None
    return sum(lats) / len(lats), sum(lons) / len(lons)
