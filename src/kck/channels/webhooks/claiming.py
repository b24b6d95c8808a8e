"""Rows of the queue: claimed by who sends them, and marked with what came of it.

A sender that dies leaves rows whose lease runs out; each is sent again under the same id.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from kck.channels.webhooks.envelopes import TIMEOUT, Answer, Letter
from kck.channels.webhooks.keys import key_for
from kck.channels.webhooks.models import Delivery, Subscription
from kck.channels.webhooks.rules import retry_in
from kck.channels.webhooks.terms import DeliveryState, State, Trouble
from kck.foundation import clock

LEASE = timedelta(seconds=3 * TIMEOUT + 30)
_log = logging.getLogger(__name__)

# Of the deliveries of one case only the first unfinished one is free. A row that another sender
# holds is skipped, and what follows it in its case is not free either.
_FREE = """
SELECT free.id FROM webhooks_delivery AS free
 WHERE free.subscription_id = {subscription} AND {due}
   AND (free.stream = '' OR NOT EXISTS (
        SELECT 1 FROM webhooks_delivery AS earlier
         WHERE earlier.subscription_id = free.subscription_id AND earlier.stream = free.stream
           AND earlier.state IN ('waiting', 'sending') AND earlier.stream <> ''
           AND earlier.event_id < free.event_id))
 ORDER BY {order} LIMIT {most} FOR UPDATE OF free SKIP LOCKED
"""
# an array, since a join would be planned for the many rows that a limit by a value may let through
_CLAIM = """
UPDATE webhooks_delivery AS claimed
   SET state = 'sending', next_at = NULL, lease_until = %(lease)s, attempts = attempts + 1
 WHERE claimed.id = ANY(ARRAY({chosen}))
RETURNING claimed.id, claimed.subscription_id, claimed.attempts, claimed.own_id, claimed.event,
          claimed.body
"""
_OF_EACH = """
SELECT free.id FROM unnest(%(ids)s::bigint[], %(rooms)s::int[]) AS asked(id, room)
 CROSS JOIN LATERAL ({free}) AS free
"""
_CLAIM_MANY = _CLAIM.format(
    chosen=_OF_EACH.format(
        free=_FREE.format(
            subscription="asked.id",
            due="free.next_at <= %(now)s",
            order="free.next_at, free.event_id",
            most="asked.room",
        )
    )
)
# The freshest, due or not: one that is refused for itself must not keep the far end for dead.
_CLAIM_PROBE = _CLAIM.format(
    chosen=_FREE.format(
        subscription="%(id)s",
        due="free.next_at IS NOT NULL",
        order="free.attempts, free.event_id",
        most="1",
    )
)


@dataclass(frozen=True)
class Far:
    """A subscription as it is called."""

    url: str
    keys: tuple[bytes, ...]


def far_of(subscription: Subscription) -> Far:
    seeds = subscription.seeds(clock.real_now())
    return Far(subscription.url, tuple(key_for(seed) for seed in seeds))


def claim(rooms: Mapping[int, int], fars: Mapping[int, Far]) -> list[Letter]:
    """For each subscription at most so many that are due and first of their case."""
    if not rooms:
        return []
    asked = {"ids": list(rooms), "rooms": list(rooms.values())}
    return _claimed(_CLAIM_MANY, asked, fars)


def claim_probe(subscription_id: int, fars: Mapping[int, Far]) -> list[Letter]:
    return _claimed(_CLAIM_PROBE, {"id": subscription_id}, fars)


def _claimed(statement: str, asked: dict[str, Any], fars: Mapping[int, Far]) -> list[Letter]:
    now = clock.real_now()
    lease = now + LEASE
    with connection.cursor() as cursor:
        cursor.execute(statement, {**asked, "now": now, "lease": lease})
        rows = cursor.fetchall()
    return [
        Letter(
            delivery_id=pk,
            subscription_id=subscription_id,
            attempts=attempts,
            lease_until=lease,
            url=fars[subscription_id].url,
            keys=fars[subscription_id].keys,
            own_id=own_id,
            event=event,
            body=body.encode(),
        )
        for pk, subscription_id, attempts, own_id, event, body in rows
    ]


# who was thought dead and is not may still say that it was delivered, but nothing else
_MARK = """
UPDATE webhooks_delivery AS d
   SET state = r.state, next_at = r.next_at, lease_until = NULL, tried_at = r.tried_at,
       took_ms = r.took_ms, status = r.status, trouble = r.trouble, answer = r.answer
  FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::timestamptz[], %s::timestamptz[],
              %s::int[], %s::int[], %s::text[], %s::text[])
       AS r(id, lease, state, next_at, tried_at, took_ms, status, trouble, answer)
 WHERE d.id = r.id AND (d.lease_until = r.lease
       OR (r.state = 'delivered' AND d.state IN ('waiting', 'sending')))
"""


def mark(answers: Sequence[Answer]) -> None:
    """Write down what came of these attempts, in one statement."""
    if not answers:
        return
    now = clock.real_now()
    rows = [_marked(answer, now) for answer in answers]
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [list(column) for column in zip(*rows, strict=True)])


def _marked(answer: Answer, now: datetime) -> tuple[Any, ...]:
    state, next_at = _fate(answer, now)
    return (
        answer.letter.delivery_id,
        answer.letter.lease_until,
        str(state),
        next_at,
        answer.tried_at,
        answer.took_ms,
        answer.status,
        str(answer.trouble or ""),
        answer.text,
    )


def _fate(answer: Answer, now: datetime) -> tuple[DeliveryState, datetime | None]:
    if answer.trouble is None:
        return DeliveryState.DELIVERED, None
    if answer.gone:
        return DeliveryState.DROPPED, None
    wait = retry_in(answer.letter.attempts, asked=answer.retry_after)
    return (DeliveryState.WAITING, now + wait) if wait else (DeliveryState.FAILED, None)


def give_up_lost_leases() -> int:
    """Claimed by a process that is gone: they wait again, under the same id."""
    now = clock.real_now()
    lost = Delivery.objects.filter(lease_until__lt=now, state=DeliveryState.SENDING)
    count = lost.update(
        state=DeliveryState.WAITING, lease_until=None, next_at=now, trouble=Trouble.LOST
    )
    if count:
        _log.warning("%s webhooks lost their sender and are sent again", count)
    return count


def at_once(subscription_id: int) -> int:
    """What waits because the far end was away waits no longer."""
    now = clock.real_now()
    waiting = Delivery.objects.filter(
        subscription_id=subscription_id, state=DeliveryState.WAITING, next_at__gt=now
    )
    return waiting.update(next_at=now)


def drop_unsent(subscription_id: int) -> int:
    """The subscription has ended."""
    unsent = Delivery.objects.filter(subscription_id=subscription_id, state=DeliveryState.WAITING)
    return unsent.update(state=DeliveryState.DROPPED, next_at=None, trouble=Trouble.ENDED)


def anything_due() -> bool:
    """Whether a sender that looked now would find work."""
    now = clock.real_now()
    waiting = Delivery.objects.filter(next_at__isnull=False)
    working = waiting.filter(next_at__lte=now, subscription__state=State.ACTIVE)
    probed = waiting.filter(subscription__state=State.RESTING, subscription__probe_at__lte=now)
    return working.exists() or probed.exists()


def backlog(subscription_id: int) -> int:
    """How many wait to be sent, now or later."""
    return Delivery.objects.filter(subscription_id=subscription_id, next_at__isnull=False).count()
