"""Telling many people at once: written, approved with its recipients, sent, held, stopped."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import Refused, require
from kck.messaging import policy
from kck.messaging.audiences import audience
from kck.messaging.commands.telling import UnusableWords, message_once, wake
from kck.messaging.events import MailingApproved, MailingChanged, MailingEnded, MailingWritten
from kck.messaging.ids import keyed
from kck.messaging.models import Delivery, Mailing, MailingEdition
from kck.messaging.rules import problems
from kck.messaging.terms import (
    RUNNING,
    DeliveryState,
    Ground,
    MailingKind,
    MailingState,
    Reason,
    Words,
)
from kck.people.queries.consents import consented

KEY = "messaging.mailing"
_OPEN = frozenset({MailingState.APPROVED, MailingState.SENDING, MailingState.PAUSED})


@command
def draft_mailing(
    name: str,
    *,
    kind: MailingKind,
    channel: str = "email",
    ground: Ground | None = None,
    audience_name: str,
    asked: Mapping[str, Any] | None = None,
    at: datetime,
    by: Actor,
) -> Mailing:
    """Begin one. Its kind is fixed from here on; a service message says on which ground."""
    require(policy.may_write_mailings(by))
    audience(audience_name)
    mailing = Mailing.objects.create(
        name=clean(name)[:120],
        kind=kind,
        ground=ground or "",
        channel=channel,
        audience={"name": audience_name, "asked": dict(asked or {})},
        author=str(by),
        made_at=at,
    )
    _tell(MailingWritten(mailing_id=mailing.pk, kind=str(kind)), mailing.pk, by=by, at=at)
    return mailing


@command
def write_edition(
    mailing_id: int, language: str, words: Words, *, why: str, at: datetime, by: Actor
) -> MailingEdition:
    """The words in one language, while it is a draft. `UnusableWords` says what to mend."""
    require(policy.may_write_mailings(by))
    mailing = _locked(mailing_id, MailingState.DRAFT)
    words, why = Words(subject=clean(words.subject), body=clean(words.body)), clean(why)
    variables = audience(mailing.audience["name"]).values
    found = problems(words, variables, subject=mailing.channel == "email")
    found += problems(Words(body=why), variables, subject=False)
    if found:
        raise UnusableWords(found)
    return MailingEdition.objects.create(
        mailing=mailing, language=language, subject=words.subject, body=words.body,
        why=why[:300], author=str(by), at=at,
    )  # fmt: skip


@command
def approve_mailing(
    mailing_id: int, *, starts_at: datetime | None = None, at: datetime, by: Actor
) -> int:
    """Fix the recipients and let it begin; how many there are. Asking again changes nothing.

    `starts_at` is real time.
    """
    require(policy.may_send_mailings(by))
    mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
    if mailing.state != MailingState.DRAFT:
        return Delivery.objects.filter(mailing=mailing).count()
    if not mailing.editions.exists():
        raise Refused(str(_("Najpierw napisz treść wiadomości.")))
    dedupe = f"mailing:{mailing.pk}"
    mailing.message, _fresh = message_once(KEY, dedupe=dedupe, about=dedupe, at=at, by=by)
    mailing.state, mailing.starts_at = MailingState.APPROVED, starts_at
    mailing.approved_at, mailing.approved_by = at, str(by)
    mailing.save()
    count = _fan_out(mailing, starts_at)
    fact = MailingApproved(mailing_id=mailing.pk, recipients=count)
    _tell(fact, mailing.pk, by=by, at=at)
    transaction.on_commit(wake, robust=True)
    return count


# in the order of the index that says that nobody is told twice
_FAN_OUT = """
INSERT INTO messaging_delivery (
       message_id, mailing_id, recipient, person_id, channel, address, language, subject, body,
       leave_url, own_id, state, attempts, doubts, next_try_at, reason, far_end_id, made_at, values)
SELECT %s, %s, one.recipient, one.person_id, %s, one.address, one.language, '', '', '', '',
       CASE WHEN one.address = '' THEN 'suppressed' ELSE 'queued' END, 0, 0,
       CASE WHEN one.address = '' THEN NULL ELSE %s END,
       CASE WHEN one.address = '' THEN 'no-address' ELSE '' END, '', %s, one.values
  FROM (SELECT DISTINCT ON (same) asked.*, {recipient} AS recipient,
               CASE WHEN asked.address = '' THEN 'person:' || asked.person_id
                    ELSE lower(asked.address) END COLLATE "C" AS same
          FROM ({selection}) AS asked
         WHERE (asked.address <> '' OR asked.person_id IS NOT NULL) {only}
         ORDER BY same, asked.person_id) AS one
 ORDER BY one.recipient COLLATE "C"
