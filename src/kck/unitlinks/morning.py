"""Morning lists: on each working day of a unit, at its hour, all that waits for it, once."""

from datetime import datetime, timedelta

from kck.cases.models import Case, Task
from kck.cases.terms import OPEN_STATES, CaseState, TaskState
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.directory.rules import ONE_DAY, is_working_day
from kck.directory.terms import LinkWhen, WayOfWorking
from kck.directory.ways import WayInfo
from kck.foundation import clock
from kck.foundation.outbox import command
from kck.handover.by_hand import carried
from kck.unitlinks.mailing import mail_list
from kck.unitlinks.models import MorningList

MOST_CASES = 300
# a worker that was down over the hour still sends; late in the day a list helps nobody
_STILL = timedelta(hours=8)
_A_BIT_LATER = timedelta(minutes=1)
_FARTHEST_DAYS = 30


def list_hour(way: WayInfo, day: datetime) -> datetime:
    """When that day's list goes out."""
    return day.replace(hour=way.link.hour, minute=0, second=0, microsecond=0)


def next_list_at(unit_id: int, at: datetime) -> datetime:
    """The next moment at which a list will have gone to the unit."""
    city = snapshot(at)
    unit, way = city.unit_by_id(unit_id, at), city.way_of(unit_id)
    calendar = city.calendar_of(unit, at)
    day = at.astimezone(city.city.zone)
    if _due_today(unit, way, at) and not _went(unit_id, at):
        return at + _A_BIT_LATER
    for _ahead in range(_FARTHEST_DAYS):
        if list_hour(way, day) > at and is_working_day(day.date(), calendar):
            break
        day = (day + ONE_DAY).replace(hour=0)
    return list_hour(way, day) + _A_BIT_LATER


def units_due(at: datetime) -> list[UnitInfo]:
    """Whose list of today has not gone out and should have."""
    city = snapshot(at)
    return [
        unit
        for unit in city.units_in_force(at)
        if _due_today(unit, city.way_of(unit.id), at) and not _went(unit.id, at)
    ]


def _due_today(unit: UnitInfo, way: WayInfo, at: datetime) -> bool:
    if way.way != WayOfWorking.LINK or way.link.when != LinkWhen.MORNING or not way.link.mails:
        return False
    city = snapshot(at)
    now = at.astimezone(city.city.zone)
    hour = list_hour(way, now)
    return hour <= now < hour + _STILL and is_working_day(now.date(), city.calendar_of(unit, at))


def _went(unit_id: int, at: datetime) -> bool:
    day = at.astimezone(clock.city_zone()).date()
    return MorningList.objects.filter(unit_id=unit_id, day=day).exists()


@command
def send_morning_list(unit_id: int, *, at: datetime) -> int:
    """Send a unit its list of the day; how many cases are in it. A second one is not sent."""
    cases = waiting_for(unit_id)
    day = at.astimezone(clock.city_zone()).date()
    _list, fresh = MorningList.objects.get_or_create(
        unit_id=unit_id, day=day, defaults={"cases": len(cases), "made_at": at}
    )
    if not fresh or not cases:
        return 0
    mails = snapshot(at).way_of(unit_id).link.mails
    mail_list(cases, unit_id=unit_id, mails=mails, at=at)
    carried(unit_id, [case.pk for case in cases], at=at)
    return len(cases)


def waiting_for(unit_id: int) -> list[Case]:
    """What a unit that works by links has to do, the clock that runs out first on top."""
    tasks = Task.objects.filter(
        unit_id=unit_id,
        contractor="",
        state__in=[TaskState.WAITING, TaskState.TAKEN],
        case__state__in=sorted(OPEN_STATES - {CaseState.WAITING}),
        case__unit_id=unit_id,
        case__needs_triage=False,
    )
    cases = Case.objects.filter(pk__in=tasks.values("case_id"))
    return list(cases.order_by("first_due_at", "pk")[:MOST_CASES])
