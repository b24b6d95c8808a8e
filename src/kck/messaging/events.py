"""Facts about messages."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class TextEdited(Event):
    """The city changed the words of a message, or took the shipped ones back."""

    name = "messaging.text_edited"

    key: str
    language: str
    edition_id: int
    default: bool


@dataclass(frozen=True, kw_only=True)
class MailingWritten(Event):
    """Somebody began with a message to many."""

    name = "messaging.mailing_written"

    mailing_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class MailingApproved(Event):
    """Its recipients are fixed, and it may begin."""

    name = "messaging.mailing_approved"

    mailing_id: int
    recipients: int


@dataclass(frozen=True, kw_only=True)
class MailingChanged(Event):
    """It was begun, held, resumed or stopped."""

    name = "messaging.mailing_changed"

    mailing_id: int
    was: str
    state: str


@dataclass(frozen=True, kw_only=True)
class MailingEnded(Event):
    """Nothing of it waits any more."""

    name = "messaging.mailing_ended"

    mailing_id: int


@dataclass(frozen=True, kw_only=True)
class AddressSuppressed(Event):
    """Nothing, or no promotion, is sent to an address any more."""

    name = "messaging.address_suppressed"

    suppression_id: int
    channel: str
    scope: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SuppressionLifted(Event):
    """It is written to again."""

    name = "messaging.suppression_lifted"

    suppression_id: int


@dataclass(frozen=True, kw_only=True)
class DeliveryMended(Event):
    """Staff had something that did not arrive sent again: as it was, elsewhere, another way."""

    name = "messaging.delivery_mended"

    delivery_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class DeliveryReturned(Event):
    """What had been sent came back."""

    name = "messaging.delivery_returned"

    delivery_id: int
    status: str
