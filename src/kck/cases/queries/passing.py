"""Which open cases go elsewhere when the configuration changes, and which nobody would have."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from kck.cases.models import Case
from kck.directory.info import CategoryInfo, UnitInfo
from kck.directory.routing import PlaceFacts, Route, route
from kck.directory.rules import is_open
from kck.directory.snapshot import Snapshot
from kck.directory.terms import Priority
from kck.places.queries import locate

_NOON = time(12)
_ONE_DAY = timedelta(days=1)
_MOST_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Passing:
    """An open case, the unit that has it and the one that will; `to` None: nobody."""

    case_id: int
    number: str
    came_from: str
    to: UnitInfo | None


def passing(
    before: Snapshot, after: Snapshot, day: date, *, only_ended: bool = False
) -> Iterator[Passing]:
    """Cases where the rules said otherwise before than they do after; and all of a unit that ends.

    A case that somebody has given to another unit by hand stays there. Both are asked at noon of a
    working day, so that a change on New Year's Day is not taken for a night duty.
    """
    turn = _Turn(before, after, day)
    touched = set() if only_ended else turn.touched_categories()
    ended = turn.ended_units()
    if not touched and not ended:
        return
    found = Case.objects.open().filter(
        Q(category__code__in=touched) | Q(unit__code__in=turn.known_as(ended))
    )
    for case in found.order_by("pk").iterator(chunk_size=500):
        if one := turn.of(case, touched, ended):
            yield one


class _Turn:
    def __init__(self, before: Snapshot, after: Snapshot, day: date) -> None:
        self._then = _working_noon(before, day - _ONE_DAY, -_ONE_DAY)
        self._now = _working_noon(after, day, _ONE_DAY)
        self._before, self._after = before.at(day - _ONE_DAY), after.at(day)

    def ended_units(self) -> set[str]:
        return set(_codes(self._before)) - set(_codes(self._after))

    def known_as(self, units: Iterable[str]) -> set[str]:
        """Those codes, and the ones under which their cases may still be kept."""
        wanted = set(units)
        return wanted | {
            row.code
            for row in self._before.units.all
            if (stands := self._before.unit(row.code)) and stands.code in wanted
        }

    def touched_categories(self) -> set[str]:
        """Codes whose unit or rules are others afterwards."""
        codes = {row.code for row in self._before.categories()}
        return {code for code in codes if self._said(code, False) != self._said(code, True)}

    def _said(self, code: str, later: bool) -> object:
        city, at = (self._after, self._now) if later else (self._before, self._then)
        row = city.category(code, at)
        if row is None:
            return None
        unit = city.unit(row.unit, at)
        rules = [(rule.unit, rule.when, rule.order) for rule in city.rules_about(row, at)]
        return (unit.code if unit else "", rules, row.priority)

    def of(self, case: Case, touched: set[str], ended: set[str]) -> Passing | None:
        holder = self._before.unit_by_id(case.unit_id, self._before.day)
        was = self._before.category_by_id(case.category_id)
        to = self._routed(case, was, holder) if was.code in touched else None
        if holder.code in ended:
            to = to or self._after.unit(holder.code, self._now)
        elif to is None or to.code == holder.code:
            return None
        return Passing(case_id=case.pk, number=case.number, came_from=holder.code, to=to)

    def _routed(self, case: Case, was: CategoryInfo, holder: UnitInfo) -> UnitInfo | None:
        """Where the rules send it now, when it is where they sent it before."""
        facts = _facts(case)
        old = self._before.category(was.code, self._then)
        new = self._after.category(was.code, self._now)
        if case.needs_triage or old is None or new is None:
            return None
        if _route(case, old, facts, self._then, self._before).unit_code != holder.code:
            return None
        found = _route(case, new, facts, self._now, self._after)
        return self._after.unit(found.unit_code, self._now)


def _route(
    case: Case, category: CategoryInfo, facts: PlaceFacts, at: datetime, city: Snapshot
) -> Route:
    return route(replace(category, priority=Priority(case.priority)), facts, at, city)


def _facts(case: Case) -> PlaceFacts:
    areas: tuple[str, ...] = ()
    if case.lat is not None and case.lon is not None:
        areas = tuple(area.code for area in locate(case.lat, case.lon).areas)
    return PlaceFacts(district=case.district, areas=areas, owner=case.owner)


def _codes(city: Snapshot) -> list[str]:
    return [unit.code for unit in city.units_in_force()]


def _working_noon(city: Snapshot, day: date, step: timedelta) -> datetime:
    """Of the nearest day on which the centre works, in that direction."""
    calendar = city.calendar_of(city.centre)
    for _ in range(_MOST_DAYS):
        noon = datetime.combine(day, _NOON, city.city.zone)
        if is_open(noon, calendar):
            return noon
        day += step
    return noon
