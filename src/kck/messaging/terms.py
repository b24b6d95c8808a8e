"""The words of messaging."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from kck.foundation.text import _


class DeliveryState(StrEnum):
    QUEUED = "queued"
    CLAIMED = "claimed"  # a sender holds it until its lease ends
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"  # handed over, but nobody heard what came of it
    SUPPRESSED = "suppressed"  # must not or cannot be sent

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS = {
    DeliveryState.QUEUED: _("czeka na wysłanie"),
    DeliveryState.CLAIMED: _("wysyłana"),
    DeliveryState.SENT: _("wysłana"),
    DeliveryState.FAILED: _("nie doszła"),
    DeliveryState.UNKNOWN: _("nie wiadomo, czy doszła"),
    DeliveryState.SUPPRESSED: _("wstrzymana"),
}


class Reason(StrEnum):
    """Why a delivery is not sent, where it is us who know; the far end's own words stay as said."""

    NO_TRANSPORT = "no-transport"
    NO_SERVER = "no-server"
    NO_SENDER = "no-sender"
    LOST = "lost"
    LOST_AGAIN = "lost-again"
    LEFT = "left"
    FORGOTTEN = "forgotten"
    NO_ADDRESS = "no-address"
    BROKEN = "broken"


REASON_LABELS = {
    Reason.NO_TRANSPORT: _("ten kanał nie jest jeszcze uruchomiony"),
    Reason.NO_SERVER: _("nie skonfigurowano serwera poczty"),
    Reason.NO_SENDER: _("nie skonfigurowano adresu nadawcy"),
    Reason.LOST: _("wysyłanie przerwano; wysyłamy jeszcze raz z tym samym identyfikatorem"),
    Reason.LOST_AGAIN: _("wysyłanie przerwano dwa razy; nie próbujemy więcej"),
    Reason.LEFT: _("odbiorca nie chce wiadomości o tej sprawie"),
    Reason.FORGOTTEN: _("dane odbiorcy usunięto"),
    Reason.NO_ADDRESS: _("brak adresu"),
    Reason.BROKEN: _("błąd systemu przy wysyłaniu"),
}


@dataclass(frozen=True, kw_only=True)
class Words:
    """One wording: plain text with `{{variable}}` and `{{#variable}}…{{/variable}}`."""

    subject: str = ""
    body: str


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Where one person is reached, and what differs for them; `leave_url` stops such messages."""

    address: str
    person_id: int | None = None
    language: str = "pl"
    channel: str = "email"
    leave_url: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


# what stands around every message: to residents and followers, or to who works for the city
FRAME = "messaging.frame"
STAFF_FRAME = "messaging.staff_frame"

# after which failure how long to wait; after the last one it is given up
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
KEPT_FOR = timedelta(days=90)  # words and addresses of what was sent
