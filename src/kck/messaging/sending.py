"""Sending what is queued: claim a few, hand them over outside any transaction, mark them.

A process that is killed between claiming and marking leaves claimed rows whose lease runs out.
Nobody knows what came of them, so each is tried once more, alone and with the same Message-ID; if
that is lost as well it stays "unknown" and a person decides. At most the few deliveries of one
unmarked group are ever repeated.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q

from kck.foundation import clock
from kck.foundation.outbox import command
from kck.messaging.models import Delivery
from kck.messaging.ports import (
    FarEndAway,
    NotDelivered,
    Outgoing,
    Transport,
    transport_for,
)
from kck.messaging.rules import retry_in
from kck.messaging.terms import DeliveryState, Reason

CLAIM_AT_ONCE = 20
MARK_AFTER_SECONDS = 1.0
LEASE = timedelta(minutes=5)
_HOLD_SECONDS = 120.0  # hand nothing over that late in a lease: one delivery may take a minute
_LONGEST_REASON = 300
_AWAY_FOR = timedelta(minutes=2)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one attempt, and whether and when there is another."""

    delivery: Delivery
    state: DeliveryState
    reason: str = ""
    far_end_id: str = ""
    next_try_at: datetime | None = None
    counts: bool = True  # as an attempt
    doubtful: bool = False


def send_due(*, seconds: float = 15.0) -> int:
    """Send what is due for about so long and say how many were sent. Any number may run at once."""
    give_up_lost_leases()
    until = time.monotonic() + seconds
    return sum(_send_channel(channel, until) for channel in _channels_due())


def _channels_due() -> list[str]:
    due = Delivery.objects.filter(next_try_at__lte=clock.real_now())
    return list(due.order_by("channel").values_list("channel", flat=True).distinct())


def _send_channel(channel: str, until: float) -> int:
    transport = transport_for(channel)
    obstacle = transport.not_ready() if transport else Reason.NO_TRANSPORT
    if transport is None or obstacle:
        _explain_waiting(channel, obstacle)
        return 0
    try:
        return sum(_send_claims(transport, channel, until))
    finally:
        transport.close()


def _explain_waiting(channel: str, reason: str) -> None:
    """Nothing can be sent, and that is no attempt; whoever looks shall see why."""
    due = Delivery.objects.filter(channel=channel, next_try_at__lte=clock.real_now())
    due.exclude(reason=reason).update(reason=reason)


def _send_claims(transport: Transport, channel: str, until: float) -> Iterator[int]:
    while time.monotonic() < until and (claimed := claim(channel)):
        sent, away = _send_claimed(transport, claimed)
        yield sent
        if away:
            _log.warning("%s: the far end is away", channel)
            return


@command
def claim(channel: str) -> list[Delivery]:
    """Take some due deliveries so that nobody else does; those in doubt one at a time."""
    due = (
        Delivery.objects.due(channel, clock.real_now())
        .select_related("message")
        .select_for_update(skip_locked=True, of=("self",))
    )
    # one that killed its sender must not take others with it a second time
    chosen = list(due.filter(doubts=0)[:CLAIM_AT_ONCE]) or list(due.filter(doubts__gt=0)[:1])
    lease = clock.real_now() + LEASE
    Delivery.objects.filter(pk__in=[row.pk for row in chosen]).update(
        state=DeliveryState.CLAIMED, lease_until=lease, next_try_at=None
    )
    for row in chosen:
        row.lease_until = lease
    return chosen


def _send_claimed(transport: Transport, claimed: list[Delivery]) -> tuple[int, str]:
    """Hand over one after another; what is done is marked at least once a second."""
    results: list[Result] = []
    sent, away, marked_at = 0, "", time.monotonic()
    stop_at = marked_at + _HOLD_SECONDS
    for delivery in claimed:
        if time.monotonic() > stop_at:
            break
        try:
            results.append(hand_over(transport, delivery))
        except FarEndAway as error:
            away = error.reason
            break
        if time.monotonic() - marked_at > MARK_AFTER_SECONDS:
            sent += mark(results)
            results, marked_at = [], time.monotonic()
    sent += mark(results)
    _release(claimed, away)  # whatever was not handed over
    return sent, away


