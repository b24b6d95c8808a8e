"""Figures over a period, by unit or by district, with a row for all.

Whoever may see one unit only gets that unit's rows. A unit that was renamed is one row under its
present name.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from kck.cases.models import Case
from kck.cases.queries.unopened import unopened_ids
from kck.cases.terms import FIXED, OPEN_STATES, Closing
from kck.directory.queries import snapshot
from kck.foundation.models import RecordedEvent
from kck.foundation.text import _, polish_sort_key
from kck.places.queries import districts
from kck.quality.rules import percentile
from kck.quality.terms import By, Figures, Period

_DAY = timedelta(days=1)
_MANY = 10_000
_COUNTS = frozenset(one.name for one in fields(Figures)) - {"key", "name", "age_p50", "age_p90"}
# what the log says happened -> the column that counts it
_FACTS = {"cases.case_disputed": "disputed", "cases.case_handed_back": "handed_back"}

Row = Mapping[str, Any]
KeyOf = Callable[[int, str], str]


def figures(
    by: By, period: Period, *, at: datetime, units: frozenset[int] | None = None
) -> tuple[list[Figures], Figures]:
    """The rows in the order of their names, and all together. `units`: these only."""
    cases = Case.objects.all() if units is None else Case.objects.filter(unit_id__in=units)
    key_of = _key_of(by, at)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in (*_counted(cases, period, at), *_happened(units, period, at)):
        key = key_of(row["unit_id"], row["district"])
        for name in _COUNTS & row.keys():
            counts[key][name] += row[name]
    ages = _ages(cases, key_of, at)
    rows = [_row(key, name, counts[key], ages[key]) for key, name in _names(by, at).items()]
    everything: dict[str, int] = defaultdict(int)
    for own in counts.values():
        for name, number in own.items():
            everything[name] += number
    every_age = [age for own in ages.values() for age in own]
    return [row for row in rows if row.anything], _row("", "", everything, every_age)


def _row(key: str, name: str, counts: Mapping[str, int], ages: Sequence[float]) -> Figures:
    return Figures(
        key=key, name=name, **counts, age_p50=percentile(ages, 50), age_p90=percentile(ages, 90)
    )


def _counted(cases: QuerySet[Case], period: Period, at: datetime) -> Iterable[Row]:
    """What came, what ended and how, what is open: each from its own index."""
    zone = snapshot(at).city.zone
    since, until = period.since(zone), period.until(zone)
    yield from _grouped(cases.filter(opened_at__gte=since, opened_at__lt=until), opened=Count("pk"))
    ended = cases.filter(closed_at__gte=since, closed_at__lt=until)
    yield from _grouped(
        ended.exclude(closing__in=[Closing.MERGED, Closing.WITHDRAWN]),
        closed=Count("pk"),
        fixed=Count("pk", filter=Q(outcome__in=sorted(FIXED))),
        confirmed=Count("pk", filter=Q(closing=Closing.CONFIRMED)),
        silence=Count("pk", filter=Q(closing=Closing.SILENCE)),
        outright=Count("pk", filter=Q(closing=Closing.OUTRIGHT)),
        promised=Count("pk", filter=Q(due_at__isnull=False, done_at__isnull=False)),
        on_time=Count("pk", filter=Q(done_at__lte=F("due_at"))),
    )
    still = cases.filter(state__in=sorted(OPEN_STATES))
    late = Count("pk", filter=Q(first_due_at__lt=at))
    yield from _grouped(still, open=Count("pk"), late=late)
    yield from _grouped(still.filter(pk__in=unopened_ids(at)), unopened=Count("pk"))


def _grouped(cases: QuerySet[Case], **counts: Count) -> Iterable[Row]:
    return cases.values("unit_id", "district").order_by("unit_id", "district").annotate(**counts)


def _happened(units: frozenset[int] | None, period: Period, at: datetime) -> Iterable[Row]:
    """Disputes and hand-backs, from the log; a hand-back counts for the unit that gave it up."""
    zone = snapshot(at).city.zone
    facts = RecordedEvent.objects.filter(
        name__in=_FACTS, at__gte=period.since(zone), at__lt=period.until(zone)
    ).values_list("name", "stream", "payload__from_unit_id")
    found = [(name, int(stream.rpartition(":")[2]), left) for name, stream, left in facts]
    where = _where({case_id for _name, case_id, _left in found})
    for name, case_id, left in found:
        unit_id, district = where.get(case_id, (0, ""))
        if (left or unit_id) and (units is None or (left or unit_id) in units):
            yield {"unit_id": left or unit_id, "district": district, _FACTS[name]: 1}


def _where(ids: set[int]) -> dict[int, tuple[int, str]]:
    """Unit and district of each case."""
    wanted, found = sorted(ids), dict[int, tuple[int, str]]()
    for start in range(0, len(wanted), _MANY):
        rows = Case.objects.filter(pk__in=wanted[start : start + _MANY])
        found |= {pk: (unit, area) for pk, unit, area in rows.values_list("pk", "unit", "district")}
    return found


def _ages(cases: QuerySet[Case], key_of: KeyOf, at: datetime) -> dict[str, list[float]]:
    """How long the open ones have been open, in days."""
    ages: dict[str, list[float]] = defaultdict(list)
    still = cases.filter(state__in=sorted(OPEN_STATES))
    for unit_id, district, opened_at in still.values_list("unit_id", "district", "opened_at"):
        ages[key_of(unit_id, district)].append((at - opened_at) / _DAY)
    return ages


def _key_of(by: By, at: datetime) -> KeyOf:
    city = snapshot(at)
    if by == By.DISTRICT:
        return lambda _unit_id, district: district
    return lambda unit_id, _district: city.unit_by_id(unit_id, at).code


def _names(by: By, at: datetime) -> Mapping[str, str]:
    """Of all rows there may be, in order."""
    if by == By.DISTRICT:
        return {one.code: one.name for one in districts()} | {"": str(_("poza dzielnicami"))}
    units = {unit.code: unit.name() for unit in snapshot(at).units.all}
    return dict(sorted(units.items(), key=lambda unit: polish_sort_key(unit[1])))
