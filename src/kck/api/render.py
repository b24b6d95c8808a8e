"""Pieces that several answers have: codes with names, places, photos."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import get_language

from kck.cases.terms import OPEN_STATES, CaseState, Outcome
from kck.directory.info import HelplineInfo, Named
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.foundation import clock
from kck.foundation.numbers import display
from kck.places.queries import area

Told = dict[str, Any]


def named(row: Named) -> Told:
    return {"code": row.code, "name": row.name()}


def line(row: HelplineInfo) -> Told:
    return {"code": row.code, "name": row.name(), "number": row.number, "hours": row.hours}


def district(code: str) -> Told | None:
    found = area(code) if code else None
    return {"code": code, "name": found.name} if found else None


def place(address: str, district_code: str, lat: float | None, lon: float | None) -> Told:
    return {"address": address, "district": district(district_code), "lat": lat, "lon": lon}


def outcome_of(code: str | None) -> Told:
    if not code:
        return {"outcome": None, "outcome_name": None}
    return {"outcome": code, "outcome_name": str(Outcome(code).label)}


def page_of(number: str) -> str:
    """The public page of a case."""
    return f"{settings.SITE_URL}/cases/{display(number)}/"


def photo_address(public_id: str) -> str:
    return f"{settings.SITE_URL}/api/v1/photos/{public_id}/full"


class Names:
    """Names in the reader's language, each looked up once for a whole list."""

    def __init__(self) -> None:
        held = _Held.of_today()
        self.category, self.unit, self.state, self.outcome = (
            held.category,
            held.unit,
            held.state,
            held.outcome,
        )
        self.district = _once(district)


class _Held:
    """What stays the same until the city's configuration changes; kept by language."""

    known: ClassVar[dict[str, "_Held"]] = {}

    def __init__(self, city: Snapshot) -> None:
        self.units = city.units  # another object after each change
        self.category = _once(lambda pk: named(city.category_by_id(pk)))
        self.unit = _once(lambda pk: named(city.unit_by_id(pk)))
        self.state = _once(lambda code: str(CaseState(code).label))
        self.outcome = _once(outcome_of)

    @classmethod
    def of_today(cls) -> "_Held":
        city, language = snapshot(clock.now()), get_language() or ""
        held = cls.known.get(language)
        if held is None or held.units is not city.units:
            held = cls.known[language] = cls(city)
        return held


def _once(look: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known: dict[Any, Any] = {}

    def get(key: Any) -> Any:
        if key not in known:
            known[key] = look(key)
        return known[key]

    return get


def states_of(asked: Sequence[str], ended: frozenset[str]) -> tuple[str, ...] | None:
    """`open` and `done` stand for several states; None: all."""
    found: set[str] = set()
    for word in asked:
        found |= {"open": set(map(str, OPEN_STATES)), "done": set(ended)}.get(word, {word})
    return tuple(sorted(found)) if asked else None
