"""The words of webhooks."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from kck.foundation.text import _


class Scope(StrEnum):
    """Whose eyes a subscription has."""

    PUBLIC = "public"  # what strangers may read of cases
    INTERNAL = "internal"  # also private cases, and what happens between staff

    @property
    def label(self) -> Any:
        return SCOPE_LABELS[self]


SCOPE_LABELS = {
    Scope.PUBLIC: _("publiczny: tylko to, co może przeczytać każdy"),
    Scope.INTERNAL: _("wewnętrzny: także sprawy niepubliczne i praca jednostek"),
}


class State(StrEnum):
    """How a subscription is; all but `ENDED` keep what happens meanwhile."""

    ACTIVE = "active"
    RESTING = "resting"  # the far end is dead: now and then one delivery tries it
    PAUSED = "paused"  # by hand
    ENDED = "ended"  # by hand, or the far end said 410

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS = {
    State.ACTIVE: _("działa"),
    State.RESTING: _("odbiorca nie odpowiada"),
    State.PAUSED: _("wstrzymana"),
    State.ENDED: _("zakończona"),
}
STATE_COLOURS = {
    State.ACTIVE: "success",
    State.RESTING: "danger",
    State.PAUSED: "warning",
    State.ENDED: "neutral",
}
LIVE = (State.ACTIVE, State.RESTING, State.PAUSED)


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"  # a sender holds it until its lease ends
    DELIVERED = "delivered"
    FAILED = "failed"  # given up
    DROPPED = "dropped"  # the subscription ended before it was sent

    @property
    def label(self) -> Any:
        return DELIVERY_LABELS[self]


DELIVERY_LABELS = {
    DeliveryState.WAITING: _("czeka"),
    DeliveryState.SENDING: _("wysyłane"),
    DeliveryState.DELIVERED: _("doszło"),
    DeliveryState.FAILED: _("nie doszło"),
    DeliveryState.DROPPED: _("porzucone"),
}
DELIVERY_COLOURS = {
    DeliveryState.WAITING: "warning",
    DeliveryState.SENDING: "info",
    DeliveryState.DELIVERED: "success",
    DeliveryState.FAILED: "danger",
    DeliveryState.DROPPED: "neutral",
}
UNFINISHED = (DeliveryState.WAITING, DeliveryState.SENDING)


class Trouble(StrEnum):
    """Why an attempt failed where there was no answer to show."""

    REFUSED_ADDRESS = "refused-address"
    NO_CONNECTION = "no-connection"
    TIMEOUT = "timeout"
    TLS = "tls"
    BROKEN_ANSWER = "broken-answer"
    REDIRECT = "redirect"
    STATUS = "status"
    LOST = "lost"
    TOO_OLD = "too-old"
    ENDED = "ended"
    BROKEN = "broken"

    @property
    def label(self) -> Any:
        return TROUBLE_LABELS[self]


TROUBLE_LABELS = {
    Trouble.REFUSED_ADDRESS: _("adres prowadzi do sieci wewnętrznej i nie wolno tam wysyłać"),
    Trouble.NO_CONNECTION: _("nie udało się połączyć"),
    Trouble.TIMEOUT: _("odbiorca nie odpowiedział na czas"),
    Trouble.TLS: _("połączenie szyfrowane się nie udało (certyfikat?)"),
    Trouble.BROKEN_ANSWER: _("odpowiedź nie jest poprawnym HTTP"),
    Trouble.REDIRECT: _("odbiorca przekierowuje gdzie indziej; nie idziemy za przekierowaniem"),
    Trouble.STATUS: _("odbiorca odmówił"),
    Trouble.LOST: _("wysyłanie przerwano; wysyłamy jeszcze raz z tym samym identyfikatorem"),
    Trouble.TOO_OLD: _("czekało zbyt długo"),
    Trouble.ENDED: _("subskrypcja się skończyła"),
    Trouble.BROKEN: _("błąd systemu przy wysyłaniu"),
}

KEPT_FOR = timedelta(days=14)  # deliveries and the log of them
SECRETS_OVERLAP = timedelta(days=1)  # after a change both sign
LONGEST_ANSWER = 500  # characters that the log keeps
MOST_CATEGORIES = 200


def trouble_code(trouble: Trouble | None, status: int | None) -> str:
    """As it is kept with a subscription: `status:503`."""
    return f"{trouble or ''}:{status or ''}"


def in_words(code: str) -> str:
    """The same for people, in their language."""
    name, _colon, status = code.partition(":")
    words = str(Trouble(name).label) if name in set(Trouble) else ""
    return f"{words} (HTTP {status})" if words and status else words
