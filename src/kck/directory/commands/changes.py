"""Sets of changes: drafted, put in force on a day, taken back."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format

from kck.directory import policy
from kck.directory.commands.version import locked_version, renew
from kck.directory.editing.flat import Values
from kck.directory.editing.inspection import Trial, clash_words, clashes_of, look
from kck.directory.editing.tables import TABLES, Table
from kck.directory.editing.writing import (
    CannotChange,
    Writer,
    bring_back,
    same,
    standing_values,
    take_back,
)
from kck.directory.events import (
    ChangesDiscarded,
    ChangesEnded,
    ChangesEvent,
    ChangesPlanned,
    ChangesTookEffect,
    ChangesUndone,
    EditDropped,
    ThingEdited,
    changes_stream,
)
from kck.directory.models import ChangeSet, ChangeState, Edit
from kck.directory.queries import read_snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _
from kck.foundation.verdict import require

FARTHEST = timedelta(days=3660)


class SomebodyElse(ValueError):
    """The thing is not what the form showed any more; `theirs` is what it is now."""

    def __init__(self, theirs: Values | None) -> None:
        super().__init__(str(_("Ktoś zmienił to w międzyczasie. Zobacz obie wersje.")))
        self.theirs = theirs


def _locked(change_set_id: int, *states: ChangeState) -> ChangeSet:
    changes = ChangeSet.objects.select_for_update().get(pk=change_set_id)
    if changes.state not in states:
        words = _("Tego zestawu nie można teraz zmieniać: %(state)s.")
        raise CannotChange(str(words) % {"state": ChangeState(changes.state).label})
    return changes


def _note(event: ChangesEvent, *, by: Actor, at: datetime) -> None:
    record(event, by=by, at=at, stream=changes_stream(event.change_set_id), topics=["directory"])


def _today(at: datetime) -> date:
    return at.astimezone(clock.city_zone()).date()


def _check_days(day: date, last: date | None, at: datetime) -> None:
    _check_day(day, at)
    if last is None:
        return
    if last < day:
        raise CannotChange(str(_("Ostatni dzień jest wcześniej niż pierwszy.")))
    _check_day(last, at)


def _check_day(day: date, at: datetime) -> None:
    today = _today(at)
    if day < today:
        raise CannotChange(str(_("Zmiana nie może sięgać wstecz: wybierz dzień od dzisiaj.")))
    if day > today + FARTHEST:
        raise CannotChange(str(_("To za daleko: wybierz dzień w ciągu dziesięciu lat.")))


@command
def start_changes(
    *,
    valid_from: date,
    valid_to: date | None = None,
    title: str = "",
    at: datetime,
    by: Actor,
) -> ChangeSet:
    """An empty draft; nothing is in force of it. `valid_to`: the last day it will be."""
    require(policy.may_edit(by))
    _check_days(valid_from, valid_to, at)
    return ChangeSet.objects.create(
        title=title.strip()[:120] or _usual_title(valid_from),
        valid_from=valid_from,
        valid_to=valid_to,
        author=str(by),
        created_at=at,
    )


def _usual_title(day: date) -> str:
    return str(_("Zmiany od %(day)s")) % {"day": date_format(day, "j E Y")}


@command
def update_changes(
    change_set_id: int,
    *,
    title: str,
    valid_from: date,
    valid_to: date | None = None,
    moves_cases: bool,
    at: datetime,
    by: Actor,
) -> ChangeSet:
    """Another name or day. Edits whose author saw what stands on the new day too go along."""
    require(policy.may_edit(by))
    _check_days(valid_from, valid_to, at)
    changes = _locked(change_set_id, ChangeState.DRAFT)
    if valid_from != changes.valid_from:
        _see_again(changes, valid_from)
    changes.title = title.strip()[:120] or _usual_title(valid_from)
    changes.valid_from, changes.valid_to = valid_from, valid_to
    changes.moves_cases = moves_cases
    changes.save(update_fields=["title", "valid_from", "valid_to", "moves_cases"])
    return changes


def _see_again(changes: ChangeSet, day: date) -> None:
    """What nobody has changed since was seen on the new day as well."""
    for edit in changes.edits.all():
        table = TABLES[edit.table]
        if same(edit.seen, standing_values(table, edit.identity, changes.valid_from)):
            edit.seen = standing_values(table, edit.identity, day)
            edit.save(update_fields=["seen"])


@command
def edit_thing(
    change_set_id: int,
    *,
    table: str,
    values: Mapping[str, Any],
    shown: Values | None,
    ends: bool = False,
    at: datetime,
    by: Actor,
) -> Edit | None:
    """The thing as it shall be; None when it is that already. `shown` is what the form began with.

    `SomebodyElse` when that is no longer true: whoever saves later decides knowing both.
    """
    require(policy.may_edit(by))
    changes = _locked(change_set_id, ChangeState.DRAFT)
    spec, wanted = TABLES[table], dict(values)
    identity = spec.identity_of(wanted)
    known = changes.edits.select_for_update().filter(table=table, identity=identity).first()
    now = standing_values(spec, identity, changes.valid_from)
    theirs = known.values if known else now
    if not same(theirs, shown):
        raise SomebodyElse(theirs)
    if not ends and same(now, wanted):
        if known:
            known.delete()
        return None
    edit = known or Edit(change_set=changes, table=table, identity=identity)
    edit.values, edit.ends, edit.seen = wanted, ends, now
    edit.author, edit.at = str(by), at
    edit.save()
    _note(ThingEdited(change_set_id=changes.pk, table=table, identity=identity), by=by, at=at)
    return edit


@command
def drop_edit(change_set_id: int, edit_id: int, *, at: datetime, by: Actor) -> None:
    """Out of the draft. Dropping what is gone changes nothing."""
    require(policy.may_edit(by))
    changes = _locked(change_set_id, ChangeState.DRAFT)
    for edit in changes.edits.filter(pk=edit_id):
        edit.delete()
        dropped = EditDropped(change_set_id=changes.pk, table=edit.table, identity=edit.identity)
        _note(dropped, by=by, at=at)


@command
def discard(change_set_id: int, *, at: datetime, by: Actor) -> None:
    """A draft nobody wants any more; it stays in the history."""
    require(policy.may_edit(by))
    changes = _locked(change_set_id, ChangeState.DRAFT)
    changes.state = ChangeState.DISCARDED
    changes.save(update_fields=["state"])
    _note(ChangesDiscarded(change_set_id=changes.pk), by=by, at=at)


@command
def put_in_force(change_set_id: int, *, at: datetime, by: Actor) -> ChangeSet:
    """From its day on it is so, by itself. Refused with words when it contradicts itself."""
    version = locked_version()
    require(policy.may_edit(by))
    changes = _locked(change_set_id, ChangeState.DRAFT)
    _check_day(changes.valid_from, at)
    edits = list(changes.edits.order_by("pk"))
    if not edits:
        raise CannotChange(str(_("W zestawie nie ma żadnej zmiany.")))
    if clashes := clashes_of(changes, edits):
        raise CannotChange(clash_words(tuple(clashes)))
    before = read_snapshot(changes.valid_from)
    changes.journal = _writer(changes, at).dated(edits)
    _refuse(look(before, changes, edits))
    changes.state, changes.planned_at, changes.planned_by = ChangeState.PLANNED, at, str(by)
    changes.save()
    renew(version, at)
    planned = ChangesPlanned(
        change_set_id=changes.pk, valid_from=changes.valid_from.isoformat(), edits=len(edits)
    )
    _note(planned, by=by, at=at)
    if changes.valid_from <= _today(at):
        _begin(changes, by=by, at=at)
    return changes


def _writer(changes: ChangeSet, at: datetime) -> Writer:
    return Writer(changes.valid_from, _today(at), changes.valid_to)


def _refuse(trial: Trial) -> None:
    if trial.refused:
        raise CannotChange("\n".join(trial.refused))


@command
def take_effect(change_set_id: int, *, at: datetime, by: Actor) -> None:
    """What has no dates is written on the day, once; whatever must follow hears of it."""
    version = locked_version()
    require(policy.may_edit(by))
    changes = ChangeSet.objects.select_for_update().get(pk=change_set_id)
    if changes.state != ChangeState.PLANNED or changes.valid_from > _today(at):
        return
    renew(version, at)
    _begin(changes, by=by, at=at)


def _begin(changes: ChangeSet, *, by: Actor, at: datetime) -> None:
    edits = changes.edits.filter(replaced=False).order_by("pk")
    changes.journal = [*changes.journal, *_writer(changes, at).undated(edits)]
    changes.state, changes.took_effect_at = ChangeState.IN_FORCE, at
    changes.save(update_fields=["state", "took_effect_at", "journal"])
    began = ChangesTookEffect(
        change_set_id=changes.pk,
        valid_from=changes.valid_from.isoformat(),
        moves_cases=changes.moves_cases,
    )
    _note(began, by=by, at=at)


@command
def end_changes(change_set_id: int, *, at: datetime, by: Actor) -> None:
    """After their last day: what has dates is back already, the rest and open cases follow."""
    version = locked_version()
    require(policy.may_edit(by))
    changes = ChangeSet.objects.select_for_update().get(pk=change_set_id)
    last = changes.valid_to
    if changes.state != ChangeState.IN_FORCE or last is None or last >= _today(at):
        return
    bring_back(changes.journal)
    renew(version, at)
    changes.state, changes.ended_at = ChangeState.ENDED, at
    changes.save(update_fields=["state", "ended_at"])
    ended = ChangesEnded(
        change_set_id=changes.pk, valid_to=last.isoformat(), moves_cases=changes.moves_cases
    )
    _note(ended, by=by, at=at)


@command
def undo_changes(change_set_id: int, *, at: datetime, by: Actor) -> ChangeSet:
    """Before the day: as if it had never been. After it: a draft that puts back what was."""
    version = locked_version()
    require(policy.may_edit(by))
    changes = _locked(change_set_id, ChangeState.PLANNED, ChangeState.IN_FORCE)
    if changes.state == ChangeState.IN_FORCE:
        return _way_back(changes, by=by, at=at)
    take_back(changes.journal)
    changes.state = ChangeState.UNDONE
    changes.save(update_fields=["state"])
    renew(version, at)
    _note(ChangesUndone(change_set_id=changes.pk), by=by, at=at)
    return changes


def _way_back(changes: ChangeSet, *, by: Actor, at: datetime) -> ChangeSet:
    tomorrow = _today(at) + timedelta(days=1)
    back = ChangeSet.objects.create(
        title=(str(_("Cofnięcie: %(title)s")) % {"title": changes.title})[:120],
        valid_from=tomorrow,
        moves_cases=changes.moves_cases,
        author=str(by),
        created_at=at,
        takes_back=changes,
    )
    edits = [_reversed(back, edit, by=by, at=at) for edit in changes.edits.filter(replaced=False)]
    Edit.objects.bulk_create([edit for edit in edits if edit is not None])
    return back


def _reversed(back: ChangeSet, edit: Edit, *, by: Actor, at: datetime) -> Edit | None:
    """None when the thing is already as it was before."""
    table: Table = TABLES[edit.table]
    now = standing_values(table, edit.identity, back.valid_from)
    if same(now, edit.seen):
        return None
    return Edit(
        change_set=back,
        table=edit.table,
        identity=edit.identity,
        ends=edit.seen is None,
        values=edit.values if edit.seen is None else edit.seen,
        seen=now,
        author=str(by),
        at=at,
    )
