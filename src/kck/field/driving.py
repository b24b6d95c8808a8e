"""The order in which a crew drives. Plain Python; `frontend/driving.ts` does the same on the phone.

Danger goes first however far it is, then what runs out today: a promise is broken by the clock,
not by the kilometre. Within each of these the way is short: nearest neighbour, then 2-opt and
moving single stops. What lies at the same spot as an earlier stop is done with it, because coming
back costs more than staying.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import lru_cache

from kck.places.rules import distance_m

SAME_SPOT_M = 150
MOST_ROUNDS = 20
# a shorter way must be shorter by this, so that two machines that round differently agree
WORTH_M = 1.0

Point = tuple[float, float]


class Band(IntEnum):
    """What is driven to before anything of a later band is."""

    DANGER = 0
    TODAY = 1
    LATER = 2


@dataclass(frozen=True, kw_only=True)
class Stop:
    key: str
    spot: Point | None
    band: Band


def band_of(*, urgent: bool, due_at: datetime | None, end_of_day: datetime) -> Band:
    if urgent:
        return Band.DANGER
    return Band.TODAY if due_at is not None and due_at < end_of_day else Band.LATER


def driving_order(stops: Sequence[Stop], start: Point) -> list[Stop]:
    """All stops, each once; what has no spot comes last within its band."""
    left, found, here = list(stops), [], start
    for band in Band:
        placed = [stop for stop in left if stop.band == band and stop.spot]
        path = _shortened(here, _nearest_first(here, placed))
        left = [stop for stop in left if stop not in path]
        for stop in path:
            near = [other for other in left if other.band != band and _same_spot(stop, other)]
            left = [other for other in left if other not in near]
            found += [stop, *near]
        here = path[-1].spot or here if path else here
        found += [stop for stop in left if stop.band == band]
        left = [stop for stop in left if stop.band != band]
    return found


def _same_spot(one: Stop, other: Stop) -> bool:
    return bool(one.spot and other.spot) and _apart(one.spot, other.spot) <= SAME_SPOT_M


def _apart(one: Point | None, other: Point | None) -> float:
    return _measured(one, other) if one and other else 0.0


@lru_cache(maxsize=10_000)  # the same few points, thousands of times in one look for a way
def _measured(one: Point, other: Point) -> float:
    return distance_m(one, other)


def _nearest_first(start: Point, stops: list[Stop]) -> list[Stop]:
    path, here, left = [], start, list(stops)
    while left:
        nearest = min(left, key=lambda stop: _apart(here, stop.spot))
        left.remove(nearest)
        path.append(nearest)
        here = nearest.spot or here
    return path


def _shortened(start: Point, path: list[Stop]) -> list[Stop]:
    """Turn stretches round (2-opt) and move single stops while that makes the way shorter.

    It begins at `start` and ends anywhere.
    """
    for _round in range(MOST_ROUNDS):
        better = _moved(start, _turned(start, path))
        if better == path:
            break
        path = better
    return path


def _turned(start: Point, path: list[Stop]) -> list[Stop]:
    path = list(path)
    for first in range(len(path) - 1):
        for last in range(first + 1, len(path)):
            before = path[first - 1].spot if first else start
            after = path[last + 1].spot if last + 1 < len(path) else None
            now = _apart(before, path[first].spot) + _apart(path[last].spot, after)
            turned = _apart(before, path[last].spot) + _apart(path[first].spot, after)
            if turned < now - WORTH_M:
                path[first : last + 1] = reversed(path[first : last + 1])
    return path


def _moved(start: Point, path: list[Stop]) -> list[Stop]:
    for stop in tuple(path):
        here = path.index(stop)
        rest = path[:here] + path[here + 1 :]
        costs = [_detour(start, rest, place, stop) for place in range(len(path))]
        best = costs.index(min(costs))
        if costs[best] < costs[here] - WORTH_M:
            path = [*rest[:best], stop, *rest[best:]]
    return path


def _detour(start: Point, path: list[Stop], place: int, stop: Stop) -> float:
    """How much longer the way is with this stop at this place of it."""
    before = path[place - 1].spot if place else start
    after = path[place].spot if place < len(path) else None
    return _apart(before, stop.spot) + _apart(stop.spot, after) - _apart(before, after)


def legs(stops: Sequence[Stop], start: Point) -> list[float | None]:
    """Metres as the crow flies from the stop before to each."""
    found: list[float | None] = []
    here = start
    for stop in stops:
        found.append(_apart(here, stop.spot) if stop.spot else None)
        here = stop.spot or here
    return found
