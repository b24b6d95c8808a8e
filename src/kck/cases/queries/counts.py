"""How many cases each view holds: counted once a second at most for the same units, per process."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db.models import Q

from kck.cases.models import Case
from kck.cases.queries.views import OPEN, View, condition, narrower, sees_city, units_of, views_of
from kck.foundation.actor import Actor
from kck.foundation.counting import Rows, Within, count_at_once

FRESH_SECONDS = 1.0
# a whole page does not wait for the counts beside it: it asks for them again a second later
STILL_GOOD_SECONDS = 5.0
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
    """`old`: counted some seconds ago; the page asks once more."""

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
    actor: Actor,
    *,
    at: datetime,
    more: Mapping[str, Rows] | None = None,
    still_good: float = FRESH_SECONDS,
) -> Counts:
    """For every view of this person; `more` is counted with what is this person's alone.

    What colleagues share is counted anew when it is older than so many seconds.
    """
    mine = Case.objects.filter(condition(View.MINE, actor, at))
    own: Mapping[str, Rows] = {**(more or {}), View.MINE.value: mine}
    common, counted, old = _common(actor, own, at, still_good)
    known = {**common, View.MINE: counted[View.MINE.value]}
    shown = (view for view in views_of(actor) if view not in UNCOUNTED)
    return Counts(of={view: known[view] for view in shown}, more=counted, old=old)


def _common(
    actor: Actor, own: Mapping[str, Rows], at: datetime, still_good: float
) -> tuple[Mapping[View, int], Mapping[str, int], bool]:
    """What all colleagues with the same units and reach see; one statement either way."""
    units = units_of(actor)
    key = (units, "cases.triage" in actor.grants, actor.may("cases.triage"), sees_city(actor))
    with _Held.lock:
        counted_at, counts = _Held.counted.get(key, (0.0, {}))
        now = time.monotonic()
        if now - counted_at >= still_good:
            counts, mine = _count(actor, units, own, at)
            if len(_Held.counted) > _MOST_KEPT:
                _Held.counted.clear()
            _Held.counted[key] = (now, counts)
            return counts, mine, False
    return counts, count_at_once(own), True


def _apart(actor: Actor) -> list[View]:
    """Those that reach beyond one's own units' open cases."""
    apart = [View.DONE, View.TASKS]
    if actor.may("cases.triage"):
        apart.append(View.TRIAGE)
    if "cases.triage" in actor.grants:
        apart += [View.DANGER, View.RETURNED]
    if sees_city(actor):
        apart.append(View.CITY)
    return apart


def _count(
    actor: Actor, units: frozenset[int], own: Mapping[str, Rows], at: datetime
) -> tuple[Mapping[View, int], Mapping[str, int]]:
    """The unit's open cases are gone through once, the rest is counted by indexes."""
    of_unit = Case.objects.filter(unit_id__in=units, state__in=OPEN)
    apart = {view.value: Case.objects.filter(condition(view, actor, at)) for view in _apart(actor)}
    # an empty Q would be no filter at all, and that is what the whole unit is
    narrow = {
        view.value: narrower(view, at) or Q(pk__gt=0)
        for view in _OF_UNIT
        if view.value not in apart
    }
    counted = count_at_once({**apart, **own}, Within(rows=of_unit, counted=narrow))
    common = {View(name): counted[name] for name in (*apart, *narrow)}
    return common, {name: counted[name] for name in own}
