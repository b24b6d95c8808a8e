"""The staff's queues: a view, its rows by keyset, the clock that runs out first on top."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, Func, OuterRef, Q, QuerySet, TextField
from django.db.models.lookups import Contains

from kck.accounts.queries import names_of
from kck.cases.models import Case, CaseText
from kck.cases.terms import OPEN_STATES, CaseState
from kck.directory.info import CategoryInfo
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.text import _, clean, fold
from kck.places.queries import area

PAGE = 50
_OPEN = sorted(OPEN_STATES)


class View(StrEnum):
    """What one may look at; the labels stand in the navigation."""

    UNIT = "unit"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    TODAY = "today"
    LATE = "late"
    DISPUTED = "disputed"
    WAITING = "waiting"
    DONE = "done"
    RETURNED = "returned"
    DANGER = "danger"
    TRIAGE = "triage"
    CITY = "city"

    @property
    def label(self) -> Any:
        return VIEW_LABELS[self]


VIEW_LABELS = {
    View.UNIT: _("Moja jednostka"),
    View.MINE: _("Moje"),
    View.UNASSIGNED: _("Nieprzydzielone"),
    View.TODAY: _("Na dziś"),
    View.LATE: _("Po terminie"),
    View.DISPUTED: _("Zakwestionowane"),
    View.WAITING: _("Czekają na zgłaszającego"),
    View.DONE: _("Wykonane, do potwierdzenia"),
    View.RETURNED: _("Oddane przez jednostki"),
    View.DANGER: _("Zagrożenia"),
    View.TRIAGE: _("Do rozstrzygnięcia"),
    View.CITY: _("Całe miasto"),
}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows a view; empty means: not asked."""

    text: str = ""
    group: str = ""
    district: str = ""
    state: str = ""
    priority: str = ""

    def __bool__(self) -> bool:
        return any((self.text, self.group, self.district, self.state, self.priority))


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
    late: bool
    handler: str
    disputes: int
    hand_backs: int
    danger: bool
    needs_triage: bool


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """A page of a view; `after` opens the next one, empty on the last."""

    rows: list[QueueRow]
    after: str = ""


_CLOCKS = {
    "takeover": _("przyjęcie"),
    "due": _("obiecany"),
    "legal": _("ustawowy"),
    "pause": _("koniec przerwy"),
    "done": _("wykonana"),
}


def views_of(actor: Actor) -> list[View]:
    """Those that make sense for this person, in the order of the navigation."""
    views: list[View] = [view for view in View if view not in {View.TRIAGE, View.CITY}]
    if actor.may("cases.triage"):
        views.append(View.TRIAGE)
    if "cases.view" in actor.grants:
        views.append(View.CITY)
    return views


def units_of(actor: Actor) -> frozenset[int]:
    """The units whose queue this person works on."""
    return actor.units_with("cases.view")


def end_of_day(at: datetime) -> datetime:
    local = at.astimezone(clock.city_zone())
    return datetime.combine(local.date() + timedelta(days=1), time.min, clock.city_zone())


def condition(view: View, actor: Actor, at: datetime) -> Q:
    """Which cases a view holds; shared by rows and counts."""
    own = Q(unit_id__in=units_of(actor))
    still = Q(state__in=_OPEN)
    match view:
        case View.MINE:
            return still & Q(handler_id=actor.id)
        case View.DONE:
            return own & Q(state=CaseState.DONE)
        case View.TRIAGE:
            return Q(needs_triage=True) & still
        case View.CITY:
            return still
        case View.DANGER if "cases.triage" in actor.grants:
            return still & ~Q(danger="")
    return own & still & within_unit(view, at)


def within_unit(view: View, at: datetime) -> Q:
    """What narrows a unit's open cases to this view."""
    match view:
        case View.UNASSIGNED:
            return Q(handler_id=None)
        case View.TODAY:
            return Q(first_due_at__gte=at, first_due_at__lt=end_of_day(at))
        case View.LATE:
            return Q(first_due_at__lt=at)
        case View.DISPUTED:
            return Q(disputes__gt=0)
        case View.WAITING:
            return Q(state=CaseState.WAITING)
        case View.RETURNED:
            return Q(hand_backs__gt=0)
        case View.DANGER:
            return ~Q(danger="")
    return Q()


def _clock_of(view: View) -> str:
    """By which moment a view is sorted."""
    return {View.DONE: "done_at", View.WAITING: "returns_at"}.get(view, "first_due_at")


