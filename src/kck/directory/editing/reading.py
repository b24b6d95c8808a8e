"""What the screens of the back office show of changes: sets, edits, editions, history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count

from kck.directory.editing.choices import name_of, said
from kck.directory.editing.flat import Values
from kck.directory.editing.inspection import Trial, try_out
from kck.directory.editing.tables import TABLES, Table
from kck.directory.editing.writing import editions, standing_values
from kck.directory.events import changes_stream
from kck.directory.models import ChangeSet, ChangeState, Edit
from kck.foundation.models import RecordedEvent

_MOST = 200
_DONE = (ChangeState.PLANNED, ChangeState.IN_FORCE, ChangeState.ENDED)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field, what it says and what it will say."""

    label: str
    old: str
    new: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class EditInfo:
    id: int
    table: str
    label: str
    identity: str
    name: str
    is_new: bool
    ends: bool
    successor: str
    differences: tuple[Difference, ...]
    author: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ChangesInfo:
    """A set as lists and its own page show it."""

    id: int
    title: str
    valid_from: date
    valid_to: date | None
    state: ChangeState
    moves_cases: bool
    author: str
    created_at: datetime
    planned_at: datetime | None
    planned_by: str
    took_effect_at: datetime | None
    takes_back_id: int | None
    count: int

    @property
    def is_draft(self) -> bool:
        return self.state == ChangeState.DRAFT

    @property
    def can_be_undone(self) -> bool:
        return self.state in {ChangeState.PLANNED, ChangeState.IN_FORCE}


@dataclass(frozen=True, kw_only=True)
class EditionInfo:
    """One edition in the timeline of a thing; what it changed, and by whose set."""

    first: date | None
    last: date | None
    state: str  # now, coming, past
    differences: tuple[Difference, ...]
    changes: ChangesInfo | None


@dataclass(frozen=True, kw_only=True)
class Happening:
    """What happened to a set: the event's name without its module, who, when."""

    name: str
    actor: str
    at: datetime
    about: str


def changes_listed() -> list[ChangesInfo]:
    """The newest first."""
    rows = ChangeSet.objects.annotate(count=Count("edits")).order_by("-created_at", "-pk")
    return [_changes(row) for row in rows[:_MOST]]


def drafts() -> list[ChangesInfo]:
    return [one for one in changes_listed() if one.is_draft]


def find_changes(change_set_id: int) -> ChangesInfo | None:
    row = ChangeSet.objects.annotate(count=Count("edits")).filter(pk=change_set_id).first()
    return _changes(row) if row else None


def _changes(row: Any) -> ChangesInfo:
    return ChangesInfo(
        id=row.pk,
        title=row.title,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        state=ChangeState(row.state),
        moves_cases=row.moves_cases,
        author=row.author,
        created_at=row.created_at,
        planned_at=row.planned_at,
        planned_by=row.planned_by,
        took_effect_at=row.took_effect_at,
        takes_back_id=row.takes_back_id,
        count=row.count,
    )


def edits_of(change_set_id: int) -> list[EditInfo]:
    return [_edit(row) for row in Edit.objects.filter(change_set_id=change_set_id).order_by("pk")]


def _edit(row: Edit) -> EditInfo:
    table = TABLES[row.table]
    return EditInfo(
        id=row.pk,
        table=row.table,
        label=str(table.label),
        identity=row.identity,
        name=name_of(row.values),
        is_new=row.seen is None,
        ends=row.ends,
        successor=row.values.get("successor", "") if row.ends else "",
        differences=() if row.ends else differences(table, row.seen, row.values),
        author=row.author,
        at=row.at,
    )


