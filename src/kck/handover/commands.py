"""Sendings are made, settled with their tasks, tried again, and answered by the far end."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kck.cases.models import Case, Task
from kck.cases.terms import TaskState
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import announce, command, record
from kck.foundation.reasons import Reason, columns
from kck.foundation.verdict import require
from kck.handover import policy
from kck.handover.events import SendingAccepted, SendingRetried, SendingTroubled
from kck.handover.models import Sending
from kck.handover.terms import OVER, SENT_WAYS, TO_BE_TRIED, SendingState

SENDER_JOB = "kck.handover.jobs.send_due"
SENDER_LOCK = "handover.send_due"
_RUNNING = [TaskState.WAITING, TaskState.TAKEN]


@command
def follow_tasks(case_id: int, *, at: datetime) -> list[Sending]:
    """Make the sendings and end the sendings that the case's tasks ask for. Twice is once."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    tasks = list(Task.objects.filter(case=case, contractor="", way__in=sorted(SENT_WAYS)))
    _settle(case, tasks)
    if case.needs_triage:  # the centre has not decided yet whose it is
        return []
    known = set(Sending.objects.filter(case=case).values_list("task_id", flat=True))
    missing = [one for one in tasks if one.state in _RUNNING and one.pk not in known]
    made = Sending.objects.bulk_create(
        [_sending(task, at) for task in missing], ignore_conflicts=True
    )
    if made:
        announce(f"case:{case.pk}")
        transaction.on_commit(wake, robust=True)
    return made


def _sending(task: Task, at: datetime) -> Sending:
    by_phone = task.way == WayOfWorking.PHONE
    return Sending(
        task_id=task.pk,
        case_id=task.case_id,
        unit_id=task.unit_id,
        way=task.way,
        made_at=at,
        next_at=None if by_phone else clock.real_now(),
    )


def _settle(case: Case, tasks: list[Task]) -> None:
    """What is over is not sent; what was sent is over with its task."""
    ended = [task.pk for task in tasks if task.state not in _RUNNING]
    rows = Sending.objects.filter(task_id__in=ended).exclude(state__in=sorted(OVER))
    # one that is on its way is left to its sender, and settled after it
    rows = rows.exclude(state=SendingState.SENDING)
    over: dict[str, Any] = {"next_at": None, "lease_until": None}
    unsent = rows.filter(state__in=[*TO_BE_TRIED, SendingState.STUCK], way__in=_SENT_BY_US)
    changed = unsent.update(state=SendingState.CANCELLED, **over)
    changed += rows.update(state=SendingState.DONE, **over)
    if changed:
        announce(f"case:{case.pk}")


_SENT_BY_US = [WayOfWorking.LINK, WayOfWorking.OPEN311]


@command
def retry(sending_id: int, *, at: datetime, by: Actor) -> Sending:
    """Try again at once, with all attempts anew. One that did not fail stays as it is."""
    sending = Sending.objects.select_for_update(of=("self",)).get(pk=sending_id)
    case = Case.objects.get(pk=sending.case_id)
    require(policy.may_retry(by, case))
    if sending.state not in {SendingState.FAILED, SendingState.STUCK}:
        return sending
    sending.state, sending.attempts, sending.lost = SendingState.WAITING, 0, 0
    sending.next_at = clock.real_now()
    sending.save(update_fields=["state", "attempts", "lost", "next_at"])
    record(SendingRetried(**facts_of(sending)), by=by, at=at, topics=topics_of(sending))
    transaction.on_commit(wake, robust=True)
    return sending


@command
def settle(sending_id: int, *, at: datetime, by: Actor) -> None:
    """Somebody has looked at the trouble, and it is none any more."""
    sending = Sending.objects.select_for_update(of=("self",)).get(pk=sending_id)
    require(policy.may_retry(by, Case.objects.get(pk=sending.case_id)))
    trouble(sending_id, None, at=at, by=by)


@command
def accept_by_far(sending_id: int, far_number: str, *, at: datetime) -> None:
    """The far end told its number after all. Telling it again changes nothing."""
    sending = Sending.objects.select_for_update(of=("self",)).get(pk=sending_id)
    if sending.far_number or sending.state == SendingState.SENDING:
        return
    sending.far_number, sending.accepted_at = far_number[:120], at
    sending.sent_at, sending.unsure, sending.next_at = sending.sent_at or at, False, None
    if sending.state not in OVER:
        sending.state, sending.reason, sending.why = SendingState.ACCEPTED, "", None
    sending.save()
    record(SendingAccepted(**facts_of(sending)), by=PLATFORM, at=at, topics=topics_of(sending))


@command
def note_far_state(sending_id: int, far_state: str) -> None:
    """What the far end calls the state it is in."""
    changed = (
        Sending.objects.filter(pk=sending_id)
        .exclude(far_state=far_state[:60])
        .update(far_state=far_state[:60])
    )
    if changed:
        announce(f"case:{Sending.objects.values_list('case_id', flat=True).get(pk=sending_id)}")


@command
def trouble(sending_id: int, why: Reason | None, *, at: datetime, by: Actor) -> bool:
    """Keep what somebody should look at; True when it is news. None: it is over."""
    sending = Sending.objects.select_for_update(of=("self",)).get(pk=sending_id)
    before, now = (sending.trouble, sending.trouble_why), columns(why)
    if before == now:
        return False
    sending.trouble, sending.trouble_why = now
    sending.save(update_fields=["trouble", "trouble_why"])
    if why:
        record(SendingTroubled(**facts_of(sending)), by=by, at=at, topics=topics_of(sending))
    else:
        announce(*topics_of(sending))
    return True


def facts_of(sending: Sending) -> dict[str, Any]:
    return {
        "sending_id": sending.pk,
        "case_id": sending.case_id,
        "unit_id": sending.unit_id,
        "way": sending.way,
    }


def topics_of(sending: Sending) -> list[str]:
    return [f"case:{sending.case_id}", f"unit:{sending.unit_id}", "centre"]


def wake() -> None:
    """Have a sender look, unless one is about to. The rows are the queue: nothing can be lost."""
    with suppress(AlreadyEnqueued):
        app.configure_task(SENDER_JOB, queueing_lock=SENDER_LOCK).defer(timestamp=0)
