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


class MailingKind(StrEnum):
    """Fixed when a mailing is made: no screen turns one into the other, nor does the database."""

    SERVICE = "service"  # a matter of one's own, danger, a duty of the city
    PROMOTION = "promotion"  # only with prior consent

    @property
    def label(self) -> Any:
        return KIND_LABELS[self]


KIND_LABELS = {
    MailingKind.SERVICE: _("informacja"),
    MailingKind.PROMOTION: _("promocja"),
}


class Ground(StrEnum):
    """Why the city may write to somebody without having been asked to."""

    MATTER = "matter"
    DANGER = "danger"
    DUTY = "duty"

    @property
    def label(self) -> Any:
        return GROUND_LABELS[self]


GROUND_LABELS = {
    Ground.MATTER: _("sprawa odbiorcy"),
    Ground.DANGER: _("zagrożenie"),
    Ground.DUTY: _("obowiązek miasta"),
}
# these do not wait for the morning
URGENT = frozenset({Ground.DANGER, Ground.DUTY})


class MailingState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"  # its recipients are set, and it may begin
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"  # for good
    DONE = "done"

    @property
    def label(self) -> Any:
        return MAILING_LABELS[self]


MAILING_LABELS = {
    MailingState.DRAFT: _("szkic"),
    MailingState.APPROVED: _("zatwierdzona"),
    MailingState.SENDING: _("w trakcie wysyłania"),
    MailingState.PAUSED: _("wstrzymana"),
    MailingState.STOPPED: _("zatrzymana"),
    MailingState.DONE: _("zakończona"),
}
# a sender may take its deliveries
RUNNING = frozenset({MailingState.APPROVED, MailingState.SENDING})


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
    LOST_OF_MANY = "lost-of-many"
    GONE = "gone"
    OPTED_OUT = "opted-out"
    BY_STAFF = "by-staff"
    NO_CONSENT = "no-consent"
    TOO_OFTEN = "too-often"
    STOPPED = "stopped"
    QUIET = "quiet"
    THROTTLED = "throttled"
    NO_RECEIPT = "no-receipt"
    BOUNCED = "bounced"


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
    Reason.LOST_OF_MANY: _("wysyłanie przerwano; nie powtarzamy, dopóki ktoś o tym nie zdecyduje"),
    Reason.GONE: _("pod tym adresem nic nie dochodzi"),
    Reason.OPTED_OUT: _("odbiorca nie chce takich wiadomości"),
    Reason.BY_STAFF: _("pracownik wstrzymał wysyłanie na ten adres"),
    Reason.NO_CONSENT: _("brak zgody"),
    Reason.TOO_OFTEN: _("odbiorca dostał już w tym czasie dość wiadomości promocyjnych"),
    Reason.STOPPED: _("wysyłkę zatrzymano"),
    Reason.QUIET: _("czeka do końca ciszy nocnej"),
    Reason.THROTTLED: _("czeka, bo serwer odbiorcy przyjmuje tylko tyle naraz"),
    Reason.NO_RECEIPT: _("brak potwierdzenia odbioru"),
    Reason.BOUNCED: _("wiadomość wróciła"),
}


@dataclass(frozen=True, kw_only=True)
class Words:
    """One wording: plain text with `{{variable}}` and `{{#variable}}…{{/variable}}`."""

    subject: str = ""
    body: str


@dataclass(frozen=True, kw_only=True)
class Way:
    """Where else somebody is reached, when nothing arrives; `after` so long without a receipt.

    Without `after` only when the way before has failed: most mail servers give no receipts.
    """

    channel: str
    address: str
    after: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Where one person is reached, and what differs for them; `leave_url` stops such messages."""

    address: str
    person_id: int | None = None
    language: str = "pl"
    channel: str = "email"
    leave_url: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    ways: tuple[Way, ...] = ()  # the next ones, in this order


# what stands around every message: to residents and followers, or to who works for the city
FRAME = "messaging.frame"
STAFF_FRAME = "messaging.staff_frame"
MAILING_FRAME = "messaging.mailing_frame"  # around what many are told

# after which failure how long to wait; after the last one it is given up
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
KEPT_FOR = timedelta(days=90)  # words and addresses of what was sent


@dataclass(frozen=True, kw_only=True)
class SendingRules:
    """What a city sets in `sending.toml`. Times are of the city's clocks."""

    quiet_from: str = "21:00"
    quiet_to: str = "08:00"
    # here even a message about one's own matter waits for the morning; promotions wait everywhere
    quiet_channels: tuple[str, ...] = ("sms",)
    most_promotions: int = 2  # to one person in so many days; 0: as many as there are
    promotion_days: int = 7
    ways: tuple[str, ...] = ("email", "sms", "letter")  # the next one when one fails
    domains: Mapping[str, int] = field(default_factory=dict)  # mails a minute that they bear
