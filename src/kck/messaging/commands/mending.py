"""What did not arrive: sent again, to another address, or another way."""

from datetime import datetime

from django.db import transaction

from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _
from kck.foundation.verdict import Refused, require
from kck.messaging import policy
from kck.messaging.commands.telling import wake
from kck.messaging.events import DeliveryMended
from kck.messaging.ids import own_id
from kck.messaging.models import Delivery, Mailing, Suppression
from kck.messaging.outgoing import mailing_wording
from kck.messaging.terms import DeliveryState, MailingState

_MENDABLE = frozenset({DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.SUPPRESSED})
_AT_ONCE = 100


@command
def resend(delivery_id: int, *, at: datetime, by: Actor) -> None:
    """Once more as it was, with the same Message-ID. While it waits, asking changes nothing."""
    row = _mendable(delivery_id, by)
    if row is not None:
        _refuse_suppressed(row.channel, row.address)
        _queue(row, how="again", at=at, by=by)


@command
def correct_address(delivery_id: int, address: str, *, at: datetime, by: Actor) -> None:
    """To the address that was meant. What is known of the person is corrected with the person."""
    row = _mendable(delivery_id, by)
    if row is not None:
        row.address = address.strip()
        _refuse_suppressed(row.channel, row.address)
        _queue(row, how="address", at=at, by=by)


@command
def use_channel(
    delivery_id: int, channel: str, address: str, *, at: datetime, by: Actor
) -> int | None:
    """The same words another way; the delivery that was made, None when there was one already."""
    row = _mendable(delivery_id, by)
    if row is None:
        return None
    _refuse_suppressed(channel, address)
    subject, body = _words(row, at)
    other = _another_way(row, channel, address.strip(), subject=subject, body=body)
    row.ways, row.receipt_by, row.next_try_at = None, None, None
    row.save(update_fields=["ways", "receipt_by", "next_try_at"])
    record(DeliveryMended(delivery_id=row.pk, how="channel"), by=by, at=at)
    transaction.on_commit(wake, robust=True)
    return other


@command
def go_another_way(*, at: datetime) -> int:
    """What failed, or has had no receipt for too long, goes the next way. At most a hundred."""
    due = Delivery.objects.filter(receipt_by__lte=clock.real_now()).select_related("message")
    rows = list(due.select_for_update(of=("self",), skip_locked=True)[:_AT_ONCE])
    for row in rows:
        if row.ways and row.arrived_at is None and row.erased_at is None:
            first, *rest = row.ways
            _another_way(
                row, first["channel"], first["address"], subject=first["subject"],
                body=first["body"], ways=rest,
            )  # fmt: skip
        row.ways = row.receipt_by = None
        row.save(update_fields=["ways", "receipt_by"])
    if rows:
        transaction.on_commit(wake, robust=True)
    return len(rows)


def _mendable(delivery_id: int, by: Actor) -> Delivery | None:
    require(policy.may_mend(by))
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("message")
    row = rows.get(pk=delivery_id)
    if row.erased_at is not None:
        raise Refused(str(_("Treść i adres tej wiadomości już usunięto.")))
    if row.next_try_at is not None or row.state not in _MENDABLE:
        return None
    return row


def _refuse_suppressed(channel: str, address: str) -> None:
    """Whoever knows better lifts it first, and answers for it."""
    standing = Suppression.objects.filter(
        channel=channel, address=address.strip().lower(), scope=Suppression.Scope.ALL,
        lifted_at=None,
    )  # fmt: skip
    if not address or standing.exists():
        raise Refused(str(_("Na ten adres nie wysyłamy. Popraw go albo zdejmij blokadę.")))


def _queue(row: Delivery, *, how: str, at: datetime, by: Actor) -> None:
    row.state, row.attempts, row.doubts, row.reason = DeliveryState.QUEUED, 0, 0, ""
    row.next_try_at, row.receipt_by = clock.real_now(), None
    row.save()
    if row.mailing_id is not None:
        Mailing.objects.filter(pk=row.mailing_id, state=MailingState.DONE).update(
            state=MailingState.SENDING, ended_at=None
        )
    record(DeliveryMended(delivery_id=row.pk, how=how), by=by, at=at)
    transaction.on_commit(wake, robust=True)


def _words(row: Delivery, at: datetime) -> tuple[str, str]:
    if row.mailing is None:
        return row.subject, row.body
    words = mailing_wording(row.mailing, row.language, at).words(row.values or {})
    return words.subject, words.body


def _another_way(
    row: Delivery,
    channel: str,
    address: str,
    *,
    subject: str,
    body: str,
    ways: list[dict[str, object]] | None = None,
) -> int | None:
    """A delivery of its own, since how each of them went is to be seen."""
    now = clock.real_now()
    found, made = Delivery.objects.get_or_create(
        message=row.message,
        recipient=row.recipient,
        channel=channel,
        defaults={
            "person_id": row.person_id,
            "address": address,
            "language": row.language,
            "subject": subject,
            "body": body,
            "leave_url": row.leave_url,
            "own_id": own_id(row.message.dedupe, row.recipient, channel),
            "next_try_at": now,
            "made_at": now,
            "ways": ways or None,
        },
    )
    return found.pk if made else None
