"""Taking deliveries from the queue, and writing down what came of them.

A sender claims some at a time and says, before it hands them over, how far it has come. A process
that is killed leaves claimed rows whose lease runs out: what it never began with waits again as if
nothing had been, and only what it had begun with is in doubt.
"""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.db import connection
from psycopg import generators

from kck.foundation import clock
from kck.foundation.outbox import command
from kck.messaging.terms import DeliveryState, MailingKind
from kck.people.queries.consents import consented

LEASE = timedelta(minutes=5)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Lane:
    """What a sender takes from: the single messages of a channel, or one mailing."""

    channel: str
    mailing_id: int | None = None
    kind: str = MailingKind.SERVICE
    most_promotions: int = 0  # to one person in `days`; 0: as many as there are
    days: int = 7


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A claimed delivery."""

    pk: int
    own_id: str
    person_id: int | None
    address: str
    language: str
    subject: str
    body: str
    leave_url: str
    about: str
    attempts: int
    doubts: int
    mailing_id: int | None
    values: Mapping[str, str]
    lease_until: datetime


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """What one sender holds, in the order in which it must begin with them."""

    batch_id: int = 0
    lease_until: datetime | None = None
    rows: Sequence[Held] = ()

    def __bool__(self) -> bool:
        return bool(self.rows)


# an array, since a join would be planned for the many rows that a limit by a value may let through
_CLAIM = """
UPDATE messaging_delivery AS d
   SET state = 'claimed', lease_until = %(lease)s, next_try_at = NULL, batch_id = %(batch)s
  FROM messaging_message AS m
 WHERE m.id = d.message_id AND d.id = ANY(ARRAY(
       SELECT due.id FROM messaging_delivery AS due
        WHERE {lane} AND due.next_try_at <= %(now)s AND {doubts}
        ORDER BY due.next_try_at, due.id LIMIT {most} FOR UPDATE SKIP LOCKED))
RETURNING d.id, d.own_id, d.person_id, d.address, d.language, d.subject, d.body, d.leave_url,
          m.about, d.attempts, d.doubts, d.mailing_id, d.values
"""
_SINGLE = "due.channel = %(channel)s AND due.mailing_id IS NULL"
_OF_MAILING = """due.mailing_id = %(mailing)s AND EXISTS (
  SELECT 1 FROM messaging_mailing AS mailing
   WHERE mailing.id = %(mailing)s AND mailing.state IN ('approved', 'sending'))"""
_NEXT_BATCH = "SELECT nextval(pg_get_serial_sequence('messaging_batch', 'id'))"
_KEEP_BATCH = """
INSERT INTO messaging_batch (id, claimed_at, begun_to) VALUES (%s, clock_timestamp(), 0)
"""

# looked at when it is claimed and not only when it was asked for: somebody may have left since
_WITHHOLD = """
UPDATE messaging_delivery AS d
   SET state = 'suppressed', lease_until = NULL, reason = found.why,
       receipt_by = CASE WHEN d.ways IS NOT NULL THEN %(now)s END
  FROM (SELECT held.id, COALESCE({why}) AS why FROM messaging_delivery AS held
         WHERE held.id = ANY(%(ids)s)) AS found
 WHERE d.id = found.id AND found.why IS NOT NULL
RETURNING d.id
"""
_SUPPRESSED = """(SELECT s.reason FROM messaging_suppression AS s
  WHERE s.channel = held.channel AND s.address = lower(held.address) AND s.lifted_at IS NULL
    AND s.scope = ANY(%(scopes)s) ORDER BY s.scope LIMIT 1)"""
# what somebody agrees to is a channel: the purpose of such a consent is its name
_NO_CONSENT = """CASE WHEN NOT {consented} THEN 'no-consent' END""".format(
    consented=consented(person="held.person_id", purpose="held.channel")
)
_TOO_OFTEN = """CASE WHEN %(promotions)s > 0 AND (
  SELECT count(*) FROM messaging_delivery AS told
    JOIN messaging_mailing AS other ON other.id = told.mailing_id
   WHERE told.person_id = held.person_id AND told.mailing_id <> held.mailing_id
     AND other.kind = 'promotion'
     AND (told.sent_at > %(since)s OR told.state IN ('claimed', 'unknown'))
  ) >= %(promotions)s THEN 'too-often' END"""


@command
def claim_some(lane: Lane, most: int) -> Claimed:
    """Take some due deliveries so that nobody else does; those in doubt one at a time."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_NEXT_BATCH)
            [batch_id] = cursor.fetchone()
            # one that killed its sender must not take others with it a second time
            claimed = _claim(lane, batch_id, most, "due.doubts = 0") or _claim(
                lane, batch_id, 1, "due.doubts > 0"
            )
            if not claimed:
                return claimed
            cursor.execute(_KEEP_BATCH, [batch_id])
            if kept := _without_withheld(lane, claimed):
                return kept
            forget_batch(batch_id)


