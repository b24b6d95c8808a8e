"""Which ended cases are read again, and how ages are summed up. Plain Python."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from kck.quality.terms import HIGHEST, LOWEST, Ended, Question, Scores, Why

RANDOM_OF_UNIT = 2
RISKY_OF_UNIT = 3
QUICK = timedelta(minutes=5)  # from opening to done: nobody has been there


def reasons(
    *,
    disputes: int,
    hand_backs: int,
    fixed: bool,
    late: bool,
    silent: bool,
    urgent: bool,
    opened_at: datetime,
    done_at: datetime | None,
    report: bool,
) -> tuple[Why, ...]:
    """Why this end asks for a second look, the gravest first."""
    quick = report and fixed and done_at is not None and done_at - opened_at < QUICK
    found = (
        (Why.DISPUTED, disputes > 0),
        (Why.HANDED_BACK, hand_backs > 1),
        (Why.REFUSED, not fixed),
        (Why.SILENCE, silent and urgent),
        (Why.QUICK, quick),
        (Why.LATE, late),
    )
    return tuple(why for why, holds in found if holds)


def sample(ended: Iterable[Ended], chance: random.Random) -> list[tuple[Ended, Why]]:
    """Of each unit the riskiest and some at random; nothing twice."""
    by_unit: dict[int, list[Ended]] = defaultdict(list)
    for one in ended:
        by_unit[one.unit_id].append(one)
    drawn: list[tuple[Ended, Why]] = []
    for _unit, cases in sorted(by_unit.items()):
        chance.shuffle(cases)
        order = list(Why)
        risky = sorted(
            (one for one in cases if one.reasons), key=lambda one: order.index(one.reasons[0])
        )[:RISKY_OF_UNIT]
        drawn += [(one, one.reasons[0]) for one in risky]
        others = [one for one in cases if one not in risky]
        drawn += [(one, Why.RANDOM) for one in others[:RANDOM_OF_UNIT]]
    return drawn


def complete(scores: Scores) -> bool:
    return set(scores) == set(Question) and all(
        LOWEST <= score <= HIGHEST for score in scores.values()
    )


def percentile(values: Sequence[float], percent: int) -> float | None:
    """Interpolated between neighbours, as PostgreSQL's `percentile_cont`; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
