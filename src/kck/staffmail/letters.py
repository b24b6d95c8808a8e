"""Letters to one of the staff."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.utils import translation

from kck.accounts.notice_commands import mark_mailed
from kck.accounts.notice_queries import NoticeRow, unmailed
from kck.accounts.staff_queries import Address, DeviceRow
from kck.cases.queries.desk_case import numbers_of
from kck.foundation import numbers
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import command
from kck.foundation.reasons import in_language
from kck.foundation.when import at_time
from kck.messaging.commands import send
from kck.staffmail.commands import recipient
from kck.staffmail.texts import NEW_DEVICE, NOTICES

MOST_LINES = 30


@command
def tell_of_device(to: Address, device: DeviceRow, *, at: datetime) -> None:
    """Once for each device."""
    language = to.language or "pl"
    send(
        NEW_DEVICE,
        dedupe=f"new-device:{device.id}",
        to=[recipient(to)],
        variables={
            "device": device.label,
            "when": at_time(at, at, language),
            "account_url": f"{settings.SITE_URL}/desk/account/sessions/",
        },
        about="",
        at=at,
        by=PLATFORM,
    )


@command
def mail_notices(to: Address, *, at: datetime, until: datetime | None = None) -> int:
    """What is unread and was not mailed yet, in one letter; how many."""
    rows = unmailed(to.id, until=until)
    if not rows:
        return 0
    language = to.language or "pl"
    lines = _lines(rows, language)
    shown = lines[:MOST_LINES] + ([f"… +{more}"] if (more := len(lines) - MOST_LINES) > 0 else [])
    send(
        NOTICES,
        dedupe=_dedupe(to, rows),
        to=[recipient(to)],
        variables={
            "count": str(len(rows)),
            "first": lines[0] + (f" (+{len(rows) - 1})" if len(rows) > 1 else ""),
            "lines": "\n".join(f"- {line}" for line in shown),
            "bell_url": f"{settings.SITE_URL}/desk/bell/",
        },
        about="",
        at=at,
        by=PLATFORM,
    )
    mark_mailed([row.id for row in rows], at=at)
    return len(rows)


def _dedupe(to: Address, rows: list[NoticeRow]) -> str:
    said = ",".join(f"{row.id}@{row.at.isoformat()}" for row in rows)
    return f"notices:{to.id}:{hashlib.sha256(said.encode()).hexdigest()[:24]}"


def _lines(rows: list[NoticeRow], language: str) -> list[str]:
    """The number of a case is no personal data; what is said of it names no resident."""
    found = {row.id: _case_id(row.subject) for row in rows}
    known = numbers_of(PLATFORM, set(found.values()) - {0})
    with translation.override(language):
        return [_line(row, known.get(found[row.id], ""), language) for row in rows]


def _line(row: NoticeRow, number: str, language: str) -> str:
    words = in_language(row.why, language) if row.why else row.kind
    return f"{numbers.display(number)}: {words}" if number else words


def _case_id(subject: str) -> int:
    kind, _colon, found = subject.partition(":")
    return int(found) if kind == "case" and found.isdecimal() else 0