def queue(
    actor: Actor, view: View, filters: Filters, *, at: datetime, after: str = ""
) -> QueuePage:
    """One page of a view, the most urgent first."""
    name = _clock_of(view)
    cases = Case.objects.filter(condition(view, actor, at) & narrowed(filters, at))
    rows = _from(cases, name, after)
    page, more = rows[:PAGE], len(rows) > PAGE
    return QueuePage(
        rows=_complete(page, name, at), after=_mark(page[-1], name) if more and page else ""
    )


def _from(cases: QuerySet[Case], name: str, after: str) -> list[dict[str, Any]]:
    """Keyset over (moment, id); those without a moment come last, by id."""
    moment, last = _read_mark(after)
    found: list[dict[str, Any]] = []
    if moment is not None or not last:
        dated = cases.exclude(**{name: None})
        if moment is not None:
            later = Q(**{f"{name}__gt": moment}) | Q(**{name: moment, "pk__gt": last})
            dated = dated.filter(later, **{f"{name}__gte": moment})
        found = list(dated.order_by(name, "pk").values(*_COLUMNS)[: PAGE + 1])
    if len(found) <= PAGE:
        undated = cases.filter(**{name: None}, pk__gt=last if moment is None else 0)
        found += undated.order_by("pk").values(*_COLUMNS)[: PAGE + 1 - len(found)]
    return found


def _mark(row: Mapping[str, Any], name: str) -> str:
    moment: datetime | None = row[name]
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


def narrowed(filters: Filters, at: datetime) -> Q:
    wanted = Q()
    if filters.group:
        every = snapshot(at).all_categories.all
        wanted &= Q(category_id__in=[one.id for one in every if one.group == filters.group])
    if filters.district:
        wanted &= Q(district=filters.district)
    if filters.state:
        wanted &= Q(state=filters.state)
    if filters.priority:
        wanted &= Q(priority=filters.priority)
    return wanted & _with_words(filters.text) if filters.text else wanted


class _Plain(Func):
    """Lower case without Polish diacritics, in any PostgreSQL; `foundation.text.fold` in SQL."""

    template = "translate(lower(%(expressions)s), 'ąćęłńóśźż', 'acelnoszz')"
    output_field = TextField()


def _with_words(text: str) -> Q:
    """Every word stands in the address or in a text of the case, however it is accented."""
    found = Q()
    for word in fold(clean(text)).split()[:6]:
        texts = CaseText.objects.filter(case=OuterRef("pk"), erased_at=None)
        found &= Q(Contains(_Plain("address"), word)) | Q(
            Exists(texts.filter(Contains(_Plain("body"), word)))
        )
    return found


_COLUMNS = (
    "id",
    "number",
    "category_id",
    "unit_id",
    "address",
    "district",
    "channel",
    "state",
    "priority",
    "first_due_at",
    "due_at",
    "legal_due_at",
    "takeover_due_at",
    "safe_due_at",
    "done_at",
    "returns_at",
    "handler_id",
    "disputes",
    "hand_backs",
    "danger",
    "needs_triage",
)


def _complete(rows: list[dict[str, Any]], name: str, at: datetime) -> list[QueueRow]:
    handlers = names_of({row["handler_id"] for row in rows if row["handler_id"]})
    return [_row(row, name, handlers, at) for row in rows]


def _row(row: Mapping[str, Any], name: str, handlers: Mapping[int, str], at: datetime) -> QueueRow:
    city, due = snapshot(at), row[name]
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
        clock=_clock_words(_which(row, name, due), category) if due else "",
        late=name == "first_due_at" and due is not None and due < at,
        handler=handlers.get(row["handler_id"], ""),
        disputes=row["disputes"],
        hand_backs=row["hand_backs"],
        danger=bool(row["danger"]),
        needs_triage=row["needs_triage"],
    )


def _clock_words(which: str, category: CategoryInfo) -> Any:
    """The first of two promises is named by its result: made safe, looked at."""
    return category.targets[0].result.label if which == "safe" else _CLOCKS[which]


def _which(row: Mapping[str, Any], name: str, due: datetime) -> str:
    if name == "done_at":
        return "done"
    if name == "returns_at":
        return "pause"
    clocks = ("legal", "takeover", "safe")
    return next((clock for clock in clocks if row[f"{clock}_due_at"] == due), "due")


def _district(code: str) -> str:
    """By its code when its register has lost it."""
    found = area(code) if code else None
    return found.name if found else code