def _claim(lane: Lane, batch_id: int, most: int, doubts: str) -> Claimed:
    now = clock.real_now()
    lease = now + LEASE
    statement = _CLAIM.format(
        lane=_SINGLE if lane.mailing_id is None else _OF_MAILING, doubts=doubts, most=int(most)
    )
    asked: dict[str, Any] = {
        "lease": lease,
        "now": now,
        "batch": batch_id,
        "channel": lane.channel,
        "mailing": lane.mailing_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        found = sorted(cursor.fetchall())
    return Claimed(
        batch_id=batch_id, lease_until=lease, rows=tuple(_held(row, lease) for row in found)
    )


def _held(row: Sequence[Any], lease: datetime) -> Held:
    given = json.loads(row[-1]) if isinstance(row[-1], str) else row[-1]
    facts: list[Any] = [*row[:-1], given or {}, lease]
    return Held(*facts)


def _without_withheld(lane: Lane, claimed: Claimed) -> Claimed:
    promotion = lane.kind == MailingKind.PROMOTION
    why = (_SUPPRESSED, _NO_CONSENT, _TOO_OFTEN) if promotion else (_SUPPRESSED,)
    asked: dict[str, Any] = {
        "ids": [row.pk for row in claimed.rows],
        "scopes": ["all", "promotion"] if promotion else ["all"],
        "promotions": lane.most_promotions,
        "since": clock.now() - timedelta(days=lane.days),
        "now": clock.real_now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WITHHOLD.format(why=", ".join(why)), asked)
        gone = {pk for [pk] in cursor.fetchall()}
    rows = tuple(row for row in claimed.rows if row.pk not in gone) if gone else claimed.rows
    return Claimed(batch_id=claimed.batch_id, lease_until=claimed.lease_until, rows=rows)


# -- how far a sender has come


_BEGIN = """
UPDATE messaging_batch AS b SET begun_to = %s
 WHERE b.id = %s AND (%s::bigint IS NULL OR EXISTS (
       SELECT 1 FROM messaging_mailing AS mailing
        WHERE mailing.id = %s AND mailing.state IN ('approved', 'sending')))
RETURNING b.id
"""


def begin_to(claimed: Claimed, last: Held) -> bool:
    """Say that all up to this one are begun with, before they are. False: it is stopped."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [last.pk, claimed.batch_id, last.mailing_id, last.mailing_id])
        return cursor.fetchone() is not None


# sent and not waited for: `$` because it goes past Django's cursor. Not prepared: a plan that is
# kept was made for the table as it was, and a pooler may send the next one to another process.
_ANNOUNCE = b"""
WITH done AS (
  UPDATE messaging_delivery AS d
     SET state = 'sent', reason = '', far_end_id = r.far_end_id, next_try_at = NULL,
         lease_until = NULL, attempts = d.attempts + 1, sent_at = $1::timestamptz,
         receipt_by = $2::timestamptz + (d.ways -> 0 ->> 'after')::int * interval '1 minute'
    FROM unnest($3::bigint[], $4::text[]) AS r(id, far_end_id) WHERE d.id = r.id
)
UPDATE messaging_batch AS b SET begun_to = $5::bigint
 WHERE b.id = $6::bigint AND ($7::bigint IS NULL OR EXISTS (
       SELECT 1 FROM messaging_mailing AS mailing
        WHERE mailing.id = $7::bigint AND mailing.state IN ('approved', 'sending')))
RETURNING b.id
"""


class Announced:
    """A statement that is under way; nothing else may be asked of the database until `wait`."""

    def __init__(self, connected: "psycopg.Connection[Any]") -> None:
        self._connected = connected

    def wait(self) -> bool:
        """Whether the group may begin; False: its mailing is stopped."""
        results = self._connected.wait(generators.execute(self._connected.pgconn))
        for result in results:
            if result.status not in _DONE:
                raise psycopg.errors.error_from_result(result)
        return bool(results[-1].ntuples)


_DONE = frozenset({psycopg.pq.ExecStatus.TUPLES_OK, psycopg.pq.ExecStatus.COMMAND_OK})


def announce(claimed: Claimed, last: Held, accepted: Sequence[tuple[Held, str]]) -> Announced:
    """The same as `begin_to`, and in one step that these were accepted, under which names."""
    connection.ensure_connection()
    connected: psycopg.Connection[Any] = connection.connection
    mailing = last.mailing_id
    asked = (
        clock.now().isoformat(),
        clock.real_now().isoformat(),
        _array(str(row.pk) for row, _name in accepted),
        _array(_as_item(name) for _row, name in accepted),
        str(last.pk),
        str(claimed.batch_id),
        None if mailing is None else str(mailing),
    )
    values = [None if value is None else value.encode() for value in asked]
    connected.pgconn.send_query_params(_ANNOUNCE, values)
    connected.pgconn.flush()
    return Announced(connected)


def _array(items: Iterable[str]) -> str:
    return "{" + ",".join(items) + "}"


def _as_item(name: str) -> str:
    """Of an array as PostgreSQL writes it."""
    plain = name[:200].replace("\\", "\\\\").replace('"', '\\"').replace("\0", "")
    return f'"{plain}"'


def forget_batch(batch_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM messaging_batch WHERE id = %s", [batch_id])


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What came of one attempt, and whether and when there is another."""

    delivery: Held
    state: DeliveryState
    reason: str = ""
    far_end_id: str = ""
    next_try_at: datetime | None = None
    counts: bool = True  # as an attempt
    doubtful: bool = False
    gone: bool = False  # nothing will ever arrive at this address


# who was thought dead and is not may still say that it was sent, but nothing else
_MARK = """
UPDATE messaging_delivery AS d
   SET state = r.state, reason = r.reason, far_end_id = r.far_end_id, next_try_at = r.next_try_at,
       lease_until = NULL, attempts = d.attempts + r.counts, doubts = d.doubts + r.doubtful,
       sent_at = CASE WHEN r.state = 'sent' THEN %s ELSE d.sent_at END,
       receipt_by = CASE
         WHEN r.state = 'sent' THEN %s + (d.ways -> 0 ->> 'after')::int * interval '1 minute'
         WHEN r.state = 'failed' AND d.ways IS NOT NULL THEN %s
         ELSE d.receipt_by END
  FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::text[],
              %s::timestamptz[], %s::int[], %s::int[])
       AS r(id, lease, state, reason, far_end_id, next_try_at, counts, doubtful)
 WHERE d.id = r.id AND (d.lease_until = r.lease OR r.state = 'sent')
"""


def mark(results: Sequence[Result]) -> int:
    """Write down what came of these attempts, in one statement; returns how many were sent.

    What could go another way says by when it must have arrived, or that it goes there now.
    """
    if not results:
        return 0
    now = clock.real_now()
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
        cursor.execute(_MARK, [clock.now(), now, now, *columns])
    return sum(result.state == DeliveryState.SENT for result in results)


_RELEASE = """
UPDATE messaging_delivery AS d
   SET state = CASE WHEN d.doubts = 0 THEN 'queued' ELSE 'unknown' END, lease_until = NULL,
       next_try_at = r.next_try_at, reason = CASE WHEN %s <> '' THEN %s ELSE d.reason END
  FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS r(id, lease, next_try_at)
 WHERE d.id = r.id AND d.lease_until = r.lease
"""


def give_back(rows: Mapping[Held, datetime], reason: str = "") -> None:
    """What was not begun with waits again, until these moments; that was no attempt."""
    if not rows:
        return
    columns: list[list[Any]] = [
        [row.pk for row in rows],
        [row.lease_until for row in rows],
        list(rows.values()),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, [reason, reason, *columns])


# -- senders that died


# a server that was restarted since may have lost how far the sender had come
_NEVER_BEGUN = """
UPDATE messaging_delivery AS d
   SET state = 'queued', lease_until = NULL, next_try_at = %(now)s
  FROM messaging_batch AS b
 WHERE d.state = 'claimed' AND d.lease_until < %(now)s AND d.doubts = 0
   AND b.id = d.batch_id AND d.id > b.begun_to AND b.claimed_at > pg_postmaster_start_time()
"""
# of many nobody is told twice: a person looks at them and decides
_OF_MANY = """
UPDATE messaging_delivery SET state = 'unknown', lease_until = NULL, next_try_at = NULL,
       attempts = attempts + 1, doubts = doubts + 1, reason = 'lost-of-many'
 WHERE state = 'claimed' AND lease_until < %(now)s AND mailing_id IS NOT NULL
"""
_TWICE = """
UPDATE messaging_delivery SET state = 'unknown', lease_until = NULL,
       attempts = attempts + 1, doubts = doubts + 1, reason = 'lost-again'
 WHERE state = 'claimed' AND lease_until < %(now)s AND doubts > 0
"""
_ONCE = """
UPDATE messaging_delivery SET state = 'unknown', lease_until = NULL, next_try_at = %(now)s,
       attempts = attempts + 1, doubts = doubts + 1, reason = 'lost'
 WHERE state = 'claimed' AND lease_until < %(now)s
"""


@command
def give_up_lost_leases() -> int:
    """Claimed by a process that is gone: how many of them are in doubt."""
    asked = {"now": clock.real_now()}
    with connection.cursor() as cursor:
        cursor.execute(_NEVER_BEGUN, asked)
        again, doubted = cursor.rowcount, []
        for statement in (_OF_MANY, _TWICE, _ONCE):
            cursor.execute(statement, asked)
            doubted.append(cursor.rowcount)
    if again or any(doubted):
        _log.warning(
            "deliveries lost their sender: %s never begun, %s of many, %s twice, %s once",
            again, *doubted,
        )  # fmt: skip
    return sum(doubted)
