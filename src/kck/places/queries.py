"""What others ask about places. Nothing here writes, and nothing here logs where somebody is."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, override

from kck.foundation.text import _, localized, polish_sort_key
from kck.places import adapters
from kck.places.adapters.arcgis import land_owner
from kck.places.atlas import atlas
from kck.places.gazetteer import Entry, Hit, gazetteer
from kck.places.models import AddressPoint
from kck.places.rules import (
    cell,
    cells_around,
    cells_in,
    distance_m,
    houses_to_try,
    looks_swapped,
    normalise_query,
    possible_point,
)
from kck.places.terms import AreaInfo, Bounds, Located, Query, Suggestion

SEARCHED_STREETS = 6
NEAR_HOUSE_M = 150
NEAR_PLACE_M = 350
# scores of hits that may be taken without asking: a street by its surname, others by all they are
SURE_STREET, SURE_NAME = 116, 120
SHORTEST_ELSEWHERE = 4
_KINDS = {
    "stop": _("przystanek"),
    "landmark": _("miejsce"),
    "district": _("dzielnica"),
    "street": _("ulica"),
}


def locate(lat: float, lon: float) -> Located:
    """In which areas a point lies. While no limits are loaded, every point is inside."""
    return atlas().locate(lat, lon)


def owner_at(lat: float, lon: float) -> str:
    """The land's owner by our layer, else as the city's own layer calls it (asks the network)."""
    return locate(lat, lon).owner or land_owner(lat, lon)


def districts() -> tuple[AreaInfo, ...]:
    """In the order of their codes, numbers as numbers."""
    found = [piece.info for piece in atlas().pieces if piece.info.kind == "district"]
    return tuple(sorted(found, key=lambda d: (not d.code.isdecimal(), d.code.zfill(8))))


def areas(kind: str) -> tuple[AreaInfo, ...]:
    """All of a kind, by name."""
    found = [piece.info for piece in atlas().pieces if piece.info.kind == kind]
    return tuple(sorted(found, key=lambda one: polish_sort_key(one.name)))


def area(code: str, kind: str = "district") -> AreaInfo | None:
    return atlas().by_code.get((kind, code))


def area_bounds(code: str, kind: str = "district") -> Bounds | None:
    """South, west, north, east of one area."""
    for piece in atlas().pieces:
        if (piece.info.kind, piece.info.code) == (kind, code):
            west, south, east, north = piece.shape.bounds
            return south, west, north, east
    return None


def area_cells(code: str, kind: str) -> tuple[int, ...]:
    """The H3 cells that lie in an area by their middle, and the one of its inner point."""
    for piece in atlas().pieces:
        if (piece.info.kind, piece.info.code) == (kind, code):
            return cells_in(piece.shape, cell(piece.info.lat, piece.info.lon))
    return ()


def bounds() -> Bounds | None:
    """South, west, north, east of the city; None while its limits are not loaded."""
    return atlas().bounds


def base_map() -> dict[str, Any]:
    """Simplified districts as GeoJSON, for our own map without tiles."""
    return atlas().base_map()


def swapped(lat: float, lon: float) -> bool:
    """The point is outside, but lies in the city when latitude and longitude change places."""
    limits = atlas().bounds
    return limits is not None and looks_swapped(lat, lon, limits)


def suggest(text: str, *, limit: int = 8, language: str = "") -> list[Suggestion]:
    """Places that begin with what was typed so far; typing errors are forgiven."""
    found = [suggestion for suggestion, _score in _ranked(text, limit, language)]
    if not found and len(text.strip()) >= SHORTEST_ELSEWHERE:
        return adapters.suggest(text, limit=limit, near=bounds())
    return found


def geocode(text: str) -> Suggestion | None:
    """The one place a text surely means, with a position; None when it could be several."""
    ranked = _ranked(text, 4, "")
    if not ranked or ranked[0][0].lat is None:  # unknown, or known only by name
        return adapters.geocode(text, near=bounds())
    return ranked[0][0] if _sure(ranked) else None


def _sure(ranked: list[tuple[Suggestion, float]]) -> bool:
    best, score = ranked[0]
    rivals = [
        other for other, points in ranked[1:] if points > score - 2 and other.kind == best.kind
    ]
    sure = SURE_STREET if best.kind in {"street", "address"} else SURE_NAME
    return score >= sure and not rivals


def _ranked(text: str, limit: int, language: str) -> list[tuple[Suggestion, float]]:
    """What stands before a comma may be all: "Długa 12, 31-147 Kraków"."""
    with override(language or get_language()):
        best: list[tuple[Suggestion, float]] = []
        for part in dict.fromkeys((text, text.partition(",")[0])):
            found = _search(part, limit)
            if found and (not best or found[0][1] > best[0][1]):
                best = found
        return best


def _search(text: str, limit: int) -> list[tuple[Suggestion, float]]:
    book = gazetteer()
    query = normalise_query(text, book.city_words)
    return _lines(book.search(query), query, limit) if query.typed else []


def _lines(hits: list[Hit], query: Query, limit: int) -> list[tuple[Suggestion, float]]:
    houses = _houses(hits, query, limit) if query.number else {}
    lines: list[tuple[Suggestion, float]] = []
    for hit in hits:
        if len(lines) >= limit:
            break
        for house in houses.get(hit.entry.id, ()) if hit.number else ():
            exact = house.number_key in houses_to_try(query.number)
            lines.append((_address(hit.entry, house), hit.score + (1 if exact else -5)))
        if not (hit.number and houses.get(hit.entry.id)):
            lines.append((_named(hit), hit.score))
    return lines[:limit]


def _houses(hits: list[Hit], query: Query, limit: int) -> dict[int, list[AddressPoint]]:
    """Houses of the best streets whose number begins as typed; the very number first."""
    streets = [hit.entry.id for hit in hits if hit.number][:SEARCHED_STREETS]
    tried = houses_to_try(query.number)
    exact = AddressPoint.objects.filter(street_id__in=streets, number_key__in=tried)
    begun = AddressPoint.objects.filter(street_id__in=streets, number_key__startswith=tried[-1])
    found: dict[int, list[AddressPoint]] = {}
    for house in [*exact, *begun.order_by("number_order", "number_key")[: limit * 4]]:
        known = found.setdefault(house.street_id, [])
        if house not in known:
            known.append(house)
    for known in found.values():
        known.sort(key=lambda house: _place_in(tried, house.number_key))
    return found


def _place_in(tried: tuple[str, ...], number: str) -> int:
    return tried.index(number) if number in tried else len(tried)


def _district_name(code: str, lat: float | None, lon: float | None) -> str:
    known = area(code) if code else None
    if known is None and lat is not None and lon is not None:
        known = atlas().locate(lat, lon).district
    return known.name if known else ""


def _address(street: Entry, house: AddressPoint) -> Suggestion:
    label = f"{street.names['pl']} {house.number}"
    district = _district_name("", house.lat, house.lon)
    return Suggestion(
        label=label,
        detail=", ".join(part for part in (house.postcode, district) if part),
        kind="address",
        value=label,
        lat=house.lat,
        lon=house.lon,
    )


def _named(hit: Hit) -> Suggestion:
    """A street keeps the number that was typed, even where the register does not know it."""
    entry = hit.entry
    name = localized(entry.names)
    label = f"{name} {hit.number}" if hit.number else name
    kind = "" if entry.kind == "street" else str(_KINDS[entry.kind])
    district = ""
    if entry.kind != "district":
        district = _district_name(entry.district, entry.lat, entry.lon)
    return Suggestion(
        label=label,
        detail=", ".join(part for part in (kind, district) if part),
        kind=entry.kind,
        value=label,
        lat=entry.lat,
        lon=entry.lon,
    )


@dataclass(frozen=True, kw_only=True)
class _Nearest:
    house: AddressPoint
    metres: float


def _nearest_house(lat: float, lon: float) -> _Nearest | None:
    if not possible_point(lat, lon):
        return None
    near = AddressPoint.objects.filter(cell__in=cells_around(lat, lon, 2)).select_related("street")
    measured = [
        _Nearest(house=house, metres=distance_m((lat, lon), (house.lat, house.lon)))
        for house in near
    ]
    best = min(measured, key=lambda found: (found.metres, found.house.pk), default=None)
    return best if best and best.metres <= NEAR_HOUSE_M else None


def nearest_address(lat: float, lon: float) -> str:
    """The house within 150 m of a point; empty where there is none."""
    found = _nearest_house(lat, lon)
    return f"{found.house.street.label} {found.house.number}" if found else ""


def nearest_street(lat: float, lon: float) -> str:
    """The street of the nearest house, without its number: for places shown coarsely."""
    found = _nearest_house(lat, lon)
    return found.house.street.label if found else ""


def describe(lat: float, lon: float, language: str = "", *, coarse: bool = False) -> str:
    """A point in words: house (or street only), else what stands nearby, and the district."""
    with override(language or get_language()):
        name = nearest_street(lat, lon) if coarse else nearest_address(lat, lon)
        district = atlas().locate(lat, lon).district
        parts = (name or _nearby(lat, lon), district.name if district else "")
        return ", ".join(part for part in parts if part)


def _nearby(lat: float, lon: float) -> str:
    if not possible_point(lat, lon):
        return ""
    around = gazetteer().nearest(lat, lon, NEAR_PLACE_M)
    near = [entry for entry in around if entry.kind in {"landmark", "stop", "street"}]
    if not near:
        return ""
    entry, name = near[0], localized(near[0].names)
    if entry.kind == "stop":
        return str(_("okolice przystanku %(name)s") % {"name": name})
    return str(_("okolice: %(name)s") % {"name": name})


def outside_sentence(lat: float, lon: float) -> str:
    """What to tell somebody whose point lies outside the city; empty inside."""
    if not possible_point(lat, lon):
        return str(_("Takiego miejsca nie ma na mapie. Wskaż je jeszcze raz."))
    here = atlas().locate(lat, lon)
    if here.inside:
        return ""
    if swapped(lat, lon):
        return str(_("Szerokość i długość geograficzna są zamienione miejscami."))
    neighbour = next((found for found in here.areas if found.kind == "neighbour"), None)
    if neighbour is None:
        return str(
            _(
                "To miejsce leży poza granicami miasta. "
                "Zgłoś sprawę w urzędzie gminy, w której leży."
            )
        )
    contact = str(neighbour.props.get("contact", ""))
    sentence = _("To miejsce leży poza granicami miasta. Zgłoś sprawę tutaj: %(who)s.")
    return str(sentence % {"who": ", ".join(part for part in (neighbour.name, contact) if part)})
