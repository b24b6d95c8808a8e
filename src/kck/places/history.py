"""What became of registers, for those who answer for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from kck.foundation.reasons import Reason, kept
from kck.places.models import RegisterRun, RegisterSource
from kck.places.terms import Every, Register, RunState

_LISTED = 50


@dataclass(frozen=True, kw_only=True)
class Example:
    """A row that could not be used."""

    line: str
    reason: Reason | None


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The first rows of each sort, by their labels."""

    added: Sequence[str] = ()
    changed: Sequence[str] = ()
    vanished: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Run:
    id: int
    source_id: int
    source: str
    state: RunState
    started_at: datetime
    ended_at: datetime | None
    read: int
    rejected: int
    added: int
    changed: int
    vanished: int
    before: int
    reason: Reason | None
    examples: list[Example]
    changes: Changes
    latest: bool = False  # nothing was run after it

    @property
    def wants_a_person(self) -> bool:
        return self.latest and self.state in {RunState.STOPPED, RunState.FAILED}


@dataclass(frozen=True, kw_only=True)
class Source:
    id: int
    name: str
    register: Register
    location: str
    options: Mapping[str, Any]
    every: Every
    hour: int
    most_vanishing: int
    next_at: datetime | None
    last: Run | None


def sources() -> list[Source]:
    """Those in use, by name."""
    rows = list(RegisterSource.objects.filter(ended_at=None).order_by("name", "pk"))
    last = _last_runs(row.pk for row in rows)
    return [_source(row, last.get(row.pk)) for row in rows]


def source(source_id: int) -> Source | None:
    row = RegisterSource.objects.filter(pk=source_id).first()
    return _source(row, _last_runs([row.pk]).get(row.pk)) if row else None


def runs(source_id: int) -> list[Run]:
    """The latest first."""
    rows = RegisterRun.objects.filter(source_id=source_id).select_related("source")
    found = list(rows.order_by("-pk")[:_LISTED])
    return [_run(row, latest=place == 0) for place, row in enumerate(found)]


def run(run_id: int) -> Run | None:
    row = RegisterRun.objects.filter(pk=run_id).select_related("source").first()
    if row is None:
        return None
    later = RegisterRun.objects.filter(source_id=row.source_id, pk__gt=row.pk)
    return _run(row, latest=not later.exists())


def waiting() -> int:
    """Sources whose latest run stopped or failed."""
    return sum(1 for one in sources() if one.last and one.last.wants_a_person)


def _last_runs(source_ids: Iterable[int]) -> dict[int, Run]:
    rows = (
        RegisterRun.objects.filter(Q(source_id__in=list(source_ids)))
        .select_related("source")
        .order_by("source_id", "-pk")
        .distinct("source_id")
    )
    return {row.source_id: _run(row, latest=True) for row in rows}


def _source(row: RegisterSource, last: Run | None) -> Source:
    return Source(
        id=row.pk,
        name=row.name,
        register=row.register,  # type: ignore[arg-type]
        location=row.location,
        options=row.options,
        every=Every(row.every),
        hour=row.hour,
        most_vanishing=row.most_vanishing,
        next_at=row.next_at,
        last=last,
    )


def _run(row: RegisterRun, *, latest: bool) -> Run:
    return Run(
        id=row.pk,
        source_id=row.source_id,
        source=row.source.name,
        state=RunState(row.state),
        started_at=row.started_at,
        ended_at=row.ended_at,
        read=row.read,
        rejected=row.rejected,
        added=row.added,
        changed=row.changed,
        vanished=row.vanished,
        before=row.before,
        reason=kept(row.why, row.reason),
        examples=[_example(one) for one in row.examples],
        changes=Changes(**row.preview),
        latest=latest,
    )


def _example(stored: Mapping[str, Any]) -> Example:
    return Example(line=stored["line"], reason=kept(stored.get("why"), stored["reason"]))
