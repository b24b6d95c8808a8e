"""Dangers that nobody has seen yet, for the banner of the triage screen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kck.cases.alarm_models import DangerAlarm
from kck.cases.models import Case
from kck.cases.terms import OPEN_STATES
from kck.directory.info import HelplineInfo
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor

SHOWN_FOR = timedelta(hours=24)
MOST = 20


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """`told_at`: when who is on duty was told, because nobody had seen it."""

    case_id: int
    number: str
    category: str
    place: str
    raised_at: datetime
    told_at: datetime | None
    lines: tuple[HelplineInfo, ...]


def unseen_alarms(actor: Actor, *, at: datetime) -> list[Alarm]:
    """The newest first; what is over is not there."""
    rows = (
        DangerAlarm.objects.filter(seen_at=None, raised_at__gt=at - SHOWN_FOR)
        .filter(case__in=Case.objects.visible_to(actor).filter(state__in=OPEN_STATES))
        .select_related("case")
        .order_by("-raised_at", "-pk")[:MOST]
    )
    return [_alarm(row, at) for row in rows]


def _alarm(row: DangerAlarm, at: datetime) -> Alarm:
    case, city = row.case, snapshot(at)
    danger = city.danger(case.danger)
    return Alarm(
        case_id=case.pk,
        number=case.number,
        category=city.category_by_id(case.category_id).name(),
        place=case.address,
        raised_at=row.raised_at,
        told_at=row.told_at,
        lines=tuple(city.lines_of(danger, at)) if danger else (),
    )
