"""A source is imported, whole or not at all; and what a run did is turned back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import QuerySet

from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record, unit_of_work
from kck.foundation.reasons import Reason, columns, of_text
from kck.foundation.text import _
from kck.foundation.verdict import require
from kck.places import policy, wrong
from kck.places.commands import imports
from kck.places.difference import Comparison, shelves, turn_back
from kck.places.events import RegisterRunBegun, RegisterRunEnded, RegisterRunUndone
from kck.places.fetching import Fetched, fetched
from kck.places.importing.report import CannotImport, ImportReport
from kck.places.models import RegisterChange, RegisterRun, RegisterSource
from kck.places.telling import telling
from kck.places.terms import REGISTERS_TOPIC, Register, RunState
from kck.places.versions import bump

SHOWN = 100
_LONGEST = 500
_KEPT_RUNS = 5  # older ones of the same source cannot be turned back
# their options are those of a source
_IMPORTERS: Mapping[str, Callable[..., ImportReport]] = {
    "streets": imports.import_streets,
    "addresses": imports.import_addresses,
    "stops": imports.import_stops,
    "areas": imports.import_areas,
}


class NotNow(ValueError):
    """This run cannot be undone; the sentence says why."""


class _NotApplied(Exception):
    """Compared only, or the file looks wrong: nothing is changed before a person has looked."""

    def __init__(self, why: Reason | None = None) -> None:
        super().__init__(why)
        self.why = why


def run_source(
    source_id: int, *, at: datetime, by: Actor, only_check: bool = False, anyway: bool = False
) -> RegisterRun:
    """Fetch and import; `only_check` compares, `anyway` is what a person says to much that goes."""
    run = _begin(source_id, at=at, by=by)
    try:
        with fetched(run.source.location) as file:
            run.digest = file.digest
            if not (anyway or only_check) and _is_known(run):
                return _end(run, RunState.SAME, at=at, by=by)
            return _imported(run, file, at=at, by=by, only_check=only_check, anyway=anyway)
    except CannotImport as error:
        return _end(run, RunState.FAILED, _reason(error.args[0]), at=at, by=by)
    except Exception as error:
        _end(run, RunState.FAILED, wrong.BROKE(error=type(error).__name__), at=at, by=by)
        raise


@command
def _begin(source_id: int, *, at: datetime, by: Actor) -> RegisterRun:
    """Runs come one after the other: whatever still seems to run was killed."""
    require(policy.may_import(by))
    source = RegisterSource.objects.select_for_update().get(pk=source_id)
    for left in source.runs.filter(state=RunState.RUNNING):
        _end(left, RunState.FAILED, wrong.INTERRUPTED, at=at, by=by)
    run = RegisterRun.objects.create(
        source=source, state=RunState.RUNNING, started_at=at, actor=str(by)
    )
    begun = RegisterRunBegun(run_id=run.pk, source_id=source.pk)
    record(begun, by=by, at=at, topics=[REGISTERS_TOPIC])
    return run


def _is_known(run: RegisterRun) -> bool:
    """The very file that was imported last."""
    last = (
        RegisterRun.objects.filter(source__register=run.source.register)
        .filter(state__in=[RunState.APPLIED, RunState.UNDONE])
        .order_by("-id")
        .first()
    )
    return (
        last is not None
        and last.state == RunState.APPLIED
        and last.source_id == run.source_id
        and last.digest == run.digest
    )


def _imported(
    run: RegisterRun, file: Fetched, *, at: datetime, by: Actor, only_check: bool, anyway: bool
) -> RegisterRun:
    try:
        with unit_of_work():
            _apply(run, file, at=at, by=by)
            if only_check:
                raise _NotApplied
            if not anyway and (why := _suspicion(run)):
                raise _NotApplied(why)
            _forget_old(run)
            return _end(run, RunState.APPLIED, at=at, by=by)
    except _NotApplied as stopped:
        state = RunState.CHECKED if only_check else RunState.STOPPED
        return _end(run, state, stopped.why, at=at, by=by)


def _apply(run: RegisterRun, file: Fetched, *, at: datetime, by: Actor) -> None:
    """The import, and beside it what it changes."""
    source = run.source
    register: Register = source.register  # type: ignore[assignment]
    comparison = Comparison(shelves(register, str(source.options.get("kind", ""))))
    run.before = comparison.before
    with telling(run.pk) as progress:
        report = _IMPORTERS[register](file.path, at=at, by=by, progress=progress, **source.options)
    run.read, run.rejected = report.read, report.rejected
    run.examples = [_example(line, why) for line, why in report.examples]
    if not report.written:
        raise CannotImport(wrong.NOTHING_USABLE)
    run.vanished = comparison.absent()
    comparison.remove_absent()
    comparison.keep_changes(run.pk)
    _count(run)


def _count(run: RegisterRun) -> None:
    """Kept also of a run that is only compared or stopped, when its changes are gone again."""
    changes = RegisterChange.objects.filter(run=run)
    added = changes.filter(before__isnull=True)
    changed = changes.filter(before__isnull=False, after__isnull=False)
    run.added, run.changed = added.count(), changed.count()
    run.preview = {
        "added": _labels(added),
        "changed": _renamed(changed),
        "vanished": _labels(changes.filter(after__isnull=True)),
    }


def _labels(changes: QuerySet[RegisterChange]) -> list[str]:
    return list(changes.order_by("label", "pk").values_list("label", flat=True)[:SHOWN])


def _renamed(changes: QuerySet[RegisterChange]) -> list[str]:
    """The old name too, where there is a new one."""
    rows = changes.order_by("label", "pk").values_list("label", "before__name", "after__name")
    return [label if was == now else f"{was} → {label}" for label, was, now in rows[:SHOWN]]


def _suspicion(run: RegisterRun) -> Reason | None:
    """Why a person has to look first."""
    most = run.source.most_vanishing
    if run.before and run.vanished * 100 > run.before * most:
        return wrong.MUCH_VANISHES(count=run.vanished, before=run.before, most=most)
    if run.rejected * 100 > run.read * most:
        return wrong.MUCH_UNUSABLE(count=run.rejected, read=run.read, most=most)
    return None


def _example(line: int, why: Any) -> dict[str, Any]:
    text, stored = columns(_reason(why))
    return {"line": str(line), "reason": text, "why": stored}


def _reason(said: Any) -> Reason:
    return said if isinstance(said, Reason) else of_text(str(said))


def _forget_old(run: RegisterRun) -> None:
    """Changes of the last few runs are enough to go back."""
    kept = RegisterRun.objects.filter(source=run.source, state=RunState.APPLIED).order_by("-id")
    old = list(kept.values_list("pk", flat=True)[_KEPT_RUNS - 1 :])
    RegisterChange.objects.filter(run__in=old).delete()


@command
def _end(
    run: RegisterRun, state: RunState, why: Reason | None = None, *, at: datetime, by: Actor
) -> RegisterRun:
    run.reason, run.why = columns(why, _LONGEST)
    run.state, run.ended_at = state, at
    run.save()
    ended = RegisterRunEnded(run_id=run.pk, source_id=run.source_id, state=str(state))
    record(ended, by=by, at=at, topics=[REGISTERS_TOPIC])
    return run


@command
def undo(run_id: int, *, at: datetime, by: Actor) -> RegisterRun:
    """Every row as it was before this run; `NotNow` when a later one stands on it."""
    require(policy.may_import(by))
    run = (
        RegisterRun.objects.select_for_update(of=("self",)).select_related("source").get(pk=run_id)
    )
    tables = list(run.changes.values_list("table", flat=True).distinct())
    if run.state != RunState.APPLIED or not tables:
        raise NotNow(_("Tego importu nie można już cofnąć."))
    later = RegisterChange.objects.filter(run_id__gt=run.pk, table__in=tables)
    if later.filter(run__state=RunState.APPLIED).exists():
        raise NotNow(_("Najpierw cofnij późniejsze importy tego rejestru."))
    try:
        turn_back(run.pk, tables)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise NotNow(_("Na tym, co przyniósł ten import, opiera się już coś innego.")) from error
    run.state = RunState.UNDONE
    run.save(update_fields=["state"])
    for register in {"streets", run.source.register}:
        bump(register, at=at)
    undone = RegisterRunUndone(run_id=run.pk, source_id=run.source_id)
    record(undone, by=by, at=at, topics=[REGISTERS_TOPIC])
    return run