def differences(
    table: Table, old: Mapping[str, Any] | None, new: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """Field by field; of a new thing, everything that is filled in."""
    before = old or {}
    return tuple(
        Difference(
            label=str(one.label),
            old=said(one, before.get(one.name)) if old is not None else "",
            new=said(one, new.get(one.name)),
            language=one.language,
        )
        for one in table.fields
        if _value(before, one.name) != _value(new, one.name)
    )


def _value(values: Mapping[str, Any], name: str) -> Any:
    """An empty text, no text, and an unticked box are the same nothing."""
    value = values.get(name)
    return None if value in ("", [], "no") else value


def trial_of(change_set_id: int, today: date) -> Trial:
    return try_out(ChangeSet.objects.get(pk=change_set_id), today)


def editions_of(table: Table, identity: str, today: date) -> list[EditionInfo]:
    """The newest first; of what has no dates, whatever sets of changes have made of it."""
    if not table.dated:
        return _editions_by_sets(table, identity, today)
    rows = editions(table, identity)
    by_day = _sets_by_day(table, identity)
    found, before = [], None
    for row in rows:
        values = table.values(row)
        first, last = getattr(row, "valid_from", None), getattr(row, "valid_to", None)
        found.append(
            EditionInfo(
                first=first,
                last=last,
                state=_state(first, last, today),
                differences=differences(table, before, values) if before is not None else (),
                changes=by_day.get(first) if first else None,
            )
        )
        before = values
    return found[::-1]


def _editions_by_sets(table: Table, identity: str, today: date) -> list[EditionInfo]:
    edits = Edit.objects.filter(table=table.name, identity=identity, change_set__state__in=_DONE)
    sets = ChangeSet.objects.annotate(count=Count("edits")).in_bulk(
        [edit.change_set_id for edit in edits]
    )
    found = [(sets[edit.change_set_id], edit) for edit in edits]
    found.sort(key=lambda pair: (pair[0].valid_from, pair[0].pk))
    latest = max((one.pk for one, _edit in found if _stands(one, today)), default=0)
    first = EditionInfo(
        first=None, last=None, state="past" if latest else "now", differences=(), changes=None
    )
    later = [
        EditionInfo(
            first=one.valid_from,
            last=one.valid_to,
            state="coming" if one.valid_from > today else "now" if one.pk == latest else "past",
            differences=differences(table, edit.seen, edit.values),
            changes=_changes(one),
        )
        for one, edit in found
    ]
    return [*later[::-1], first]


def _stands(one: ChangeSet, today: date) -> bool:
    return one.valid_from <= today and (one.valid_to is None or one.valid_to >= today)


def things(table: Table) -> list[tuple[Any, Values]]:
    """Every row of a table with its values, in the order in which it is read."""
    fields = {one.name for one in table.model._meta.get_fields()}
    ordered = [name for name in ("order", *table.key) if name in fields]
    return [(row, table.values(row)) for row in table.model._default_manager.order_by(*ordered)]


def _state(first: date | None, last: date | None, today: date) -> str:
    if first and first > today:
        return "coming"
    return "past" if last and last < today else "now"


def _sets_by_day(table: Table, identity: str) -> dict[date, ChangesInfo]:
    rows = ChangeSet.objects.filter(
        state__in=_DONE,
        edits__table=table.name,
        edits__identity=identity,
    )
    counted = rows.annotate(count=Count("edits")).order_by("planned_at")
    begins = {row.valid_from: _changes(row) for row in counted}
    ends = {row.valid_to + timedelta(days=1): _changes(row) for row in counted if row.valid_to}
    return ends | begins


def other_drafts(table: Table, identity: str, but: int | None) -> list[ChangesInfo]:
    """Whoever else is changing the same just now."""
    rows = ChangeSet.objects.filter(
        state=ChangeState.DRAFT, edits__table=table.name, edits__identity=identity
    ).exclude(pk=but or 0)
    return [_changes(row) for row in rows.annotate(count=Count("edits"))]


def drafted_values(table: Table, identity: str, change_set_id: int | None) -> Values | None:
    """What the draft wants the thing to be; None when it says nothing of it."""
    if change_set_id is None:
        return None
    row = Edit.objects.filter(
        change_set_id=change_set_id, table=table.name, identity=identity
    ).first()
    return dict(row.values) if row else None


def values_on(table: Table, identity: str, day: date) -> Values | None:
    """As it stands on that day, or as it was last, so that what has ended can begin again."""
    if (values := standing_values(table, identity, day)) is not None:
        return values
    rows = editions(table, identity)
    return table.values(rows[-1]) if rows else None


def exists(table: Table, identity: str) -> bool:
    return bool(editions(table, identity))


def history_of(change_set_id: int) -> list[Happening]:
    events = RecordedEvent.objects.filter(stream=changes_stream(change_set_id)).order_by("seq")
    return [
        Happening(
            name=event.name.partition(".")[2],
            actor=event.actor,
            at=event.at,
            about=_about(event.payload),
        )
        for event in events
    ]


def _about(payload: Mapping[str, Any]) -> str:
    table = TABLES.get(payload.get("table", ""))
    return f"{table.label} {payload.get('identity', '')}" if table else ""


__all__ = [
    "ChangesInfo",
    "Difference",
    "EditInfo",
    "EditionInfo",
    "Happening",
    "changes_listed",
    "differences",
    "drafted_values",
    "drafts",
    "editions_of",
    "edits_of",
    "exists",
    "find_changes",
    "history_of",
    "other_drafts",
    "standing_values",
    "things",
    "trial_of",
    "values_on",
]
