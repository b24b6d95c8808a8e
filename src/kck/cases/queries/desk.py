"""The staff's queues: a view, its rows by keyset, the clock that runs out first on top."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from kck.accounts.models import Staff
from kck.cases.models import Case
from kck.cases.queries.clocks import short_left
from kck.cases.queries.filters import Filters, days, narrowed
from kck.cases.queries.views import (
    View,
    condition,
    end_of_day,
    moment_of,
    reach,
    sees_city,
    units_of,
    views_of,
    whole_city,
)
from kck.cases.queries.words import newest_with
from kck.cases.terms import CaseState
from kck.directory.info import CategoryInfo
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.foundation.actor import Actor
from kck.foundation.text import _
from kck.places.queries import area

__all__ = [
    "PAGE", "Filters", "QueuePage", "QueueRow", "View", "cases_of", "condition", "end_of_day",
    "queue", "units_of", "views_of",
]  # fmt: skip

PAGE = 50
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
RECENT = 20_000  # among so many of the newest cases the closed ones are looked for without words


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One line of a queue. `clock` names which of the clocks `due_at` is of."""

    id: int
    number: str
    category: str
    place: str
    channel: str
    unit: str
    state: CaseState
    priority: str
    due_at: datetime | None
    clock: Any
    left: str  # in the unit's working time; of the legal clock in days
    paused_until: datetime | None  # a promise that stands still, until the reporter answers
    late: bool
    handler: str
    disputes: int
    hand_backs: int
    danger: bool
    needs_triage: bool
    times: int  # the same, here, within half a year
    opened_at: datetime
    waiting_on: Any


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """A page of a view; `after` opens the next one, empty on the last.

    `bounded` says that only the newest were looked at: "hits" of words, or "recent" cases.
    """

    rows: list[QueueRow]
    after: str = ""
    bounded: str = ""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The cases that a view with its filters holds, and how they are sorted."""

    cases: "QuerySet[Case]"
    order: str
    bounded: str = ""


_CLOCKS = {
    "takeover": _("przyjęcie"),
    "due": _("obiecany"),
    "legal": _("ustawowy"),
    "pause": _("koniec przerwy"),
    "done": _("wykonana"),
    "opened": _("zgłoszona"),
}
_HOLDS = {
    "unit": _("jednostka"),
    "centre": _("centrum"),
    "reporter": _("zgłaszający"),
    "contractor": _("wykonawca"),
    "nobody": _("nikt"),
}


# one statement for a page and the names in it
_HANDLER = Subquery(Staff.objects.filter(pk=OuterRef("handler_id")).values("name")[:1])


def cases_of(actor: Actor, view: View, filters: Filters, *, at: datetime) -> Chosen:
    """What a view holds for this person: never more than they may read."""
    narrow = narrowed(filters, at, me=actor.staff_id)
    if view == View.NEARBY and not filters.near:
        return Chosen(cases=Case.objects.none(), order="first_due_at")
    if not filters.everything:
        order = {"newest": "-opened_at", "oldest": "opened_at"}.get(filters.sort, moment_of(view))
        return Chosen(cases=Case.objects.filter(condition(view, actor, at) & narrow), order=order)
    order = "opened_at" if filters.sort == "oldest" else "-opened_at"
    own = Case.objects.filter(reach(view, actor))
    if filters.text:
        hits = newest_with(filters.text, None if _everywhere(view, actor) else units_of(actor))
        found = own.filter(hits.condition & narrow)
        return Chosen(cases=found, order=order, bounded="hits" if hits.more else "")
    if filters.people:
        return Chosen(cases=own.filter(narrow), order=order)
    return Chosen(cases=own.filter(narrow & _recent(own, filters)), order=order, bounded="recent")


def _recent(own: "QuerySet[Case]", filters: Filters) -> Q:
    """Not older than so many others, within the days that are asked for."""
    within = own.filter(days(filters, "opened")).order_by("-opened_at")
    oldest = Subquery(within.values("opened_at")[RECENT : RECENT + 1])
    return Q(opened_at__gte=Coalesce(oldest, Value(_LONG_AGO)))


def _everywhere(view: View, actor: Actor) -> bool:
    return view == View.MINE or (sees_city(actor) and whole_city(view, actor))


def queue(
    actor: Actor, view: View, filters: Filters, *, at: datetime, after: str = ""
) -> QueuePage:
    """One page of a view, the most urgent first."""
    chosen = cases_of(actor, view, filters, at=at)
    rows = _from(chosen.cases, chosen.order, after)
    page, more = rows[:PAGE], len(rows) > PAGE
    return QueuePage(
        rows=rows_of(page, chosen.order, at),
        after=_mark(page[-1], chosen.order) if more and page else "",
        bounded=chosen.bounded,
    )


def _from(cases: "QuerySet[Case]", order: str, after: str) -> list[dict[str, Any]]:
    """Keyset over (moment, id); those without a moment come last, by id."""
    name, down = order.removeprefix("-"), order.startswith("-")
    moment, last = _read_mark(after)
    by = [order, "-pk"] if down else [F(name).asc(nulls_last=True), "pk"]
    if not last:
        return list(_rows(cases.order_by(*by)))
    found: list[dict[str, Any]] = []
    if moment is not None:
        way = "lt" if down else "gt"
        beyond = Q(**{f"{name}__{way}": moment}) | Q(**{name: moment, f"pk__{way}": last})
        rest = cases.filter(beyond, **{f"{name}__{way}e": moment})
        found = list(_rows(rest.order_by(*by)))
    if len(found) <= PAGE and not down:
        undated = cases.filter(**{name: None}, pk__gt=last if moment is None else 0)
        found += _rows(undated.order_by("pk"))[: PAGE + 1 - len(found)]
    return found


def _rows(cases: "QuerySet[Case]") -> "QuerySet[Case, dict[str, Any]]":
    found: QuerySet[Case, dict[str, Any]]
    found = cases.annotate(handler=_HANDLER).values(*_COLUMNS, "handler")[: PAGE + 1]
    return found


def rows_by_id(ids: Iterable[int], *, at: datetime) -> list[QueueRow]:
    """Of cases that were chosen before, in the order of their first clock."""
    cases = Case.objects.filter(pk__in=list(ids)).order_by(F("first_due_at").asc(nulls_last=True))
    found = cases.annotate(handler=_HANDLER).values(*_COLUMNS, "handler")
    return rows_of(list(found), "first_due_at", at)


def _mark(row: Mapping[str, Any], order: str) -> str:
    moment: datetime | None = row[order.removeprefix("-")]
    return f"{moment.isoformat() if moment else ''}_{row['id']}"


def _read_mark(after: str) -> tuple[datetime | None, int]:
    moment, _line, last = after.rpartition("_")
    if not last.isdecimal() or len(last) > 18:
        return None, 0
    try:
        read = datetime.fromisoformat(moment) if moment else None
    except ValueError:
        return None, 0
    return (read, int(last)) if read is None or read.tzinfo else (None, 0)


_COLUMNS = (
    "id", "number", "category_id", "unit_id", "address", "district", "channel", "state",
    "priority", "first_due_at", "due_at", "legal_due_at", "takeover_due_at", "safe_due_at",
    "done_at", "returns_at", "handler_id", "disputes", "hand_backs", "danger", "needs_triage",
    "times", "opened_at", "waiting_on", "waiting_since",
)  # fmt: skip


def rows_of(rows: list[dict[str, Any]], order: str, at: datetime) -> list[QueueRow]:
    city = snapshot(at)
    shown = order if order in {"done_at", "waiting_since"} else "first_due_at"
    return [_row(row, shown, city, at) for row in rows]


def _row(row: Mapping[str, Any], name: str, city: Snapshot, at: datetime) -> QueueRow:
    due = row[name]
    category = city.category_by_id(row["category_id"])
    return QueueRow(
        id=row["id"],
        number=row["number"],
        category=category.name(),
        place=row["address"] or _district(row["district"]),
        channel=row["channel"],
        unit=city.unit_by_id(row["unit_id"], city.day).code,
        state=CaseState(row["state"]),
        priority=row["priority"],
        due_at=due,
        clock=_clock_words(row, name, category) if due else "",
        left=_left(row, due, city, at) if due and name == "first_due_at" else "",
        paused_until=row["returns_at"] if row["state"] == CaseState.WAITING else None,
        late=name == "first_due_at" and due is not None and due < at,
        handler=row["handler"] or "",
        disputes=row["disputes"],
        hand_backs=row["hand_backs"],
        danger=bool(row["danger"]),
        needs_triage=row["needs_triage"],
        times=row["times"],
        opened_at=row["opened_at"],
        waiting_on=_HOLDS.get(row["waiting_on"], ""),
    )


def _left(row: Mapping[str, Any], due: datetime, city: Snapshot, at: datetime) -> str:
    unit = city.unit_by_id(row["unit_id"], at)
    return short_left(due, at, unit, legal=row["legal_due_at"] == due)


def _clock_words(row: Mapping[str, Any], name: str, category: CategoryInfo) -> Any:
    """The first of two promises is named by its result: made safe, looked at."""
    if name == "done_at":
        return _CLOCKS["done"]
    if name == "waiting_since":
        return _HOLDS.get(row["waiting_on"], "")
    clocks = ("legal", "takeover", "safe")
    which = next((clock for clock in clocks if row[f"{clock}_due_at"] == row[name]), "due")
    return category.targets[0].result.label if which == "safe" else _CLOCKS[which]


def _district(code: str) -> str:
    """By its code when its register has lost it."""
    found = area(code) if code else None
    return found.name if found else code
