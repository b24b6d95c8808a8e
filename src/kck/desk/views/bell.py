"""What one was told: mentions, reminders, substitutions; the newest first."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kck.accounts.notice_commands import read_notices
from kck.accounts.notice_queries import NoticeRow, notices_of, unread_count
from kck.cases.queries.desk_case import numbers_of
from kck.cases.queries.filters import read, told_by
from kck.cases.queries.views import View, sees_city
from kck.desk.asking import Asked
from kck.desk.doors import StaffRequest
from kck.desk.pages import page
from kck.foundation import clock

_MOST = 10_000


@dataclass(frozen=True, kw_only=True)
class Line:
    """A notice, and the case it is about if there is one this person may see."""

    notice: NoticeRow
    number: str
    thread: int = 0  # a conversation in writing
    line2: int = 0  # a hand-over to line II; its page is for whoever may see it
    queue: str = ""  # the cases of which a rule of clocks told in one sentence


@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """Looking at the list is not reading it: that is done by opening what it is about."""
    staff: StaffRequest = request  # type: ignore[assignment]
    asked = request.GET.get("after", "")
    after = min(int(asked), _MOST) if asked.isdecimal() and len(asked) < 6 else 0
    found = notices_of(staff.user.pk or 0, after=after)
    context = {"lines": _lines(staff, found.rows), "after": found.after, "first": not after}
    return page(staff, "bell.html#parts" if staff.htmx else "bell.html", context)


def _lines(request: StaffRequest, rows: list[NoticeRow]) -> list[Line]:
    ids = {row.id: _id_of("case", row.subject) for row in rows}
    numbers = numbers_of(request.actor, set(ids.values()) - {0})
    return [
        Line(
            notice=row,
            number=numbers.get(ids[row.id], ""),
            thread=_id_of("thread", row.subject),
            line2=_id_of("line2", row.subject),
            queue=_queue_of(request, row),
        )
        for row in rows
    ]


def _queue_of(request: StaffRequest, row: NoticeRow) -> str:
    kind, _colon, rule = row.subject.partition(":")
    if kind != "clock":
        return ""
    view = View.CITY if sees_city(request.actor) else View.UNIT
    return Asked(view=view, filters=read({"told": told_by(rule, row.at)})).address()


def _id_of(wanted: str, subject: str) -> int:
    kind, _colon, found = subject.partition(":")
    return int(found) if kind == wanted and found.isdecimal() else 0


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """The number on the bell of every page."""
    staff: StaffRequest = request  # type: ignore[assignment]
    context: dict[str, Any] = {"unread": unread_count(staff.user.pk or 0)}
    return page(staff, "_bell.html", context)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    staff: StaffRequest = request  # type: ignore[assignment]
    read_notices(staff.user.pk or 0, at=clock.now())
    return redirect(reverse("desk:bell"))
