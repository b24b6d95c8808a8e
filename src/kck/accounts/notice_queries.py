"""What one of the staff was told."""

from dataclasses import dataclass
from datetime import datetime

from kck.accounts.models import StaffNotice
from kck.foundation.reasons import Reason, kept

PAGE = 50


def topic_of(staff_id: int) -> str:
    """Under which live pages hear that the notices of somebody changed."""
    return f"staff:{staff_id}"


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    id: int
    kind: str
    subject: str
    why: Reason | None
    at: datetime
    unread: bool


@dataclass(frozen=True, kw_only=True)
class NoticePage:
    """`after` opens the next one; 0 on the last."""

    rows: list[NoticeRow]
    after: int


def unread_count(staff_id: int) -> int:
    return StaffNotice.objects.filter(staff_id=staff_id, read_at=None).count()


def notices_of(staff_id: int, *, after: int = 0) -> NoticePage:
    """The latest first. `after` is how many were shown."""
    rows = StaffNotice.objects.filter(staff_id=staff_id).order_by("-at", "-pk")
    found = [
        NoticeRow(
            id=row.pk,
            kind=row.kind,
            subject=row.subject,
            why=kept(row.why, row.why.get("code", "")),
            at=row.at,
            unread=row.read_at is None,
        )
        for row in rows[after : after + PAGE + 1]
    ]
    return NoticePage(rows=found[:PAGE], after=after + PAGE if len(found) > PAGE else 0)
