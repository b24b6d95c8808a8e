"""When many reports are more than usual. Plain Python: who counts as one, what belongs together,
how improbable it is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import exp

from kck.intake.crowd_terms import FEWEST, RINGS
from kck.places.rules import cells_around

RARE = 1e-5  # so improbable must a number be; a city asks this some hundred times a day
_PRIOR, _PRIOR_HOURS = 1.0, 4 * 7 * 24.0  # before anything is known: one report in four weeks
_STEADY = 6.0  # hours: how much the week's average weighs against one hour of it


@dataclass(frozen=True, kw_only=True)
class Report:
    """One conversation about a place. `keys` tell who it was: contacts, or the device."""

    conversation_id: int
    case_id: int
    cell: int
    lat: float
    lon: float
    keys: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Usual:
    """What came in before: in the area, and in the city at this hour of the week."""

    in_area: int
    hours: float  # how far back that reaches
    in_city: int
    at_this_hour: int  # in the city, in so many such hours
    such_hours: int


def cluster(seed: Report, reports: Sequence[Report]) -> list[Report]:
    """Those that hang together with the seed from neighbour to neighbour."""
    found, waiting = [seed], [seed]
    rest = [one for one in reports if one.conversation_id != seed.conversation_id]
    while waiting:
        here = waiting.pop()
        around = set(cells_around(here.lat, here.lon, RINGS))
        near = [one for one in rest if one.cell in around]
        rest = [one for one in rest if one.cell not in around]
        found += near
        waiting += near
    return found


def area_of(reports: Collection[Report]) -> set[int]:
    """All cells that are near to one of them."""
    return {cell for one in reports for cell in cells_around(one.lat, one.lon, RINGS)}


def people(reports: Collection[Report]) -> int:
    """How many different ones: whoever shares a contact or a device is one and the same."""
    groups: list[set[str]] = []
    for one in reports:
        mine = set(one.keys)
        for group in [group for group in groups if group & mine]:
            groups.remove(group)
            mine |= group
        groups.append(mine)
    return len(groups)


def expected(usual: Usual, hours: float) -> float:
    """How many would come in so many hours: the area's rate, shaped by the hour of the week.

    Where little is known yet, little is expected, but never nothing.
    """
    rate = (usual.in_area + _PRIOR) / (usual.hours + _PRIOR_HOURS)
    mean = usual.in_city / usual.hours if usual.hours else 0.0
    if not mean:
        return rate * hours
    now = (usual.at_this_hour + _STEADY * mean) / (usual.such_hours + _STEADY)
    return rate * hours * now / mean


def at_least(count: int, mean: float) -> float:
    """How probable so many or more are when so many are expected (Poisson)."""
    if count <= 0:
        return 1.0
    term = exp(-mean)
    below = term
    for n in range(1, count):
        term *= mean / n
        below += term
    return max(0.0, 1.0 - below)


def is_crowd(count: int, mean: float) -> bool:
    return count >= FEWEST and at_least(count, mean) <= RARE


def comes_back(count: int, dismissed_at: int) -> bool:
    """Twice as many people as when somebody said that it is nothing."""
    return count >= max(2 * dismissed_at, dismissed_at + FEWEST)
