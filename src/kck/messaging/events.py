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
