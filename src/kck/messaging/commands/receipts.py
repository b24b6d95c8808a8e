"""What far ends say after they took a message: that it arrived, or that it came back."""

from datetime import datetime, timedelta

from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import command, record
from kck.messaging.commands.suppressing import suppress_address
from kck.messaging.events import DeliveryReturned
from kck.messaging.ids import delivery_of
from kck.messaging.models import Delivery
from kck.messaging.rules import is_gone
from kck.messaging.terms import DeliveryState, Reason

_LONGEST_REASON = 300
_RECENT = timedelta(days=10)
_OURS = frozenset({DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.CLAIMED})


@command
def note_receipt(
    *,
    own_id: str = "",
    channel: str = "",
    far_end_id: str = "",
    arrived: bool,
    reason: str = "",
    gone: bool = False,
    at: datetime,
) -> int | None:
    """A far end's report about a message, by our id of it or, with its channel, by theirs.

    The delivery it is about; None when it is none of ours. Told twice it changes nothing.
    """
    row = _by_own_id(own_id) if own_id else _by_far_end_id(channel, far_end_id)
    if row is None:
        return None
    if arrived:
        _arrived(row, at)
    else:
        _came_back(row, reason or Reason.BOUNCED, status="", gone=gone, at=at)
    return row.pk


@command
def note_bounce(
    message_id: str, recipient: str, status: str, diagnostic: str, *, at: datetime
) -> int | None:
    """A delivery status notification (RFC 3464) or one of its free-form cousins.

    `status` is the enhanced code, "" when it has none: then it failed. The delivery it is about;
    None when it is none of ours. An address is suppressed only for a report that knows the
    Message-ID, which nobody can guess: anybody may write that a mail came back.
    """
    row = _by_own_id(message_id)
    certain = row is not None
    row = row or _by_address(recipient)
    if row is None:
        return None
    if status.startswith("2."):
        _arrived(row, at)
    elif not status.startswith("4."):  # 4: delayed, and they go on trying
        gone = certain and is_gone(status, diagnostic)
        _came_back(row, f"{status} {diagnostic}".strip(), status=status, gone=gone, at=at)
    return row.pk


def _by_own_id(own_id: str) -> Delivery | None:
    if not own_id:
        return None
    rows = Delivery.objects.select_for_update(of=("self",))
    of_mailing = delivery_of(own_id)
    if of_mailing is not None:
        return rows.filter(pk=of_mailing, mailing__isnull=False).first()
    bare = f"<{own_id.strip().strip('<>')}>"
    return rows.filter(own_id=bare).order_by("-pk").first()


def _by_far_end_id(channel: str, far_end_id: str) -> Delivery | None:
    if not far_end_id:
        return None
    rows = Delivery.objects.select_for_update(of=("self",))
    return rows.filter(channel=channel, far_end_id=far_end_id).order_by("-pk").first()


def _by_address(recipient: str) -> Delivery | None:
    """The last single mail there; of a mailing every report has the Message-ID or is let go."""
    if not recipient:
        return None
    recent = Delivery.objects.filter(
        made_at__gt=clock.real_now() - _RECENT, erased_at=None, mailing=None
    )
    rows = recent.filter(address__iexact=recipient.strip(), state=DeliveryState.SENT)
    return rows.select_for_update(of=("self",)).order_by("-pk").first()


def _arrived(row: Delivery, at: datetime) -> None:
    if row.arrived_at is None and row.state in _OURS:
        row.state, row.arrived_at = DeliveryState.SENT, at
        row.receipt_by = row.next_try_at = row.lease_until = None
        row.save(update_fields=["state", "arrived_at", "receipt_by", "next_try_at", "lease_until"])


def _came_back(row: Delivery, reason: str, *, status: str, gone: bool, at: datetime) -> None:
    if row.state not in _OURS:
        return
    said = reason.replace(row.address, "…") if row.address else str(Reason.BOUNCED)
    row.state, row.reason, row.arrived_at = DeliveryState.FAILED, said[:_LONGEST_REASON], None
    row.next_try_at = row.lease_until = None
    row.receipt_by = clock.real_now() if row.ways else None
    row.save(
        update_fields=[
            "state", "reason", "arrived_at", "next_try_at", "lease_until", "receipt_by",
        ]
    )  # fmt: skip
    if gone:
        suppress_address(
            row.channel, row.address, person_id=row.person_id, reason=Reason.GONE, answer=said,
            at=at, by=PLATFORM,
        )  # fmt: skip
    record(DeliveryReturned(delivery_id=row.pk, status=status), by=PLATFORM, at=at)