def hand_over(transport: Transport, delivery: Delivery) -> Result:
    """One attempt. Whatever goes wrong with it concerns this delivery only."""
    if delivery.erased_at or not delivery.address:
        return Result(
            delivery=delivery, state=DeliveryState.SUPPRESSED, reason=Reason.FORGOTTEN, counts=False
        )
    try:
        far_end_id = transport.send(_outgoing(delivery))
    except FarEndAway:
        raise
    except NotDelivered as refused:
        return _refused(delivery, refused)
    except Exception as error:
        # the text of an exception may quote the address: its type must do
        _log.error("delivery %s broke its transport: %s", delivery.pk, type(error).__name__)
        return _refused(delivery, NotDelivered(Reason.BROKEN))
    return Result(delivery=delivery, state=DeliveryState.SENT, far_end_id=far_end_id)


def _outgoing(delivery: Delivery) -> Outgoing:
    return Outgoing(
        message_id=delivery.own_id,
        address=delivery.address,
        language=delivery.language,
        subject=delivery.subject,
        text=delivery.body,
        thread=delivery.message.about,
        leave_url=delivery.leave_url,
        at=clock.now(),
    )


def _refused(delivery: Delivery, refused: NotDelivered) -> Result:
    reason = refused.reason.replace(delivery.address, "…")[:_LONGEST_REASON]
    if refused.unknown:
        return _in_doubt(delivery, reason)
    wait = None if refused.for_good else retry_in(delivery.attempts + 1)
    return Result(
        delivery=delivery,
        state=DeliveryState.QUEUED if wait else DeliveryState.FAILED,
        reason=reason,
        next_try_at=clock.real_now() + wait if wait else None,
    )


def _in_doubt(delivery: Delivery, reason: str) -> Result:
    """The far end may have it: once more with the same Message-ID, then leave it."""
    again = clock.real_now() + timedelta(minutes=1) if delivery.doubts == 0 else None
    return Result(
        delivery=delivery,
        state=DeliveryState.UNKNOWN,
        reason=reason,
        next_try_at=again,
        doubtful=True,
    )


# who was thought dead and is not may still say that it was sent, but nothing else
_MARK = """
UPDATE messaging_delivery AS d
SET state = r.state, reason = r.reason, far_end_id = r.far_end_id, next_try_at = r.next_try_at,
    lease_until = NULL, attempts = d.attempts + r.counts, doubts = d.doubts + r.doubtful,
    sent_at = CASE WHEN r.state = 'sent' THEN %s ELSE d.sent_at END
FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::text[],
            %s::timestamptz[], %s::int[], %s::int[])
     AS r(id, lease, state, reason, far_end_id, next_try_at, counts, doubtful)
WHERE d.id = r.id AND (d.lease_until = r.lease OR r.state = 'sent')
"""


def mark(results: list[Result]) -> int:
    """Write down what came of these attempts, in one statement; returns how many were sent."""
    if not results:
        return 0
    columns: list[list[Any]] = [
        [result.delivery.pk for result in results],
        [result.delivery.lease_until for result in results],
        [str(result.state) for result in results],
        [str(result.reason) for result in results],
        [result.far_end_id[:200] for result in results],
        [result.next_try_at for result in results],
        [int(result.counts) for result in results],
        [int(result.doubtful) for result in results],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [clock.now(), *columns])
    return sum(result.state == DeliveryState.SENT for result in results)


def _release(claimed: list[Delivery], reason: str) -> None:
    """Give back what was not handed over; that was no attempt."""
    lease = claimed[0].lease_until
    held = Delivery.objects.filter(pk__in=[row.pk for row in claimed], lease_until=lease)
    now = clock.real_now()
    changes = {"next_try_at": now + _AWAY_FOR, "reason": reason} if reason else {"next_try_at": now}
    held.filter(doubts=0).update(state=DeliveryState.QUEUED, lease_until=None, **changes)
    held.filter(doubts__gt=0).update(state=DeliveryState.UNKNOWN, lease_until=None, **changes)


@command
def give_up_lost_leases() -> int:
    """Claimed by a process that is gone: once more, then unknown for good."""
    now = clock.real_now()
    lost = Delivery.objects.filter(Q(lease_until__lt=now), state=DeliveryState.CLAIMED)
    gone = {"state": DeliveryState.UNKNOWN, "lease_until": None}
    counted = {"attempts": F("attempts") + 1, "doubts": F("doubts") + 1}
    for_good = lost.filter(doubts__gt=0).update(**gone, **counted, reason=Reason.LOST_AGAIN)
    again = lost.filter(doubts=0).update(**gone, **counted, next_try_at=now, reason=Reason.LOST)
    if again or for_good:
        _log.warning(
            "%s deliveries lost their sender, %s of them twice", again + for_good, for_good
        )
    return again + for_good
