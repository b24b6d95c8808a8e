"""What people of the demo city report: category by weight, place by street, words by example."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from kck.cases.terms import Spot
from kck.demo import words
from kck.demo.times import GALE
from kck.directory.info import CategoryInfo
from kck.directory.queries import snapshot
from kck.places.models import Street
from kck.places.queries import locate

# how often a thing is reported in an ordinary week; what is not named is rare
_USUAL = {
    "roads-pothole": 30, "roads-pavement": 12, "lighting-single-lamp": 26,
    "waste-dump-city-land": 22,
    "waste-missed-collection": 14, "waste-overflowing-bin": 12, "greenery-uncut-grass": 2,
    "greenery-dead-tree": 7, "parking-illegal-now": 16, "parking-abandoned-vehicle": 7,
    "winter-road": 12, "winter-pavement-or-stop": 18, "animals-dead": 5, "animals-wild-boar": 6,
    "traffic-road-sign": 9, "traffic-signals-out": 5, "transit-shelter": 8, "transit-timetable": 6,
    "appearance-graffiti-or-posters": 8, "recreation-playground": 5, "water-main-leak": 4,
    "roads-blocked-gully": 10, "roads-standing-water": 6, "air-noise-waste-burning": 10,
    "buildings-council-flat-fault": 7, "waste-street-litter": 8, "order-homeless-person": 3,
}  # fmt: skip
# and in the two days after the gale
_GALE = {
    "greenery-fallen-tree": 90, "greenery-hanging-branch": 70, "lighting-damaged-pole": 22,
    "lighting-whole-street": 26, "traffic-signals-out": 16, "traffic-road-sign": 20,
    "roads-barrier": 10, "transit-shelter": 12, "buildings-danger": 8, "winter-icicles": 6,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Told:
    """One report, before it comes in."""

    category: CategoryInfo
    text: str
    language: str
    spot: Spot


@dataclass(frozen=True, kw_only=True)
class Place:
    name: str
    lat: float
    lon: float


def known_streets() -> list[Place]:
    rows = Street.objects.filter(lat__isnull=False, lon__isnull=False).order_by("key")
    return [
        Place(name=row.label, lat=row.lat, lon=row.lon)
        for row in rows
        if row.lat is not None and row.lon is not None
    ]


class Reports:
    """The same seed tells the same reports."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._streets = known_streets()
        self._categories = {c.code: c for c in snapshot().categories() if not c.is_redirect}

    def any(self, at: datetime) -> Told:
        """One that fits the day: after the gale it is about trees."""
        weights = dict.fromkeys(self._categories, 0.6) | _USUAL
        if at > GALE:
            weights |= _GALE
        if at.month not in (4, 5, 6, 7, 8, 9):
            weights["greenery-uncut-grass"] = 0.1
        codes = [code for code in weights if code in self._categories]
        code = self._chance.choices(codes, [weights[code] for code in codes])[0]
        return self.of(code)

    def of(self, code: str, street: str = "") -> Told:
        category = self._categories[code]
        language = self._chance.choices(["pl", "uk", "en"], [91, 6, 3])[0]
        return Told(
            category=category,
            text=self._text(category, language),
            language=language,
            spot=self.spot(street),
        )

    def _text(self, category: CategoryInfo, language: str) -> str:
        examples = category.examples.get(language) or category.examples.get("pl", ())
        if not examples:
            return category.name(language)
        text = self._chance.choice(examples)
        if language != "pl":
            return text
        opening, closing = self._chance.choice(words.OPENINGS), self._chance.choice(words.CLOSINGS)
        if opening.endswith((", ", ": ")) and text[:2] != text[:2].upper():
            text = text[0].lower() + text[1:]
        if closing and text[-1] not in ".!?":
            text += "."
        return f"{opening}{text}{closing}"

    def spot(self, street: str = "") -> Spot:
        """Near the middle of a street, in the city, with a number and sometimes words."""
        while True:
            place = self._street(street)
            lat = place.lat + self._chance.gauss(0, 0.0007)
            lon = place.lon + self._chance.gauss(0, 0.0011)
            if locate(lat, lon).inside:
                break
        number = self._chance.randint(1, 90)
        said = self._chance.choice(words.PLACES) if self._chance.random() < 0.3 else ""
        return Spot(lat=lat, lon=lon, address=f"{place.name} {number}", words=said)

    def _street(self, name: str) -> Place:
        if name:
            return next(place for place in self._streets if name in place.name)
        return self._chance.choice(self._streets)
