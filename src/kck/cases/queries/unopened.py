"""Cases that nobody of their unit has opened for too long, whatever its way of working."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kck.cases.models import Task
from kck.cases.terms import OPEN_STATES, CaseState, TaskState
from kck.directory.info import CalendarInfo, CategoryInfo, UnitInfo
from kck.directory.queries import snapshot
from kck.directory.rules import ONE_DAY, NeverOpen, add_target
from kck.directory.terms import Priority, TargetUnit, WayOfWorking

P1_WITHIN = timedelta(minutes=15)
OTHERS_WITHIN_WORKING_DAYS = 2
_FARTHEST_DAYS = 40
MOST_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Unopened:
    """One case, and since when its unit should have looked at it."""

    case_id: int
    number: str
    category: CategoryInfo
    unit: UnitInfo
    way: WayOfWorking
    priority: Priority
    street: str
    state: CaseState
    given_at: datetime
    first_due_at: datetime | None

    @property
    def urgent(self) -> bool:
        return self.priority == Priority.P1


def unopened(at: datetime, *, limit: int = MOST_SHOWN) -> list[Unopened]:
    """P1 after 15 minutes, the others after two working days of the unit."""
    tasks = _late_tasks(at).select_related("case")
    urgent = list(tasks.filter(case__priority=Priority.P1).order_by("given_at", "pk")[:limit])
    others = tasks.exclude(case__priority=Priority.P1).order_by("given_at", "pk")
    city = snapshot(at)
    return [
        Unopened(
            case_id=task.case_id,
            number=task.case.number,
            category=city.category_by_id(task.case.category_id),
            unit=city.unit_by_id(task.unit_id),
            way=WayOfWorking(task.way),
            priority=Priority(task.case.priority),
            street=task.case.street,
            state=CaseState(task.case.state),
            given_at=task.given_at,
            first_due_at=task.case.first_due_at,
        )
        for task in [*urgent, *others[: limit - len(urgent)]]
    ]


def count_unopened(at: datetime) -> int:
    return _late_tasks(at).count()


def unopened_ids(at: datetime) -> list[int]:
    """Of all of them, without a limit."""
    return list(_late_tasks(at).values_list("case_id", flat=True))


def _late_tasks(at: datetime) -> QuerySet[Task]:
    """The centre's own cases and those it has still to decide about are in its own queues."""
    city = snapshot(at)
    waiting = Task.objects.filter(
        state=TaskState.WAITING,
        opened_at=None,
        contractor="",
        case__state__in=sorted(OPEN_STATES),
        case__needs_triage=False,
    ).exclude(unit_id=city.centre.id)
    late = Q(case__priority=Priority.P1, given_at__lte=at - P1_WITHIN)
    for since, units in _by_cutoff(city.units.all, at).items():
        late |= Q(given_at__lt=since, unit_id__in=units)
    return waiting.filter(late)


def _by_cutoff(units: Iterable[UnitInfo], at: datetime) -> dict[datetime, list[int]]:
    """What was given before that moment should have been opened by now; units by moment."""
    city, known = snapshot(at), dict[str, datetime]()
    found: dict[datetime, list[int]] = {}
    for unit in units:
        if unit.calendar not in known:
            known[unit.calendar] = cutoff(at, city.calendar(unit.calendar, at))
        found.setdefault(known[unit.calendar], []).append(unit.id)
    return found


def cutoff(at: datetime, calendar: CalendarInfo) -> datetime:
    """The end of the last day from which two working days have passed.

    The day of the start is not counted, so all moments of a day share their deadline.
    """
    day = at.astimezone(calendar.zone).date()
    for _back in range(_FARTHEST_DAYS):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=calendar.zone)
        if _due(noon, calendar) <= at:
            break
        day -= ONE_DAY
    after = day + ONE_DAY
    return datetime(after.year, after.month, after.day, tzinfo=calendar.zone)


def _due(given: datetime, calendar: CalendarInfo) -> datetime:
    try:
        return add_target(given, OTHERS_WITHIN_WORKING_DAYS, TargetUnit.WORKING_DAYS, calendar)
    except NeverOpen:  # a calendar that says nothing may not hide a case for ever
        return given + OTHERS_WITHIN_WORKING_DAYS * ONE_DAY
