"""Sending what is due: claim a few of each unit, hand them over outside any transaction, mark them.

Each unit has its own share of a round, so that none waits behind another's thousand. A sender that
dies leaves claims whose lease runs out; nobody knows what came of them, so each is tried again
alone, after a look at the far end.
"""

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F

from kck.cases.models import Task
from kck.cases.terms import TaskState
from kck.directory.queries import snapshot
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import announce, command, record
from kck.foundation.reasons import Reason, columns, reason
from kck.foundation.text import _
from kck.handover.commands import facts_of, follow_tasks, topics_of
from kck.handover.events import SendingAccepted, SendingStuck
from kck.handover.models import Sending
from kck.handover.own_ids import own_id
from kck.handover.ports import Parcel, Result, Transport, served_ways, transport_for
from kck.handover.rules import after_attempt
from kck.handover.terms import SendingState

CLAIM_OF_UNIT = 50
MOST_LOST = 3
LEASE = timedelta(minutes=10)
BROKEN = reason("handover.broken", _("błąd systemu przy wysyłaniu (%(error)s)"))
_LOST = reason(
    "handover.lost", _("wysyłanie przerwano; przed następną próbą sprawdzamy u odbiorcy")
)
_log = logging.getLogger(__name__)


def send_due(*, seconds: float = 20.0) -> int:
    """Send what is due for about so long and say how many arrived. Any number may run at once."""
    give_up_lost_leases()
    until, arrived = time.monotonic() + seconds, 0
    for way in sorted(served_ways()):
        while time.monotonic() < until and (parcels := claim(way)):
            transport = transport_for(way)
            assert transport is not None  # noqa: S101 (served_ways names only those)
            arrived += mark(_handed_over(transport, parcels))
    return arrived


@command
def claim(way: WayOfWorking) -> list[Parcel]:
    """Take some of what is due of each unit; those whose sender died come alone."""
    due = Sending.objects.filter(way=way, next_at__lte=clock.real_now())
    chosen: list[Sending] = []
    for unit_id in sorted(set(due.values_list("unit_id", flat=True))):
        rows = due.filter(unit_id=unit_id).order_by("next_at", "pk")
        rows = rows.select_for_update(skip_locked=True, of=("self",)).select_related("case")
        chosen += rows.filter(lost=0)[:CLAIM_OF_UNIT]
    if not chosen:
        rows = due.filter(lost__gt=0).order_by("next_at", "pk").select_related("case")
        chosen += rows.select_for_update(skip_locked=True, of=("self",))[:1]
    lease = clock.real_now() + LEASE
    Sending.objects.filter(pk__in=[row.pk for row in chosen]).update(
        state=SendingState.SENDING, lease_until=lease, next_at=None
    )
    return _parcels(chosen)


def _parcels(rows: Sequence[Sending]) -> list[Parcel]:
    city, before = snapshot(clock.now()), _before(rows)
    return [
        Parcel(
            sending_id=row.pk,
            task_id=row.task_id,
            case_id=row.case_id,
            number=row.case.number,
            unit_id=row.unit_id,
            way=city.way_of(row.unit_id, clock.now()),
            own_id=own_id(city.city.jurisdiction_id, row.case.number, row.task_id),
            attempts=row.attempts,
            unsure=row.unsure,
            before=before.get((row.case_id, row.unit_id), ""),
        )
        for row in rows
    ]


def _before(rows: Sequence[Sending]) -> dict[tuple[int, int], str]:
    """Under which number the same unit had the same case, when it has it again."""
    known = Sending.objects.filter(case_id__in=[row.case_id for row in rows]).exclude(far_number="")
    return {
        (case_id, unit_id): number
        for case_id, unit_id, number in known.order_by("pk").values_list(
            "case_id", "unit_id", "far_number"
        )
    }


@dataclass(frozen=True, kw_only=True)
class _Attempt:
    parcel: Parcel
    result: Result


def _handed_over(transport: Transport, parcels: list[Parcel]) -> list[_Attempt]:
    """What each came to. One that breaks the transport is found by offering each alone."""
    try:
        results = transport.send(parcels)
    except Exception as error:
        _log.error("a transport broke: %s", type(error).__name__)
        if len(parcels) > 1:
            return [one for parcel in parcels for one in _handed_over(transport, [parcel])]
        why = BROKEN(error=type(error).__name__)
        results = [_failed(parcels[0], why, unsure=True)]
    found = {result.sending_id: result for result in results}
    return [
        _Attempt(parcel=one, result=found.get(one.sending_id) or _failed(one, None, away=True))
        for one in parcels
    ]


