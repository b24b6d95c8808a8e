"""What one of the staff was told."""

from dataclasses import dataclass
from datetime import datetime

from kck.accounts.models import StaffNotice
from kck.accounts.terms import NoticeMail
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
    found = [_row(row) for row in rows[after : after + PAGE + 1]]
    return NoticePage(rows=found[:PAGE], after=after + PAGE if len(found) > PAGE else 0)


def unmailed(staff_id: int, *, until: datetime | None = None) -> list[NoticeRow]:
    """Unread, and not yet in a letter; the oldest first. `until`: told by then.

    Within a command: two letters at once would say the same.
    """
    rows = StaffNotice.objects.filter(staff_id=staff_id, read_at=None, mailed_at=None)
    if until is not None:
        rows = rows.filter(at__lte=until)
    return [_row(row) for row in rows.select_for_update().order_by("at", "pk")]


def waiting_for_daily(*, until: datetime) -> list[int]:
    """Who wants one letter a day, and has something in it."""
    rows = StaffNotice.objects.filter(
        read_at=None,
        mailed_at=None,
        at__lte=until,
        staff__notice_mail=NoticeMail.DAILY,
        staff__is_active=True,
    )
    return sorted(set(rows.values_list("staff_id", flat=True)))


def _row(row: StaffNotice) -> NoticeRow:
    return NoticeRow(
        id=row.pk,
        kind=row.kind,
        subject=row.subject,
        why=kept(row.why, row.why.get("code", "")),
        at=row.at,
        unread=row.read_at is None,
    )
