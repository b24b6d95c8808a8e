"""The log as an auditor reads it: what happened, and who looked at personal data.

`log.py` reads for machines, in the order of commits; this reads for people, the newest first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kck.foundation.models import Look, RecordedEvent

PAGE = 100
MOST_EXPORTED = 100_000


@dataclass(frozen=True, kw_only=True)
class Narrow:
    """Empty means: not asked. `since` is in, `until` is out; `name` is how the event begins, or,
    with `whole`, all of it.
    """

    actor: str = ""
    subject: str = ""  # a stream, such as "case:12"
    also: tuple[str, ...] = ()  # of looks: other subjects that are as good
    name: str = ""
    whole: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class LogRow:
    """One event, or one look; `details` are facts without personal data, or a look's reason."""

    id: int
    at: datetime
    actor: str
    name: str
    subject: str
    details: Any


@dataclass(frozen=True, kw_only=True)
class LogPage:
    """`after` opens the next page; 0 on the last."""

    rows: list[LogRow]
    after: int


def events(asked: Narrow, *, after: int = 0) -> LogPage:
    return _page([_event(row) for row in _older(_events(asked), after)[: PAGE + 1]])


def looks(asked: Narrow, *, after: int = 0) -> LogPage:
    """Who saw whose data."""
    return _page([_look(row) for row in _older(_looks(asked), after)[: PAGE + 1]])


def all_events(asked: Narrow) -> Iterator[LogRow]:
    """For a file: in constant memory, the newest hundred thousand."""
    rows = _events(asked).order_by("-pk")[:MOST_EXPORTED]
    return (_event(row) for row in rows.iterator(chunk_size=2000))


def all_looks(asked: Narrow) -> Iterator[LogRow]:
    rows = _looks(asked).order_by("-pk")[:MOST_EXPORTED]
    return (_look(row) for row in rows.iterator(chunk_size=2000))


def _events(asked: Narrow) -> QuerySet[RecordedEvent]:
    rows = _dated(RecordedEvent.objects.all(), asked)
    if asked.subject:
        rows = rows.filter(stream=asked.subject)
    return rows.filter(**_named("name", asked))


def _looks(asked: Narrow) -> QuerySet[Look]:
    rows = _dated(Look.objects.all(), asked)
    if asked.subject:
        rows = rows.filter(subject__in=(asked.subject, *asked.also))
    return rows.filter(**_named("what", asked))


def _named(column: str, asked: Narrow) -> dict[str, str]:
    if not asked.name:
        return {}
    return {column if asked.whole else f"{column}__startswith": asked.name}


def _dated(rows: QuerySet[Any], asked: Narrow) -> QuerySet[Any]:
    if asked.actor:
        rows = rows.filter(actor=asked.actor)
    if asked.since:
        rows = rows.filter(at__gte=asked.since)
    return rows.filter(at__lt=asked.until) if asked.until else rows


def _older(rows: QuerySet[Any], after: int) -> QuerySet[Any]:
    return (rows.filter(pk__lt=after) if after else rows).order_by("-pk")


def _page(rows: list[LogRow]) -> LogPage:
    return LogPage(rows=rows[:PAGE], after=rows[PAGE - 1].id if len(rows) > PAGE else 0)


def _event(row: RecordedEvent) -> LogRow:
    return LogRow(
        id=row.pk,
        at=row.at,
        actor=row.actor,
        name=row.name,
        subject=row.stream,
        details=row.payload,
    )


def _look(row: Look) -> LogRow:
    return LogRow(
        id=row.pk,
        at=row.at,
        actor=row.actor,
        name=row.what,
        subject=row.subject,
        details=row.reason,
    )