"""
_RECIPIENT = """CASE WHEN asked.person_id IS NOT NULL THEN 'person:' || asked.person_id
  ELSE 'address:' || left(encode(sha256(convert_to(%s || lower(asked.address), 'UTF8')), 'hex'), 32)
  END"""


def _fan_out(mailing: Mailing, starts_at: datetime | None) -> int:
    """A row for each address, without words: those are spliced when it is sent."""
    chosen = audience(mailing.audience["name"])
    selection = chosen.select(mailing.channel, mailing.audience["asked"])
    promotion = mailing.kind == MailingKind.PROMOTION
    agrees = consented(person="asked.person_id", purpose="%s")
    statement = _FAN_OUT.format(
        recipient=_RECIPIENT, selection=selection.sql, only=f"AND {agrees}" if promotion else ""
    )
    now = clock.real_now()
    values = [
        mailing.message_id, mailing.pk, mailing.channel, starts_at or now, now,
        keyed("recipient"), *selection.params, *([mailing.channel] if promotion else []),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


# -- while it is sent


@command
def pause_mailing(mailing_id: int, *, at: datetime, by: Actor) -> None:
    """From the next group on nothing more is handed over, by any sender."""
    _change(mailing_id, RUNNING, MailingState.PAUSED, at=at, by=by)


@command
def resume_mailing(mailing_id: int, *, at: datetime, by: Actor) -> None:
    paused = frozenset({MailingState.PAUSED})
    _change(mailing_id, paused, MailingState.SENDING, at=at, by=by)
    transaction.on_commit(wake, robust=True)


@command
def stop_mailing(mailing_id: int, *, at: datetime, by: Actor) -> int:
    """For good: whatever was not handed over never is. How many that concerns."""
    _change(mailing_id, _OPEN, MailingState.STOPPED, at=at, by=by)
    return withhold_stopped()


@command
def withhold_stopped() -> int:
    """A sender that held some when their mailing was stopped has given them back since."""
    # first which they are: they are few, and a join would be planned for all deliveries
    stopped = list(Mailing.objects.filter(state=MailingState.STOPPED).values_list("pk", flat=True))
    if not stopped:
        return 0
    waiting = Delivery.objects.filter(mailing_id__in=stopped, next_try_at__isnull=False)
    return waiting.update(state=DeliveryState.SUPPRESSED, next_try_at=None, reason=Reason.STOPPED)


def _change(
    mailing_id: int, of: frozenset[MailingState], to: MailingState, *, at: datetime, by: Actor
) -> None:
    require(policy.may_send_mailings(by))
    mailing = _locked(mailing_id, *of)
    was, mailing.state = mailing.state, to
    mailing.ended_at = at if to == MailingState.STOPPED else None
    mailing.save(update_fields=["state", "ended_at"])
    fact = MailingChanged(mailing_id=mailing.pk, was=str(was), state=str(to))
    _tell(fact, mailing.pk, by=by, at=at)


@command
def send_unknown_again(mailing_id: int, *, at: datetime, by: Actor) -> int:
    """A person decided that those in doubt get it once more, with the same Message-ID."""
    require(policy.may_send_mailings(by))
    mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
    unknown = Delivery.objects.filter(
        mailing=mailing, state=DeliveryState.UNKNOWN, next_try_at=None
    ).exclude(address="")
    count = unknown.update(next_try_at=clock.real_now())
    if count and mailing.state == MailingState.DONE:
        _change(mailing_id, frozenset({MailingState.DONE}), MailingState.SENDING, at=at, by=by)
    transaction.on_commit(wake, robust=True)
    return count


def running_mailings(channel: str = "") -> list[Mailing]:
    """Those a sender may take from now."""
    now = clock.real_now()
    rows = Mailing.objects.filter(Q(starts_at=None) | Q(starts_at__lte=now), state__in=RUNNING)
    return list((rows.filter(channel=channel) if channel else rows).order_by("pk"))


@command
def begin_mailing(mailing_id: int, *, at: datetime) -> None:
    """The first sender takes from it."""
    begun = Mailing.objects.filter(pk=mailing_id, state=MailingState.APPROVED)
    if begun.update(state=MailingState.SENDING):
        fact = MailingChanged(
            mailing_id=mailing_id, was=str(MailingState.APPROVED), state=str(MailingState.SENDING)
        )
        _tell(fact, mailing_id, by=PLATFORM, at=at)


@command
def finish_mailing(mailing_id: int, *, at: datetime) -> bool:
    """When nothing of it waits or is under way any more."""
    of_it = Delivery.objects.filter(mailing_id=mailing_id)
    if of_it.filter(next_try_at__isnull=False).exists():
        return False
    if Delivery.objects.filter(lease_until__isnull=False, mailing_id=mailing_id).exists():
        return False
    ended = Mailing.objects.filter(pk=mailing_id, state=MailingState.SENDING)
    if not ended.update(state=MailingState.DONE, ended_at=at):
        return False
    _tell(MailingEnded(mailing_id=mailing_id), mailing_id, by=PLATFORM, at=at)
    return True


def _locked(mailing_id: int, *states: MailingState) -> Mailing:
    mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
    if mailing.state not in states:
        raise Refused(str(_("Ta wysyłka jest już w innym stanie. Odśwież stronę.")))
    return mailing


def _tell(fact: Any, mailing_id: int, *, by: Actor, at: datetime) -> None:
    record(fact, by=by, at=at, stream=f"mailing:{mailing_id}", topics=[f"mailing:{mailing_id}"])
