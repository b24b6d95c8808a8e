"""What could not be used and waits for a person: both folders put such files aside.

A row has `name`, `reason`, `why`, `at` and, once somebody has dealt with it, who, when and how.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kck.accounts.queries import names_of
from kck.foundation.actor import Actor
from kck.foundation.reasons import Reason, kept
from kck.foundation.text import _, clean

MOST_WORDS = 500


class SayHow(ValueError):
    """Nobody may wave a file away without a word; a sentence for people."""


@dataclass(frozen=True, kw_only=True)
class AsideRow:
    """`by` and `how` are empty until it is settled."""

    id: int
    name: str
    why: Reason | None
    at: datetime
    settled_at: datetime | None
    by: Any
    how: str


def settle(rows: QuerySet[Any], pk: int, *, how: str, at: datetime, by: Actor) -> bool:
    """False: it was settled before, and stays as it is."""
    how = " ".join(clean(how).split())
    if not how:
        raise SayHow(str(_("Napisz, co z tym zrobiono.")))
    changes = {"settled_at": at, "settled_by": str(by), "settled_how": how[:MOST_WORDS]}
    return bool(rows.filter(pk=pk, settled_at=None).update(**changes))


def open_rows(rows: QuerySet[Any], limit: int = 100) -> list[AsideRow]:
    """What nobody has dealt with, the newest first."""
    return [_row(row) for row in rows.filter(settled_at=None).order_by("-at", "-id")[:limit]]


def settled_rows(rows: QuerySet[Any], limit: int = 20) -> list[AsideRow]:
    """What was dealt with last."""
    return [_row(row) for row in rows.exclude(settled_at=None).order_by("-settled_at")[:limit]]


def _row(row: Any) -> AsideRow:
    return AsideRow(
        id=row.pk,
        name=row.name,
        why=kept(row.why, row.reason),
        at=row.at,
        settled_at=row.settled_at,
        by=who(row.settled_by),
        how=row.settled_how,
    )


def who(actor: str) -> Any:
    """Whom a row names as `staff:7`."""
    kind, _colon, number = actor.partition(":")
    if kind == "staff" and number:
        return names_of({int(number)}).get(int(number), "")
    return _("automat") if actor else ""
