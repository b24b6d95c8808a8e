"""Crowds as jobs and screens ask for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from kck.cases.models import Case
from kck.cases.queries.likely import editions
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.intake import crowd_policy as policy
from kck.intake.crowd_models import Crowd, CrowdCase
from kck.intake.crowd_rules import Report, Usual
from kck.intake.crowd_terms import USUAL, CrowdState
from kck.intake.models import Conversation
from kck.intake.terms import Channel, Ending

_SPOKEN = frozenset({Channel.PHONE, Channel.COUNTER, Channel.LETTER})
_HOUR = timedelta(hours=1)
# a storm brings hundreds of reports in half an hour, each of which looks at the others
_NEEDED = (
    *("received_at", "channel", "actor", "device"),
    *("case__cell", "case__lat", "case__lon", "person__email", "person__phone"),
)
_HISTORY = """
SELECT min(hour), sum(count), sum(count) FILTER (WHERE hour = ANY(%s))
FROM intake_hourlycount
WHERE what IN ('received', 'joined') AND key = %s AND hour >= %s AND hour < %s
"""


def ids_of(category: str, at: datetime) -> list[int]:
    """Of all editions of a category."""
    return [one.id for one in editions([category], at)]


def reports_between(category: str, start: datetime, end: datetime) -> list[Report]:
    """Of one kind, with a place; the first of those moments is outside."""
    rows = _reports().filter(
        received_at__gt=start, received_at__lte=end, case__category_id__in=ids_of(category, end)
    )
    return [_report(row) for row in rows]


def reports_of(cases: Iterable[int]) -> list[Report]:
    return [_report(row) for row in _reports().filter(case_id__in=list(cases))]


def _reports() -> QuerySet[Conversation]:
    return (
        Conversation.objects.filter(
            ending__in=[Ending.CASE, Ending.JOINED], case__cell__isnull=False
        )
        .exclude(channel=Channel.IMPORT)
        .select_related("case", "person")
        .only(*_NEEDED)
        .order_by("received_at", "pk")
    )


def _report(row: Conversation) -> Report:
    case = row.case
    if case is None or case.cell is None or case.lat is None or case.lon is None:
        raise LookupError("a report of a crowd has a place")
    return Report(
        conversation_id=row.pk,
        case_id=case.pk,
        cell=case.cell,
        lat=case.lat,
        lon=case.lon,
        keys=frozenset(_keys(row)),
    )


def _keys(row: Conversation) -> list[str]:
    """Contacts and the device; who called or stood at the counter without any is a person too."""
    person = row.person
    contacts = [person.email, person.phone] if person else []
    known = [
        *(one for one in contacts if one),
        *([f"device:{row.device}"] if row.device is not None else []),
    ]
    if known:
        return known
    return [f"talk:{row.pk}" if row.channel in _SPOKEN else row.actor]


def usual_of(category: str, area: Iterable[int], until: datetime) -> Usual:
    """How many there were, in these cells and in the city, before this moment."""
    since = until - USUAL
    hour = until.replace(minute=0, second=0, microsecond=0)
    weeks = range(1, USUAL.days // 7 + 1)
    such = [hour - timedelta(weeks=n) + _HOUR * off for n in weeks for off in (-1, 0, 1)]
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, [such, category, since, hour])
        first, in_city, at_this_hour = cursor.fetchone()
    in_area = Case.objects.filter(
        cell__in=list(area),
        category_id__in=ids_of(category, until),
        opened_at__gte=since,
        opened_at__lt=until,
    )
    begun = max(first or until, since)
    return Usual(
        in_area=in_area.count(),
        hours=max(24.0, (until - begun) / _HOUR),
        in_city=int(in_city or 0),
        at_this_hour=int(at_this_hour or 0),
        such_hours=sum(1 for one in such if one >= begun),
    )


@dataclass(frozen=True, kw_only=True)
class CrowdInfo:
    """What the desk says of a crowd."""

    id: int
    category: str
    place: str
    began_at: datetime
    last_at: datetime
    people: int
    reports: int
    may_dismiss: bool


def open_crowds(actor: Actor, *, at: datetime) -> list[CrowdInfo]:
    """Those this person sees, the newest first."""
    rows = Crowd.objects.filter(state=CrowdState.OPEN).order_by("-noticed_at", "-pk")
    return [_info(row, actor, at) for row in rows if policy.may_see(actor, row.unit_id)]


def _info(row: Crowd, actor: Actor, at: datetime) -> CrowdInfo:
    category = snapshot(at).category(row.category)
    return CrowdInfo(
        id=row.pk,
        category=category.name() if category else row.category,
        place=row.place,
        began_at=row.began_at,
        last_at=row.last_at,
        people=row.people,
        reports=row.reports,
        may_dismiss=bool(policy.may_dismiss(actor, row.unit_id)),
    )


def case_ids_of(crowd_id: int) -> list[int]:
    rows = CrowdCase.objects.filter(crowd_id=crowd_id).order_by("case_id")
    return list(rows.values_list("case_id", flat=True))


def in_crowd(crowd_id: int) -> Q:
    """For a queue that is narrowed to the cases of a crowd."""
    return Q(pk__in=CrowdCase.objects.filter(crowd_id=crowd_id).values("case_id"))
