"""What is stuck, by mail, every working day at eight, to whoever looks after it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.utils import translation

from kck.accounts.holders import holders_of
from kck.directory.queries import snapshot
from kck.directory.rules import is_working_day
from kck.foundation import clock, numbers
from kck.foundation.actor import PLATFORM
from kck.foundation.when import on_day
from kck.messaging.commands import send
from kck.messaging.terms import Recipient
from kck.unitlinks.policy import WATCH
from kck.unitlinks.queries.watch import Watched, watch
from kck.unitlinks.texts import STUCK_MAIL

HOUR = 8
_STILL_HOURS = 6
MOST_LINES = 40


def report_is_due(at: datetime) -> bool:
    """On a working day of the centre, from eight on; a worker that was down makes it up."""
    city = snapshot(at)
    now = at.astimezone(city.city.zone)
    if not is_working_day(now.date(), city.calendar_of(city.centre, at)):
        return False
    return HOUR <= now.hour < HOUR + _STILL_HOURS


def mail_what_is_stuck(*, at: datetime) -> int:
    """Once a day, and only when something is; how many people are told."""
    seen = watch(at)
    people = holders_of(WATCH)
    if not seen.count or not people:
        return 0
    day = at.astimezone(clock.city_zone()).date()
    send(
        STUCK_MAIL,
        dedupe=f"{STUCK_MAIL}:{day}",
        to=[Recipient(address=one.email, language=one.language or "pl") for one in people],
        variables=lambda language: {
            "count": str(seen.count),
            "day": _said(day, at, language),
            "unopened": _lines([*seen.urgent, *seen.unopened], language),
            "sendings": _lines(seen.sendings, language),
            "calls": _lines(seen.calls, language),
            "watch_url": f"{settings.SITE_URL}/desk/watch/",
        },
        about="",
        at=at,
        by=PLATFORM,
    )
    return len(people)


def _said(day: date, at: datetime, language: str) -> str:
    return on_day(day, at, language)


def _lines(rows: Iterable[Watched], language: str) -> str:
    found = list(rows)
    with translation.override(language):
        lines = [_line(row, language) for row in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(f"… +{len(found) - MOST_LINES}")
    return "\n".join(lines)


def _line(row: Watched, language: str) -> str:
    parts = [
        numbers.display(row.number),
        "P1" if row.urgent else "",
        row.category.name(language),
        row.street,
        row.unit.code,
    ]
    line = "- " + ", ".join(part for part in parts if part)
    return f"{line}: {row.reason}" if row.reason else line
