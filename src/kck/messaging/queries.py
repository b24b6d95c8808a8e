"""What screens ask about messages, deliveries and texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q

from kck.foundation import clock
from kck.messaging.html import as_html
from kck.messaging.models import Delivery, TextEdition
from kck.messaging.registry import LANGUAGES, MessageText, message_text, message_texts
from kck.messaging.rules import problems, render
from kck.messaging.terms import (
    REASON_LABELS,
    DeliveryState,
    Reason,
    Recipient,
    Words,
)
from kck.messaging.wording import Renderer, current_words


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    """One delivery as staff see it; the address is masked."""

    id: int
    key: str
    about: Any  # on which occasion
    stream: str  # about which thing ("case:12"); "" for none
    person_id: int | None
    channel: str
    address: str
    language: str
    subject: str
    body: str
    state: DeliveryState
    reason: str
    attempts: int
    at: datetime  # when it was asked for
    sent_at: datetime | None
    next_try_at: datetime | None  # real time

    @property
    def trouble(self) -> bool:
        return self.state in {DeliveryState.FAILED, DeliveryState.UNKNOWN}


def deliveries_of(about: str) -> list[DeliveryRow]:
    """All deliveries about a thing ("case:12"), the newest first."""
    rows = Delivery.objects.filter(message__about=about).select_related("message")
    return [delivery_row(row) for row in rows.order_by("-id")]


def deliveries_to(person_ids: Iterable[int], *, limit: int = 30) -> list[DeliveryRow]:
    """What was sent to somebody, about whatever, the newest first."""
    rows = Delivery.objects.filter(person_id__in=list(person_ids), erased_at=None)
    return [delivery_row(row) for row in rows.select_related("message").order_by("-id")[:limit]]


def troubled(limit: int = 100) -> list[DeliveryRow]:
    """What did not arrive or may not have, the newest first."""
    rows = Delivery.objects.filter(
        state__in=[DeliveryState.FAILED, DeliveryState.UNKNOWN]
    ).select_related("message")
    return [delivery_row(row) for row in rows.order_by("-id")[:limit]]


def delivery_row(row: Delivery) -> DeliveryRow:
    text = {text.key: text for text in message_texts()}.get(row.message.key)
    return DeliveryRow(
        id=row.pk,
        key=row.message.key,
        about=text.about if text else row.message.key,
        stream=row.message.about,
        person_id=row.person_id,
        channel=row.channel,
        address=masked(row.address),
        language=row.language,
        subject=row.subject,
        body=row.body,
        state=DeliveryState(row.state),
        reason=_without(row.address, reason_words(row.reason)),
        attempts=row.attempts,
        at=row.message.at,
        sent_at=row.sent_at,
        next_try_at=row.next_try_at,
    )


def _without(address: str, reason: str) -> str:
    """The far end likes to quote the address."""
    return reason.replace(address, masked(address)) if address else reason


def reason_words(reason: str) -> str:
    """Our own reasons in the reader's language; the far end's words as they came."""
    return str(REASON_LABELS[Reason(reason)]) if reason in set(Reason) else reason


def masked(address: str) -> str:
    """Enough to recognise an address, not enough to use it: j…@example.com."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}…{at}{domain}" if at else address[:3] + "…" * bool(address)


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """How the queue of one channel stands."""

    channel: str
    counts: dict[str, int]  # every state except sent and suppressed
    late_seconds: float  # how long the oldest one that could be sent has been waiting
    reason: str  # why the oldest waits, if known


def backlog() -> list[Backlog]:
    """Every channel with something that is not settled; costs as much as there is trouble."""
    now = clock.real_now()
    counted: dict[str, dict[str, int]] = {}
    # each of these has a small index of its own
    unsettled = (
        Q(next_try_at__isnull=False)
        | Q(lease_until__isnull=False)
        | Q(state__in=[DeliveryState.UNKNOWN, DeliveryState.FAILED])
    )
    rows = Delivery.objects.filter(unsettled).values_list("channel", "state")
    for channel, state, count in rows.annotate(Count("id")).order_by("channel", "state"):
        counted.setdefault(channel, {})[state] = count
    oldest = dict(
        Delivery.objects.waiting()
        .values_list("channel")
        .annotate(Min("next_try_at"))
        .values_list("channel", "next_try_at__min")
    )
    return [
        Backlog(
            channel=channel,
            counts=counts,
            late_seconds=max(0.0, (now - oldest[channel]).total_seconds())
            if channel in oldest
            else 0.0,
            reason=_why_waiting(channel),
        )
        for channel, counts in counted.items()
    ]


