"""Crowds: noticed, followed, dismissed, over. A machine only raises a flag; it merges nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from kck.cases.models import Case
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.intake import crowd_policy as policy
from kck.intake.crowd_events import CrowdDismissed, CrowdEnded, CrowdGrew, CrowdNoticed
from kck.intake.crowd_models import Crowd, CrowdCase
from kck.intake.crowd_queries import case_ids_of, reports_between, reports_of, usual_of
from kck.intake.crowd_rules import (
    Report,
    area_of,
    cluster,
    comes_back,
    expected,
    is_crowd,
    people,
)
from kck.intake.crowd_terms import FEWEST, LIVE, QUIET, RINGS, TOO_LATE, TOPIC, WINDOW, CrowdState
from kck.intake.models import Conversation
from kck.intake.terms import Channel, Ending
from kck.places.rules import cell as cell_of
from kck.places.rules import cells_around

_COARSE = 8  # H3: some 900 m across
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 312))"
_HOURS = WINDOW.total_seconds() / 3600


class NoReason(ValueError):
    """Whoever says that it is nothing says why."""


@command
def notice_crowd(conversation_id: int, *, at: datetime, by: Actor) -> Crowd | None:
    """Whether this conversation belongs to a crowd, or makes one. Asking again changes nothing."""
    talk = _sudden(conversation_id, at)
    if talk is None or talk.case is None:
        return None
    case, code = talk.case, snapshot(talk.received_at).category_by_id(talk.case.category_id).code
    if code == snapshot(at).city.unknown_category:
        return None
    near = reports_between(code, talk.received_at - WINDOW, talk.received_at)
    mine = next((one for one in near if one.conversation_id == talk.pk), None)
    if mine is None:
        return None
    known = _live(code, mine, talk.received_at)
    if known is None:
        together = cluster(mine, near)
        if people(together) < FEWEST:
            return None
    _lock(code)
    known = _live(code, mine, talk.received_at)  # somebody may have been faster
    if known is not None:
        return _follow(known, talk, mine, by=by)
    return _notice(code, case, together, talk.received_at, by=by)


def _sudden(conversation_id: int, at: datetime) -> Conversation | None:
    """A report with a place that was told just now."""
    rows = Conversation.objects.filter(
        pk=conversation_id, ending__in=[Ending.CASE, Ending.JOINED], case__cell__isnull=False
    )
    talk = rows.exclude(channel=Channel.IMPORT).select_related("case").first()
    return talk if talk is not None and at - talk.received_at <= TOO_LATE else None


def _lock(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"crowd:{code}"])


def _live(code: str, mine: Report, at: datetime) -> Crowd | None:
    """The crowd to which a report belongs: still going on, and near, or begun in the same area."""
    around = set(cells_around(mine.lat, mine.lon, RINGS))
    area = cell_of(mine.lat, mine.lon, _COARSE)
    rows = Crowd.objects.filter(category=code, state__in=LIVE, last_at__gte=at - QUIET)
    for crowd in rows.order_by("pk"):
        if crowd.area == area or around & set(crowd.cells):
            return crowd
    return None


def _notice(
    code: str, case: Case, together: Sequence[Report], at: datetime, *, by: Actor
) -> Crowd | None:
    usual = usual_of(code, area_of(together), at - WINDOW)
    mean, count = expected(usual, _HOURS), people(together)
    if not is_crowd(count, mean):
        return None
    area = cell_of(together[0].lat, together[0].lon, _COARSE)
    _end(Crowd.objects.filter(category=code, area=area, state__in=LIVE), at=at, by=by)
    crowd = Crowd.objects.create(
        category=code,
        area=area,
        cells=sorted({one.cell for one in together}),
        lat=sum(one.lat for one in together) / len(together),
        lon=sum(one.lon for one in together) / len(together),
        place=case.street,
        unit_id=case.unit_id,
        began_at=_first(together),
        noticed_at=at,
        last_at=at,
        people=count,
        reports=len(together),
        expected=mean,
    )
    _gather(crowd, together)
    _say_noticed(crowd, by=by, at=at)
    return crowd


def _first(together: Sequence[Report]) -> datetime:
    ids = [one.conversation_id for one in together]
    return Conversation.objects.filter(pk__in=ids).order_by("received_at")[0].received_at


def _gather(crowd: Crowd, reports: Sequence[Report]) -> None:
    ids = {one.case_id for one in reports}
    CrowdCase.objects.bulk_create(
        [CrowdCase(crowd=crowd, case_id=pk) for pk in sorted(ids)], ignore_conflicts=True
    )


def _say_noticed(crowd: Crowd, *, by: Actor, at: datetime, again: bool = False) -> None:
    event = CrowdNoticed(
        crowd_id=crowd.pk,
        category=crowd.category,
        people=crowd.people,
        case_ids=case_ids_of(crowd.pk),
        again=again,
    )
    record(event, by=by, at=at, topics=[TOPIC])


def _follow(crowd: Crowd, talk: Conversation, mine: Report, *, by: Actor) -> Crowd:
    """One more of the same; one that was dismissed comes back only when it has grown much."""
    crowd = Crowd.objects.select_for_update().get(pk=crowd.pk)
    _gather(crowd, [mine])
    ids = case_ids_of(crowd.pk)
    told = [one for one in reports_of(ids) if one.case_id in ids]
    before = (crowd.reports, crowd.people)
    crowd.people, crowd.reports = people(told), len(told)
    crowd.cells = sorted({*crowd.cells, mine.cell})
    crowd.last_at = max(crowd.last_at, talk.received_at)
    back = crowd.state == CrowdState.DISMISSED and comes_back(crowd.people, crowd.dismissed_with)
    if back:
        crowd.state = CrowdState.OPEN
    crowd.save()
    if back:
        _say_noticed(crowd, by=by, at=talk.received_at, again=True)
    elif before != (crowd.reports, crowd.people) and crowd.state == CrowdState.OPEN:
        grown = CrowdGrew(crowd_id=crowd.pk, people=crowd.people, case_ids=ids)
        record(grown, by=by, at=talk.received_at, topics=[TOPIC])
    return crowd


@command
def dismiss_crowd(crowd_id: int, *, reason: str, at: datetime, by: Actor) -> Crowd:
    """It is nothing; said with a reason, once."""
    crowd = Crowd.objects.select_for_update().get(pk=crowd_id)
    require(policy.may_dismiss(by, crowd.unit_id))
    if crowd.state != CrowdState.OPEN:
        return crowd
    crowd.reason = clean(reason)[:300]
    if len(crowd.reason) < 3:
        raise NoReason(str(_("Napisz, dlaczego to nie zdarzenie.")))
    crowd.state, crowd.dismissed_at, crowd.dismissed_by = CrowdState.DISMISSED, at, by.staff_id
    crowd.dismissed_with = crowd.people
    crowd.save()
    record(CrowdDismissed(crowd_id=crowd.pk, people=crowd.people), by=by, at=at, topics=[TOPIC])
    return crowd


@command
def end_quiet_crowds(*, at: datetime, by: Actor) -> int:
    """Where nobody has reported any more for hours."""
    return _end(Crowd.objects.filter(state__in=LIVE, last_at__lt=at - QUIET), at=at, by=by)


def _end(crowds: QuerySet[Crowd], *, at: datetime, by: Actor) -> int:
    over = list(crowds.select_for_update())
    for crowd in over:
        crowd.state, crowd.ended_at = CrowdState.ENDED, at
        crowd.save(update_fields=["state", "ended_at"])
        record(CrowdEnded(crowd_id=crowd.pk, people=crowd.people), by=by, at=at, topics=[TOPIC])
    return len(over)