def _failed(
    parcel: Parcel, why: Reason | None, *, away: bool = False, unsure: bool = False
) -> Result:
    return Result(
        sending_id=parcel.sending_id,
        arrived=False,
        reason=why,
        away=away,
        unsure=unsure,
    )


# who was thought dead and is not may still say that it arrived, but nothing else
_MARK = """
UPDATE handover_sending AS s
SET state = r.state, next_at = r.next_at, attempts = r.attempts, reason = r.reason,
    why = r.why::jsonb, unsure = r.unsure, lost = 0, lease_until = NULL,
    far_number = CASE WHEN r.far_number <> '' THEN r.far_number ELSE s.far_number END,
    far_token = r.far_token,
    sent_at = CASE WHEN r.arrived THEN %s ELSE s.sent_at END,
    accepted_at = CASE WHEN r.state = 'accepted' THEN %s ELSE s.accepted_at END
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::int[], %s::text[], %s::text[],
            %s::bool[], %s::text[], %s::text[], %s::bool[])
     AS r(id, state, next_at, attempts, reason, why, unsure, far_number, far_token, arrived)
WHERE s.id = r.id AND (s.state = 'sending' OR (r.arrived AND s.state IN ('waiting', 'failed')))
RETURNING s.id
"""


@command
def mark(attempts: Sequence[_Attempt]) -> int:
    """Write down what came of these attempts, in one statement; returns how many arrived."""
    if not attempts:
        return 0
    now, real = clock.now(), clock.real_now()
    marked = _write(attempts, now, real)
    rows = {row.pk: row for row in Sending.objects.filter(pk__in=marked)}
    for row in rows.values():
        _tell(row, now)
    _settle_after(rows)
    return sum(one.result.arrived for one in attempts)


def _write(attempts: Sequence[_Attempt], now: datetime, real: datetime) -> list[int]:
    following = [after_attempt(one.result, one.parcel.attempts, real) for one in attempts]
    results = [one.result for one in attempts]
    kept = [columns(result.reason) for result in results]
    rows: list[list[Any]] = [
        [result.sending_id for result in results],
        [str(one.state) for one in following],
        [one.next_at for one in following],
        [one.attempts for one in following],
        [text for text, _why in kept],
        [json.dumps(why) if why else None for _text, why in kept],
        [one.result.unsure or (one.parcel.unsure and not one.result.arrived) for one in attempts],
        [result.far_number[:120] for result in results],
        [result.far_token[:120] for result in results],
        [result.arrived for result in results],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [now, now, *rows])
        return [pk for (pk,) in cursor.fetchall()]


def _tell(row: Sending, now: datetime) -> None:
    if row.state == SendingState.ACCEPTED:
        record(SendingAccepted(**facts_of(row)), by=PLATFORM, at=now, topics=topics_of(row))
    elif row.state == SendingState.STUCK:
        record(SendingStuck(**facts_of(row)), by=PLATFORM, at=now, topics=topics_of(row))
    else:
        announce(f"case:{row.case_id}")


def _settle_after(rows: dict[int, Sending]) -> None:
    """A task that ended while its sending was on its way."""
    ended = Task.objects.filter(pk__in=[row.task_id for row in rows.values()]).exclude(
        state__in=[TaskState.WAITING, TaskState.TAKEN]
    )
    for case_id in sorted(set(ended.values_list("case_id", flat=True))):
        follow_tasks(case_id, at=clock.now())


@command
def give_up_lost_leases() -> int:
    """Claimed by a process that is gone: looked for at the far end, then tried again, alone."""
    now = clock.real_now()
    lost = Sending.objects.filter(state=SendingState.SENDING, lease_until__lt=now)
    reason, why = columns(_LOST)
    gone: dict[str, Any] = {"lease_until": None, "unsure": True, "reason": reason, "why": why}
    gone |= {"lost": F("lost") + 1, "attempts": F("attempts") + 1}
    stuck = lost.filter(lost__gte=MOST_LOST - 1).update(
        state=SendingState.STUCK, next_at=None, **gone
    )
    again = lost.update(state=SendingState.FAILED, next_at=now, **gone)
    if stuck or again:
        _log.warning("%s sendings lost their sender, %s are stuck", stuck + again, stuck)
    return stuck + again
