"""A source is imported, whole or not at all; and what a run did is turned back."""

import csv
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection

from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record, unit_of_work
from kck.foundation.text import _
from kck.foundation.verdict import require
from kck.places import policy
from kck.places.commands import imports
from kck.places.difference import Comparison, shelves, turn_back
from kck.places.events import RegisterRunEnded, RegisterRunUndone
from kck.places.fetching import Fetched, fetched
from kck.places.importing.report import CannotImport, ImportReport
from kck.places.models import RegisterChange, RegisterRun, RegisterSource
from kck.places.terms import Register, RunState
from kck.places.versions import bump

_EXAMPLES = 20
_KEPT_RUNS = 5  # older ones of the same source cannot be turned back
Importer = Callable[[Path, Mapping[str, Any], datetime, Actor], ImportReport]


class NotNow(ValueError):
    """This run cannot be undone; the sentence says why."""


class _TooDifferent(Exception):
    """The file looks wrong: nothing is changed before a person has looked."""


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
        return _end(run, RunState.FAILED, str(error), at=at, by=by)
    except Exception as error:
        _end(run, RunState.FAILED, type(error).__name__, at=at, by=by)
        raise


@command
def _begin(source_id: int, *, at: datetime, by: Actor) -> RegisterRun:
    require(policy.may_import(by))
    source = RegisterSource.objects.get(pk=source_id)
    return RegisterRun.objects.create(
        source=source, state=RunState.RUNNING, started_at=at, actor=str(by)
    )


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
                raise _TooDifferent
            if reason := "" if anyway else _suspicion(run):
                raise _TooDifferent(reason)
            _forget_old(run)
            return _end(run, RunState.APPLIED, at=at, by=by)
    except _TooDifferent as stopped:
        state = RunState.CHECKED if only_check else RunState.STOPPED
        return _end(run, state, str(stopped), at=at, by=by)


def _apply(run: RegisterRun, file: Fetched, *, at: datetime, by: Actor) -> None:
    """The import, and beside it what it changes."""
    source = run.source
    register: Register = source.register  # type: ignore[assignment]
    comparison = Comparison(shelves(register, str(source.options.get("kind", ""))))
    run.before = comparison.before
    report = _IMPORTERS[register](file.path, source.options, at, by)
    run.read, run.rejected = report.read, report.rejected
    run.examples = _examples(report.rejects)
    if not report.written:
        raise CannotImport(_("W pliku nie ma ani jednego wiersza, którego można użyć."))
    run.vanished = comparison.absent()
    comparison.remove_absent()
    comparison.keep_changes(run.pk)
    run.added, run.changed = _counted(run)


def _counted(run: RegisterRun) -> tuple[int, int]:
    changes = RegisterChange.objects.filter(run=run)
    return (
        changes.filter(before__isnull=True).count(),
        changes.filter(before__isnull=False, after__isnull=False).count(),
    )


def _suspicion(run: RegisterRun) -> str:
    """Why a person has to look first; empty when nobody has to."""
    most = run.source.most_vanishing
    if run.before and run.vanished * 100 > run.before * most:
        return _(
            "Zniknęłoby {count} z {before} wierszy, więcej niż {most} %. Nic nie zmieniono: "
            "sprawdź plik albo potwierdź, że tak ma być."
        ).format(count=run.vanished, before=run.before, most=most)
    if run.rejected * 100 > run.read * most:
        return _(
            "Nie da się użyć {count} z {read} wierszy, więcej niż {most} %. Nic nie zmieniono: "
            "sprawdź kolumny i układ współrzędnych."
        ).format(count=run.rejected, read=run.read, most=most)
    return ""


def _examples(rejects: Path | None) -> list[dict[str, str]]:
    if rejects is None:
        return []
    with rejects.open(encoding="utf-8", newline="") as file:
        rows = list(zip(range(_EXAMPLES), csv.DictReader(file), strict=False))
    return [{"line": row["line"], "reason": row["reason"]} for _number, row in rows]


def _forget_old(run: RegisterRun) -> None:
    """Changes of the last few runs are enough to go back."""
    kept = RegisterRun.objects.filter(source=run.source, state=RunState.APPLIED).order_by("-id")
    old = list(kept.values_list("pk", flat=True)[_KEPT_RUNS - 1 :])
    RegisterChange.objects.filter(run__in=old).delete()


@command
def _end(
    run: RegisterRun, state: RunState, reason: str = "", *, at: datetime, by: Actor
) -> RegisterRun:
    run.state, run.reason, run.ended_at = state, reason[:500], at
    run.save()
    record(RegisterRunEnded(run_id=run.pk, source_id=run.source_id, state=str(state)), by=by, at=at)
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
    record(RegisterRunUndone(run_id=run.pk, source_id=run.source_id), by=by, at=at)
    return run


def _streets(path: Path, options: Mapping[str, Any], at: datetime, by: Actor) -> ImportReport:
    return imports.import_streets(path, only=options.get("only", ""), at=at, by=by)


def _addresses(path: Path, options: Mapping[str, Any], at: datetime, by: Actor) -> ImportReport:
    crs, columns = options.get("crs", "4326"), options.get("columns", {})
    return imports.import_addresses(path, crs=crs, columns=columns, at=at, by=by)


def _stops(path: Path, _options: Mapping[str, Any], at: datetime, by: Actor) -> ImportReport:
    return imports.import_stops(path, at=at, by=by)


def _areas(path: Path, options: Mapping[str, Any], at: datetime, by: Actor) -> ImportReport:
    crs = options.get("crs", "4326")
    return imports.import_areas(path, kind=options["kind"], crs=crs, at=at, by=by)


_IMPORTERS: Mapping[str, Importer] = {
    "streets": _streets,
    "addresses": _addresses,
    "stops": _stops,
    "areas": _areas,
}
