"""What screens ask about conversations. Nothing here changes anything."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from kck.cases.queries.access import access_code
from kck.intake.models import Conversation, Sheet
from kck.intake.terms import AfterDanger, Channel, Ending


@dataclass(frozen=True, kw_only=True)
class ConversationRow:
    """How and when somebody got in touch about a case; not who, and not their words."""

    channel: Channel
    received_at: datetime
    ending: Ending
    after_danger: AfterDanger | None


def conversations_of(case_id: int, *, limit: int = 20) -> list[ConversationRow]:
    """The contacts a case came of or was joined by, the newest first."""
    rows = Conversation.objects.filter(case_id=case_id).order_by("-received_at", "-pk")
    return [
        ConversationRow(
            channel=Channel(row.channel),
            received_at=row.received_at,
            ending=Ending(row.ending),
            after_danger=AfterDanger(row.after_danger) if row.after_danger else None,
        )
        for row in rows[:limit]
    ]


def number_of_conversation(channel: Channel, far_end_id: str) -> str:
    """The case that came of what a far end sent under this id; empty when nothing did."""
    rows = Conversation.objects.filter(channel=channel, far_end_id=far_end_id, case__isnull=False)
    return rows.values_list("case__number", flat=True).first() or ""


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A conversation as the centre sees it on somebody's card."""

    channel: Channel
    received_at: datetime
    ending: Ending
    number: str  # of the case it led to
    question: str
    answer: str


def conversations_with(ids: Collection[int], *, limit: int = 30) -> list[Talk]:
    """What these people got in touch about, the newest first."""
    rows = Conversation.objects.filter(person_id__in=ids).select_related("case")
    return [
        Talk(
            channel=Channel(row.channel),
            received_at=row.received_at,
            ending=Ending(row.ending),
            number=row.case.number if row.case else "",
            question=row.question,
            answer=row.answer,
        )
        for row in rows.order_by("-received_at", "-pk")[:limit]
    ]


def speaker_of(conversation_id: int) -> int | None:
    """The record that was made for whoever spoke."""
    rows = Conversation.objects.filter(pk=conversation_id)
    return rows.values_list("person_id", flat=True).first()


@dataclass(frozen=True, kw_only=True)
class SheetInfo:
    """A sheet of paper with its number; `code` opens the case to whoever got the slip."""

    number: str
    code: str
    drawn_at: datetime
    case_number: str = ""
    void: bool = False


FREE_SHOWN = 500


def free_sheets(numbers: Iterable[str] | None = None) -> list[SheetInfo]:
    """Drawn and not typed in yet, the latest first; of these numbers, or all."""
    rows = Sheet.objects.filter(used_at=None, void_at=None)
    if numbers is not None:
        rows = rows.filter(number__in=list(numbers))
    return [
        SheetInfo(number=row.number, code=access_code(row.token), drawn_at=row.drawn_at)
        for row in rows.order_by("-drawn_at", "number")[:FREE_SHOWN]
    ]


def used_sheets(limit: int = 50) -> list[SheetInfo]:
    """The cases that came of them, the latest first."""
    rows = Sheet.objects.exclude(used_at=None).select_related("case").order_by("-used_at")
    return [
        SheetInfo(
            number=row.number,
            code="",
            drawn_at=row.drawn_at,
            case_number=row.case.number if row.case else "",
        )
        for row in rows[:limit]
    ]


def sheet_is_free(number: str) -> bool:
    return Sheet.objects.filter(number=number, used_at=None, void_at=None).exists()
