"""How far a message has come, and what of it failed. That somebody opened it is never tracked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from kck.messaging.models import Delivery, Mailing, MailingEdition, Suppression
from kck.messaging.queries import DeliveryRow, delivery_row, masked, reason_words
from kck.messaging.terms import DeliveryState, MailingState, Reason


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Counts of recipients. `arrived` are those of `sent` of which the far end said so."""

    recipients: int = 0
    queued: int = 0  # or under way
    sent: int = 0
    arrived: int = 0
    failed: int = 0
    unknown: int = 0
    suppressed: Mapping[str, int] = field(default_factory=dict)  # by `Reason`

    @property
    def withheld(self) -> int:
        return sum(self.suppressed.values())


def reach_of_message(message_id: int) -> Reach:
    return _reach(Q(message_id=message_id))


def reach_of_mailing(mailing_id: int) -> Reach:
    """Nobody before it is approved."""
    message_id = Mailing.objects.values_list("message_id", flat=True).get(pk=mailing_id)
    return _reach(Q(message_id=message_id)) if message_id else Reach()


def _reach(which: Q) -> Reach:
    rows = Delivery.objects.filter(which)
    states = dict(rows.values_list("state").annotate(Count("id")).values_list("state", "id__count"))
    why = rows.filter(state=DeliveryState.SUPPRESSED).values_list("reason").annotate(Count("id"))
    suppressed = {
        reason if reason in set(Reason) else "": count
        for reason, count in why.values_list("reason", "id__count")
    }
    return Reach(
        recipients=sum(states.values()),
        queued=states.get(DeliveryState.QUEUED, 0) + states.get(DeliveryState.CLAIMED, 0),
        sent=states.get(DeliveryState.SENT, 0),
        arrived=rows.filter(arrived_at__isnull=False).count(),
        failed=states.get(DeliveryState.FAILED, 0),
        unknown=states.get(DeliveryState.UNKNOWN, 0),
        suppressed=suppressed,
    )


@dataclass(frozen=True, kw_only=True)
class MailingRow:
    id: int
    name: str
    kind: str
    ground: str
    channel: str
    state: MailingState
    languages: tuple[str, ...]
    made_at: datetime
    approved_at: datetime | None
    starts_at: datetime | None  # real time
    ended_at: datetime | None


def mailings(limit: int = 50) -> list[MailingRow]:
    """The newest first."""
    return [_mailing_row(row) for row in Mailing.objects.order_by("-pk")[:limit]]


def mailing(mailing_id: int) -> MailingRow | None:
    row = Mailing.objects.filter(pk=mailing_id).first()
    return _mailing_row(row) if row else None


def _mailing_row(row: Mailing) -> MailingRow:
    languages = row.editions.order_by("language").values_list("language", flat=True).distinct()
    return MailingRow(
        id=row.pk, name=row.name, kind=row.kind, ground=row.ground, channel=row.channel,
        state=MailingState(row.state), languages=tuple(languages), made_at=row.made_at,
        approved_at=row.approved_at, starts_at=row.starts_at, ended_at=row.ended_at,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class EditionOfMailing:
    language: str
    subject: str
    body: str
    why: str
    author: str
    at: datetime


def editions_of(mailing_id: int) -> list[EditionOfMailing]:
    """Every edition, the latest first."""
    rows = MailingEdition.objects.filter(mailing_id=mailing_id).order_by("-pk")
    return [
        EditionOfMailing(
            language=row.language, subject=row.subject, body=row.body, why=row.why,
            author=row.author, at=row.at,
        )
        for row in rows
    ]  # fmt: skip


# -- the failed mail list


def failed(
    *, channel: str = "", mailing_id: int | None = None, before: int | None = None, limit: int = 50
) -> list[DeliveryRow]:
    """What did not arrive or may not have, the newest first; `before` is the last id of a page."""
    rows = Delivery.objects.filter(
        state__in=[DeliveryState.FAILED, DeliveryState.UNKNOWN], erased_at=None
    ).select_related("message")
    if channel:
        rows = rows.filter(channel=channel)
    if mailing_id is not None:
        rows = rows.filter(mailing_id=mailing_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [delivery_row(row) for row in rows.order_by("-id")[:limit]]


@dataclass(frozen=True, kw_only=True)
class SuppressionRow:
    """An address to which nothing is sent; masked."""

    id: int
    channel: str
    address: str
    scope: str
    reason: str
    answer: str
    since: datetime
    by: str


def suppressions(*, address: str = "", limit: int = 50) -> list[SuppressionRow]:
    """Those that stand, of one address or the newest."""
    rows = Suppression.objects.filter(lifted_at=None).order_by("-pk")
    if address:
        rows = rows.filter(address=address.strip().lower())
    return [
        SuppressionRow(
            id=row.pk, channel=row.channel, address=masked(row.address), scope=row.scope,
            reason=reason_words(row.reason), answer=row.answer, since=row.since, by=row.by,
        )
        for row in rows[:limit]
    ]  # fmt: skip
