"""Facts about ready texts."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class ReadyTextWritten(Event):
    """A ready text has a new edition."""

    name = "replies.ready_text_written"

    code: str
    edition_id: int


@dataclass(frozen=True, kw_only=True)
class ReadyTextTakenBack(Event):
    """Before its day it is gone; later, what was before it is written once more."""

    name = "replies.ready_text_taken_back"

    code: str
    edition_id: int
