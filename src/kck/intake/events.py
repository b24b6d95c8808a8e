from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class ConversationReceived(Event):
    name = "intake.conversation_received"

    conversation_id: int
    channel: str
    ending: str
    case_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class RedirectShown(Event):
    """Somebody was told to call a number. Of their text nothing is kept."""

    name = "intake.redirect_shown"

    channel: str
    danger: str


@dataclass(frozen=True, kw_only=True)
class SheetsDrawn(Event):
    name = "intake.sheets_drawn"

    numbers: list[str]


@dataclass(frozen=True, kw_only=True)
class SheetVoided(Event):
    name = "intake.sheet_voided"

    number: str