def _why_waiting(channel: str) -> str:
    first = Delivery.objects.waiting().filter(channel=channel).order_by("next_try_at", "id").first()
    return reason_words(first.reason) if first else ""


# texts


@dataclass(frozen=True, kw_only=True)
class TextRow:
    key: str
    about: Any
    edited: tuple[str, ...]  # languages with the city's own words


def texts(at: datetime) -> list[TextRow]:
    """Every text there is, and where the city speaks in its own words."""
    latest = (
        TextEdition.objects.filter(since__lte=at)
        .order_by("key", "language", "-since", "-id")
        .distinct("key", "language")
        .values_list("key", "language", "default")
    )
    own = {(key, language) for key, language, default in latest if not default}
    return [
        TextRow(
            key=text.key,
            about=text.about,
            edited=tuple(lang for lang in LANGUAGES if (text.key, lang) in own),
        )
        for text in message_texts()
    ]


def text(key: str) -> MessageText | None:
    """One text with its variables, samples and shipped words."""
    return {text.key: text for text in message_texts()}.get(key)


def words(key: str, language: str, at: datetime) -> Words:
    return current_words(key, language, at)


@dataclass(frozen=True, kw_only=True)
class EditionRow:
    id: int
    subject: str
    body: str
    default: bool
    since: datetime
    author: str


def history(key: str, language: str) -> list[EditionRow]:
    """All editions of a text in one language, the latest first."""
    rows = TextEdition.objects.filter(key=key, language=language).order_by("-since", "-id")
    return [
        EditionRow(
            id=row.pk,
            subject=row.subject,
            body=row.body,
            default=row.default,
            since=row.since,
            author=row.author,
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class Preview:
    subject: str
    text: str
    html: str
    problems: tuple[str, ...]


def preview(key: str, language: str, *, subject: str, body: str, at: datetime) -> Preview:
    """The whole message as it would arrive with these words, made with the samples."""
    found = message_text(key)
    words = Words(subject=subject, body=body)
    wrong = problems(words, found.variables, must=found.must, subject=found.subject)
    shown = _sample(found, words, language, at)
    return Preview(
        subject=shown.subject,
        text=shown.body,
        html=as_html(subject=shown.subject, text=shown.body, language=language),
        problems=tuple(wrong),
    )


def _sample(text: MessageText, words: Words, language: str, at: datetime) -> Words:
    if text.is_frame:
        return render(words, text.variables)
    renderer = Renderer(text.key, text.variables, at, words=words)
    sample = Recipient(address="", language=language, leave_url=_LEAVE_SAMPLE)
    return renderer(sample)


_LEAVE_SAMPLE = "https://kontakt.example/s/leave/6f1b…"


def messages_of_person(person_id: int) -> Iterable[Delivery]:
    """For the export of everything we hold about somebody."""
    rows = Delivery.objects.filter(person_id=person_id, erased_at=None)
    return rows.select_related("message").order_by("id")


def persons_of(about: str) -> set[int]:
    """Whom we hold messages to about a thing."""
    rows = Delivery.objects.filter(message__about=about, erased_at=None)
    return {pk for pk in rows.values_list("person_id", flat=True) if pk is not None}


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What came of a message to one recipient, once nothing is tried any more."""

    arrived: bool
    reason: str


def settled(abouts: Iterable[str]) -> dict[str, Settled]:
    """By what they are about, those that were sent or given up."""
    rows = Delivery.objects.filter(
        message__about__in=list(abouts), state__in=[*_ARRIVED, *_GIVEN_UP], next_try_at=None
    )
    return {
        about: Settled(arrived=state in _ARRIVED, reason=reason_words(reason))
        for about, state, reason in rows.order_by("pk").values_list(
            "message__about", "state", "reason"
        )
    }


# where nobody knows whether it arrived, it may have
_ARRIVED = frozenset({DeliveryState.SENT, DeliveryState.UNKNOWN})
_GIVEN_UP = frozenset({DeliveryState.FAILED, DeliveryState.SUPPRESSED})
