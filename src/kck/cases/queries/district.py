"""A district's cases as its councillors read them: where, what, who has it, how long. No people.

A door of its own beside `visible_to`: what staff read and do with a case never opens to whoever
has only this grant. Cases that are not public are counted and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q

from kck.cases.models import Case, CaseQuerySet
from kck.cases.queries.public import ENDED, PublicRow, rows_of
from kck.cases.queries.timeline import Entry, timeline
from kck.cases.terms import OPEN_STATES
from kck.foundation.actor import Actor
from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import _

PAGE = 50
_OPEN = sorted(OPEN_STATES)


class DistrictView(StrEnum):
    OPEN = "open"
    LATE = "late"
    DISPUTED = "disputed"
    ENDED = "ended"

    @property
    def label(self) -> Any:
        return _LABELS[self]


_LABELS = {
    DistrictView.OPEN: _("Otwarte"),
    DistrictView.LATE: _("Po terminie"),
    DistrictView.DISPUTED: _("Zakwestionowane"),
    DistrictView.ENDED: _("Zakończone"),
}


@dataclass(frozen=True, kw_only=True)
class DistrictRow:
    """A case without anybody in it; `late` means past the promised day."""

    case: PublicRow
    late: bool
    disputes: int
    hand_backs: int


@dataclass(frozen=True, kw_only=True)
class DistrictPage:
    """`after` opens the next page; 0 on the last. `hidden`: open, but not public."""

    rows: list[DistrictRow]
    after: int
    counts: dict[DistrictView, int]
    hidden: int


def district_page(
    actor: Actor, view: DistrictView, *, at: datetime, district: str = "", after: int = 0
) -> DistrictPage:
    """The newest first; `district` chooses one of several."""
    mine = _mine(actor, district)
    shown = mine.public()
    found = shown.filter(_condition(view, at))
    if after:
        found = found.filter(pk__lt=after)
    cases = list(found.order_by("-pk")[: PAGE + 1])
    page = cases[:PAGE]
    counts = shown.aggregate(
        **{v.value: Count("pk", filter=_condition(v, at)) for v in DistrictView}
    )
    return DistrictPage(
        rows=_rows(page, at),
        after=page[-1].pk if len(cases) > PAGE else 0,
        counts={one: counts[one.value] for one in DistrictView},
        hidden=mine.open().filter(private=True).count(),
    )


def district_case(
    actor: Actor, typed: str, *, at: datetime
) -> tuple[DistrictRow, Sequence[Entry]] | None:
    """One case with what happened to it; None when it is not in their district or not public."""
    try:
        number = parse(typed)
    except WrongNumber:
        return None
    case = _mine(actor).public().filter(number=number).first()
    if case is None:
        return None
    story = [_bare(entry) for entry in timeline(case, for_staff=False)]
    return _rows([case], at)[0], story


def _mine(actor: Actor, district: str = "") -> CaseQuerySet:
    wanted = actor.districts & {district} if district else actor.districts
    return Case.objects.filter(district__in=wanted)


def _condition(view: DistrictView, at: datetime) -> Q:
    match view:
        case DistrictView.LATE:
            return Q(state__in=_OPEN, due_at__lt=at, paused_at=None)
        case DistrictView.DISPUTED:
            return Q(state__in=_OPEN, disputes__gt=0)
        case DistrictView.ENDED:
            return Q(state__in=ENDED)
    return Q(state__in=_OPEN)


def _rows(cases: list[Case], at: datetime) -> list[DistrictRow]:
    shown = rows_of(cases)
    return [
        DistrictRow(
            case=row,
            late=case.state in OPEN_STATES
            and case.paused_at is None
            and case.due_at is not None
            and case.due_at < at,
            disputes=case.disputes,
            hand_backs=case.hand_backs,
        )
        for case, row in zip(cases, shown, strict=True)
    ]


def _bare(entry: Entry) -> Entry:
    """What happened; words and pictures only where a person has published them."""
    return replace(
        entry,
        words=tuple(one for one in entry.words if one.published and not one.erased),
        pictures=tuple(one for one in entry.pictures if one.published),
    )
