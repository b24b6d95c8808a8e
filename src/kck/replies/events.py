"""Facts about ready texts."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class ReadyTextWritten(Event):
    """A ready text has a new edition."""

    name = "replies.ready_text_written"

    code: str
    edition_id: int
