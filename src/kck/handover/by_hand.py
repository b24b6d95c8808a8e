"""What people find out about a sending: its mail came back, it was told by telephone, once more."""

from datetime import datetime

from django.db import transaction

from kck.cases.models import Case
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import announce, command, record
from kck.foundation.reasons import Reason, columns
from kck.foundation.verdict import require
from kck.handover import policy
from kck.handover.commands import facts_of, topics_of, wake
from kck.handover.events import SendingAccepted, SendingRetried, SendingStuck
from kck.handover.models import Sending
from kck.handover.terms import OVER, TO_BE_TRIED, SendingState


@command
def undelivered(sending_id: int, why: Reason, *, at: datetime, by: Actor = PLATFORM) -> bool:
    """What was handed over did not arrive after all: given up until a person has looked."""
    sending = Sending.objects.select_for_update(of=("self",)).get(pk=sending_id)
    if sending.state != SendingState.SENT:
        return False
    sending.state = SendingState.STUCK
    sending.reason, sending.why = columns(why)
    sending.save(update_fields=["state", "reason", "why"])
    record(SendingStuck(**facts_of(sending)), by=by, at=at, topics=topics_of(sending))
    return True


@command
def told_by_phone(
    case_id: int, *, unit_id: int, accepted: bool, at: datetime, by: Actor
) -> Sending | None:
    """Whatever the way was, the unit knows of the case now."""
    rows = Sending.objects.select_for_update(of=("self",)).filter(case_id=case_id, unit_id=unit_id)
    sending = rows.exclude(state__in=[*OVER, SendingState.SENDING]).order_by("-pk").first()
    if sending is None or sending.state == SendingState.ACCEPTED:
        return sending
    sending.state = SendingState.ACCEPTED if accepted else SendingState.SENT
    sending.sent_at, sending.next_at = sending.sent_at or at, None
    sending.accepted_at = at if accepted else None
    _forget_what_was_wrong(sending)
    sending.save()
    if accepted:
        record(SendingAccepted(**facts_of(sending)), by=by, at=at, topics=topics_of(sending))
    announce(*topics_of(sending))
    return sending


@command
def carried(unit_id: int, case_ids: list[int], *, at: datetime) -> int:
    """A list with these cases has gone to a unit that works by links: nothing more to send."""
    unsent = Sending.objects.filter(
        unit_id=unit_id,
        case_id__in=case_ids,
        way=WayOfWorking.LINK,
        state__in=[*TO_BE_TRIED, SendingState.STUCK],
    )
    return unsent.update(state=SendingState.SENT, sent_at=at, next_at=None, reason="", why=None)


@command
def send_again(sending_id: int, *, at: datetime, by: Actor) -> bool:
    """A mail that arrived and was not opened goes out once more; of other ways nothing can."""
    sending = Sending.objects.select_for_update(of=("self",)).get(pk=sending_id)
    require(policy.may_retry(by, Case.objects.get(pk=sending.case_id)))
    if sending.way != WayOfWorking.LINK or sending.state in {*OVER, SendingState.SENDING}:
        return False
    sending.state, sending.attempts, sending.lost = SendingState.WAITING, 0, 0
    sending.unsure, sending.next_at = False, clock.real_now()
    _forget_what_was_wrong(sending)
    sending.save()
    record(SendingRetried(**facts_of(sending)), by=by, at=at, topics=topics_of(sending))
    transaction.on_commit(wake, robust=True)
    return True


def _forget_what_was_wrong(sending: Sending) -> None:
    sending.reason, sending.why = columns(None)
    sending.trouble, sending.trouble_why = columns(None)
