"""How many cases each view holds: counted once a second for each set of units, per process."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from kck.cases.models import Case
from kck.cases.queries.views import OPEN, View, condition, narrower, sees_city, units_of, views_of
from kck.foundation.actor import Actor
from kck.foundation.counting import Within, count_at_once

FRESH_SECONDS = 1.0
_MOST_KEPT = 500
_OF_UNIT = (
    View.UNIT,
    View.UNASSIGNED,
    View.TODAY,
    View.LATE,
    View.WAITING,
    View.DISPUTED,
    View.RETURNED,
    View.DANGER,
    View.CONTRACTOR,
)
# where it is, is asked first
UNCOUNTED = frozenset({View.NEARBY})


@dataclass(frozen=True, kw_only=True)
class Counts:
    """`old`: counted up to a second ago; a page that hears of a change asks once more."""

    of: Mapping[View, int]
    more: Mapping[str, int]
    old: bool = False


class _Held:
    lock = threading.Lock()
    counted: ClassVar[dict[object, tuple[float, Mapping[View, int]]]] = {}


def forget_counts() -> None:
    """Count anew at the next question; for tests."""
    _Held.counted.clear()


def counts_for(
    actor: Actor, *, at: datetime, more: "Mapping[str, QuerySet[Any, Any]] | None" = None
) -> Counts:
    """For every view of this person; `more` is counted with what is this person's alone."""
    common, old = _common(actor, units_of(actor), at)
    mine = Case.objects.filter(condition(View.MINE, actor, at))
    own = count_at_once({**(more or {}), View.MINE.value: mine})
    known = {**common, View.MINE: own[View.MINE.value]}
    counted = (view for view in views_of(actor) if view not in UNCOUNTED)
    return Counts(of={view: known[view] for view in counted}, more=own, old=old)


def _common(actor: Actor, units: frozenset[int], at: datetime) -> tuple[Mapping[View, int], bool]:
    """What all colleagues with the same units and reach see."""
    key = (units, "cases.triage" in actor.grants, actor.may("cases.triage"), sees_city(actor))
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


def _apart(actor: Actor) -> list[View]:
    """Those that reach beyond one's own units' open cases."""
    apart = [View.DONE]
    if actor.may("cases.triage"):
        apart.append(View.TRIAGE)
    if "cases.triage" in actor.grants:
        apart += [View.DANGER, View.RETURNED]
    if sees_city(actor):
        apart.append(View.CITY)
    return apart


def _count(actor: Actor, units: frozenset[int], at: datetime) -> Mapping[View, int]:
    """One statement: the unit's open cases are gone through once, the rest by their indexes."""
    own = Case.objects.filter(unit_id__in=units, state__in=OPEN)
    # an empty Q would be no filter at all, and that is what the whole unit is
    narrow = {view.value: narrower(view, at) or Q(pk__gt=0) for view in _OF_UNIT}
    apart = {view: Case.objects.filter(condition(view, actor, at)) for view in _apart(actor)}
    of_unit = {name: q for name, q in narrow.items() if name not in apart}
    counted = count_at_once(
        {view.value: rows for view, rows in apart.items()}, Within(rows=own, counted=of_unit)
    )
    return {View(name): count for name, count in counted.items()}
