"""How many cases each view holds: counted once a second for each set of units, per process."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db.models import Count, Q

from kck.cases.models import Case
from kck.cases.queries.desk import View, condition, units_of, views_of, within_unit
from kck.cases.terms import OPEN_STATES
from kck.foundation.actor import Actor

FRESH_SECONDS = 1.0
_MOST_KEPT = 500
_OF_UNIT = (
    View.UNIT,
    View.UNASSIGNED,
    View.TODAY,
    View.LATE,
    View.DISPUTED,
    View.WAITING,
    View.RETURNED,
    View.DANGER,
)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """`old`: counted up to a second ago; a page that hears of a change asks once more."""

    of: Mapping[View, int]
    old: bool = False


class _Held:
    lock = threading.Lock()
    counted: ClassVar[dict[object, tuple[float, Mapping[View, int]]]] = {}


def forget_counts() -> None:
    """Count anew at the next question; for tests."""
    _Held.counted.clear()


def counts_for(actor: Actor, *, at: datetime) -> Counts:
    """For every view of this person."""
    units = units_of(actor)
    common, old = _common(actor, units, at)
    mine = Case.objects.filter(condition(View.MINE, actor, at)).count()
    known = {**common, View.MINE: mine}
    return Counts(of={view: known[view] for view in views_of(actor)}, old=old)


def _common(actor: Actor, units: frozenset[int], at: datetime) -> tuple[Mapping[View, int], bool]:
    """What all colleagues with the same units and reach see."""
    key = (units, "cases.triage" in actor.grants, actor.may("cases.triage"), _whole_city(actor))
    with _Held.lock:
        counted_at, counts = _Held.counted.get(key, (0.0, {}))
        now = time.monotonic()
        if now - counted_at < FRESH_SECONDS:
            return counts, True
        counts = _count(actor, units, at)
        if len(_Held.counted) > _MOST_KEPT:
            _Held.counted.clear()
        _Held.counted[key] = (now, counts)
        return counts, False


def _whole_city(actor: Actor) -> bool:
    return "cases.view" in actor.grants


def _count(actor: Actor, units: frozenset[int], at: datetime) -> Mapping[View, int]:
    own = Case.objects.filter(unit_id__in=units, state__in=sorted(OPEN_STATES))
    # an empty Q would be no filter at all, and that is what the whole unit is
    narrow = {view: within_unit(view, at) or Q(pk__gt=0) for view in _OF_UNIT}
    named = own.aggregate(**{v.value: Count("pk", filter=q) for v, q in narrow.items()})
    counts = {view: named[view.value] for view in _OF_UNIT}
    apart = [View.DONE]
    if actor.may("cases.triage"):
        apart.append(View.TRIAGE)
    if "cases.triage" in actor.grants:
        apart.append(View.DANGER)
    if _whole_city(actor):
        apart.append(View.CITY)
    for view in apart:
        counts[view] = Case.objects.filter(condition(view, actor, at)).count()
    return counts
