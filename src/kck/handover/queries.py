"""What screens ask about sendings."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.reasons import kept
from kck.handover.models import Sending
from kck.handover.terms import LONG, OVER, SendingInfo, SendingState


def sendings_of(case_id: int) -> list[SendingInfo]:
    """All of a case, the oldest first."""
    return _infos(Sending.objects.filter(case_id=case_id).order_by("pk"))


def sending_of(case_id: int) -> SendingInfo | None:
    """The latest of a case."""
    found = sendings_of(case_id)
    return found[-1] if found else None


def find(sending_id: int) -> SendingInfo | None:
    found = _infos(Sending.objects.filter(pk=sending_id))
    return found[0] if found else None


def of_far_number(unit_ids: Iterable[int], far_number: str) -> SendingInfo | None:
    """The latest that the far end knows under this number."""
    rows = Sending.objects.filter(unit_id__in=list(unit_ids), far_number=far_number)
    found = _infos(rows.order_by("-pk")[:1])
    return found[0] if found else None


def stuck(day: date | None = None) -> list[SendingInfo]:
    """What a person has to look at: given up, failing for hours, or in trouble.

    `day`: only what was made until the end of that day.
    """
    failing = Q(state=SendingState.FAILED, made_at__lte=clock.now() - LONG)
    rows = Sending.objects.filter(Q(state=SendingState.STUCK) | failing | ~Q(trouble=""))
    rows = rows.exclude(Q(state__in=sorted(OVER)) & Q(trouble=""))
    if day is not None:
        rows = rows.filter(made_at__date__lte=day)
    return _infos(rows.order_by("made_at", "pk"))


def unreached(now: datetime) -> list[SendingInfo]:
    """What has not reached its unit yet, the oldest first; also what has to be called."""
    rows = Sending.objects.filter(
        state__in=[
            SendingState.WAITING,
            SendingState.SENDING,
            SendingState.FAILED,
            SendingState.STUCK,
        ],
        made_at__lte=now,
    )
    return _infos(rows.order_by("made_at", "pk"))


def latest_of(case_ids: Iterable[int]) -> dict[int, SendingInfo]:
    """The latest sending of each case, for lists."""
    rows = Sending.objects.filter(case_id__in=list(case_ids)).order_by("case_id", "-pk")
    return {one.case_id: one for one in _infos(rows.distinct("case_id"))}


def _infos(rows: "QuerySet[Sending]") -> list[SendingInfo]:
    return [
        SendingInfo(
            id=row.pk,
            task_id=row.task_id,
            case_id=row.case_id,
            case_number=row.case_number,
            unit_id=row.unit_id,
            way=WayOfWorking(row.way),
            state=SendingState(row.state),
            attempts=row.attempts,
            reason=kept(row.why, row.reason),
            far_number=row.far_number,
            far_state=row.far_state,
            trouble=kept(row.trouble_why, row.trouble),
            made_at=row.made_at,
            next_at=row.next_at,
            sent_at=row.sent_at,
            accepted_at=row.accepted_at,
        )
        for row in rows.annotate(case_number=F("case__number"))
    ]
