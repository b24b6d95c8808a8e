"""Whom to call about a case, and what came of it so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kck.accounts.queries import names_of
from kck.directory.queries import snapshot
from kck.unitlinks.models import UnitCall
from kck.unitlinks.terms import CallResult


@dataclass(frozen=True, kw_only=True)
class CallRow:
    case_id: int
    result: CallResult
    spoke_with: str
    number: str
    at: datetime
    next_at: datetime | None
    who: str


def dispatcher_of(unit_id: int, at: datetime) -> str:
    """The number under which the unit is told of a case: of its way, else its own."""
    city = snapshot(at)
    return city.way_of(unit_id).phone or city.unit_by_id(unit_id, at).phone


def calls_of(case_id: int) -> list[CallRow]:
    """The newest first."""
    rows = list(UnitCall.objects.filter(case_id=case_id).order_by("-id"))
    return _described(rows)


def last_calls(case_ids: Iterable[int]) -> dict[int, CallRow]:
    rows = (
        UnitCall.objects.filter(case_id__in=list(case_ids))
        .order_by("case_id", "-id")
        .distinct("case_id")
    )
    return {row.case_id: row for row in _described(list(rows))}


def _described(rows: list[UnitCall]) -> list[CallRow]:
    names = names_of({row.staff_id for row in rows}) if rows else {}
    return [
        CallRow(
            case_id=row.case_id,
            result=CallResult(row.result),
            spoke_with=row.spoke_with,
            number=row.number,
            at=row.at,
            next_at=row.next_at,
            who=names.get(row.staff_id, ""),
        )
        for row in rows
    ]
