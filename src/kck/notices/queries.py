"""What is to be said now. Read on nearly every page, so each process remembers for a moment."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from kck.notices.models import Notice
from kck.notices.terms import NoticeInfo, NoticeKind

FRESH_SECONDS = 5.0
_GRAVITY = {kind: place for place, kind in enumerate(NoticeKind)}


class _Held:
    """The standing notices as this process last read them."""

    notices: tuple[NoticeInfo, ...] | None = None
    read_at: float = 0.0


def current(at: datetime, district: str = "") -> list[NoticeInfo]:
    """The notices in force, the gravest first.

    With a district only those that concern it; without one all of them, for a reader whose place
    is not known.
    """
    return [
        notice
        for notice in _standing()
        if notice.since <= at
        and (notice.until is None or at < notice.until)
        and (not district or not notice.districts or district in notice.districts)
    ]


def all_notices() -> list[Notice]:
    """Every notice ever published, for those who edit them; the newest first."""
    return list(Notice.objects.order_by("-valid_from", "-pk"))


def forget_notices() -> None:
    """Read again at the next question."""
    _Held.notices = None


def _standing() -> tuple[NoticeInfo, ...]:
    """Within a transaction always what it would see itself."""
    if connection.in_atomic_block:
        return _read()
    held = _Held.notices
    if held is None or time.monotonic() - _Held.read_at > FRESH_SECONDS:
        _Held.read_at = time.monotonic()
        _Held.notices = held = _read()
    return held


def _read() -> tuple[NoticeInfo, ...]:
    rows = (_info(row) for row in Notice.objects.standing().order_by("-valid_from", "pk"))
    return tuple(sorted(rows, key=lambda notice: _GRAVITY[notice.kind]))


def _info(row: Notice) -> NoticeInfo:
    return NoticeInfo(
        code=row.code,
        kind=NoticeKind(row.kind),
        titles=row.titles,
        texts=row.texts,
        districts=tuple(row.districts),
        since=row.valid_from,
        until=row.valid_to,
    )


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """A notice as its editors see it."""

    id: int
    notice: NoticeInfo
    withdrawn_at: datetime | None
    from_file: bool


@dataclass(frozen=True, kw_only=True)
class Listed:
    """All notices by their time; what was withdrawn is past."""

    current: tuple[NoticeRow, ...]
    coming: tuple[NoticeRow, ...]
    past: tuple[NoticeRow, ...]


def listed(at: datetime, *, most_past: int = 50) -> Listed:
    """Current ones, those to come, and the latest that are over."""
    over = Q(withdrawn_at__isnull=False) | Q(valid_to__lte=at)
    rows = Notice.objects.order_by("-valid_from", "-pk")
    return Listed(
        current=_rows(rows.current(at)),
        coming=_rows(rows.standing().exclude(over).filter(valid_from__gt=at)),
        past=_rows(rows.filter(over)[:most_past]),
    )


def _rows(found: Iterable[Notice]) -> tuple[NoticeRow, ...]:
    return tuple(
        NoticeRow(
            id=row.pk, notice=_info(row), withdrawn_at=row.withdrawn_at, from_file=row.from_file
        )
        for row in found
    )


def exists(notice_id: int) -> bool:
    return Notice.objects.filter(pk=notice_id).exists()
