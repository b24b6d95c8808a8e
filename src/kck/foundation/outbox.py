"""What happened, recorded with the change itself, and the jobs that follow from it.

`record` and `defer` only collect. One flush at the end of the outermost command writes all events
in one statement, all jobs in one, and one NOTIFY, in the same transaction: after the commit
everything is there, after a rollback nothing is.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import wraps
from inspect import signature
from types import SimpleNamespace
from typing import Any, ClassVar, ParamSpec, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, JobDeferrer
from procrastinate.tasks import Task
from pydantic import TypeAdapter

from kck.foundation import clock, log
from kck.foundation.actor import Actor
from kck.foundation.bulk import Statement, copy_in, insertion, run
from kck.foundation.fresh import fresh
from kck.foundation.models import RecordedEvent

LIVE_CHANNEL = "kck_live"
_MANY = 100
_NOTICE_BYTES = 7500  # PostgreSQL refuses 8000


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact in the past tense. Fields hold ids and plain values, never models or personal data."""

    name: ClassVar[str]


@dataclass(frozen=True)
class _Reaction:
    """A job, which of the events it is about it wants to hear of, and how long after."""

    task: Task[Any, Any, Any]
    wants: Callable[[Any], bool]
    after: Callable[[Any], timedelta]

    def to_come(self, event: Any) -> JobDeferrer:
        """The job, once the event has an id."""
        wait = max(self.after(event), _held.get())
        return self.task.configure(schedule_at=clock.real_now() + wait if wait else None)


@dataclass
class _Unit:
    """What one transaction has collected so far."""

    events: list[RecordedEvent] = field(default_factory=list)
    to_come: list[list[JobDeferrer]] = field(default_factory=list)  # of each event
    jobs: list[Job] = field(default_factory=list)
    reactions: list[Job] = field(default_factory=list)
    topics: set[str] = field(default_factory=set)
    fresh_streams: set[str] = field(default_factory=set)
    last: list[Statement] = field(default_factory=list)


_encoder = DjangoJSONEncoder(ensure_ascii=False)
_PLAIN = frozenset({str, int, bool, type(None)})
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
_unit: ContextVar[_Unit | None] = ContextVar("kck_unit_of_work", default=None)
_held: ContextVar[timedelta] = ContextVar("kck_held_back", default=timedelta(0))
_at_once: ContextVar[bool] = ContextVar("kck_jobs_at_once", default=False)
_reactions: "dict[str, list[_Reaction]]" = defaultdict(list)

P = ParamSpec("P")
R = TypeVar("R")
E = TypeVar("E", bound=Event)
Reaction = TypeVar("Reaction", bound=Callable[..., None])


@contextmanager
def unit_of_work() -> Iterator[None]:
    """One transaction. An inner one joins the outer one, without a savepoint."""
    if _unit.get() is not None:
        yield
        return
    unit = _Unit()
    token = _unit.set(unit)
    try:
        with transaction.atomic():
            yield
            _flush(unit)
    finally:
        _unit.reset(token)
    if _at_once.get():
        for job in unit.reactions:
            app.tasks[job.task_name].func(**job.task_kwargs)


@contextmanager
def reactions_at_once() -> Iterator[None]:
    """Inside, what follows from events happens here and now, not in a worker: a simulated past."""
    token = _at_once.set(True)
    try:
        yield
    finally:
        _at_once.reset(token)


@contextmanager
def held_back(wait: timedelta) -> Iterator[None]:
    """What follows from events recorded inside waits so long: until then `call_off` stops it."""
    token = _held.set(wait)
    try:
        yield
    finally:
        _held.reset(token)


_CALL_OFF = """
SELECT procrastinate_cancel_job_v1(id, false, true) FROM procrastinate_jobs
WHERE status = 'todo' AND args @> %s
"""


def call_off(event: RecordedEvent) -> bool:
    """Stop all that was to follow from an event. False when some of it has begun: then roll back.

    A job that a worker is taking this very moment is waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CALL_OFF, [json.dumps({"event_id": event.pk})])
        stopped = sum(1 for (pk,) in cursor.fetchall() if pk is not None)
    return stopped >= len(_reactions[event.name]) - _unwanted(event)


def _unwanted(event: RecordedEvent) -> int:
    """Reactions that did not want to hear of it have no job."""
    facts = SimpleNamespace(**event.payload)
    return sum(1 for one in _reactions[event.name] if not one.wants(facts))


def command(function: Callable[P, R]) -> Callable[P, R]:
    """A function that changes something, in one transaction with its events and jobs."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with unit_of_work():
            return function(*args, **kwargs)

    return run


def _collected() -> _Unit:
    unit = _unit.get()
    if unit is None:
        raise RuntimeError("Only a command may record or defer; decorate it with @command.")
    return unit


def record(
    event: Event,
    *,
    by: Actor,
    at: datetime | None = None,
    stream: str = "",
    topics: Iterable[str] = (),
    first: bool = False,
) -> None:
    """Note a fact. `stream` chains it by hash; `first`: it begins here (saves a look-up)."""
    unit = _collected()
    unit.events.append(
        fresh(
            RecordedEvent,
            stream=stream,
            name=event.name,
            payload=_plain(vars(event)),
            actor=str(by),
            at=at or clock.now(),
        )
    )
    unit.to_come.append([one.to_come(event) for one in _reactions[event.name] if one.wants(event)])
    unit.topics.update(topics)
    if first:
        unit.fresh_streams.add(stream)


def _plain(value: Any) -> Any:
    """As it will be read back from JSON; its hash is computed from this."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind in (list, tuple):
        return [_plain(one) for one in value]
    if kind is dict and all(type(name) is str for name in value):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, str):  # a member of an enumeration
        return str.__str__(value)
    return json.loads(_encoder.encode(value))


def at_the_end(statement: Statement) -> None:
    """Write this with the events: what nothing in the same command reads, or others wait for."""
    _collected().last.append(statement)


def announce(*topics: str) -> None:
    """Tell live pages, without a fact."""
    _collected().topics.update(topics)


def defer(task: Task[Any, Any, Any], *, when: datetime | None = None, **kwargs: Any) -> None:
    """Ask for a job; it is there when the change is."""
    _collected().jobs.append(task.configure(schedule_at=when).make_new_job(**kwargs))


def chain_hash(event: RecordedEvent) -> str:
    """What links an event to the one before it; `audit verify` computes the same."""
    facts = [
        event.stream,
        event.seq,
        event.name,
        event.payload,
        event.actor,
        event.at.astimezone(UTC).isoformat(),
        event.prev_hash,
    ]
    return hashlib.sha256(_canonical.encode(facts).encode()).hexdigest()


def _flush(unit: _Unit) -> None:
    _link(unit)
    _write(unit)
    for event, to_come in zip(unit.events, unit.to_come, strict=True):
        unit.reactions += [job.make_new_job(event_id=event.pk) for job in to_come]
    jobs = unit.jobs if _at_once.get() else unit.jobs + unit.reactions
    if jobs:
        app.job_manager.batch_defer_jobs(jobs)
    if unit.events and not _at_once.get():
        log.tell({event.name for event in unit.events})


def _write(unit: _Unit) -> None:
    """Everything in one trip to the server, the notice to live pages too."""
    notice = [_notice(sorted(unit.topics))] if unit.topics else []
    if len(unit.events) > _MANY:
        copy_in(unit.events)
        run([*unit.last, *notice])
    elif unit.events:
        *_others, ids = run([*unit.last, *notice, insertion(unit.events)])
        for event, (pk,) in zip(unit.events, ids, strict=True):
            event.pk = pk
    else:
        run([*unit.last, *notice])


def _link(unit: _Unit) -> None:
    """Give events of a stream their place and the hash of the one before."""
    chained = [event for event in unit.events if event.stream]
    if not chained:
        return
    heads = _heads({event.stream for event in chained} - unit.fresh_streams)
    for event in chained:
        seq, prev_hash = heads.get(event.stream, (0, ""))
        event.seq, event.prev_hash = seq + 1, prev_hash
        event.hash = chain_hash(event)
        heads[event.stream] = (event.seq, event.hash)


def _heads(streams: set[str]) -> dict[str, tuple[int, str]]:
    if not streams:
        return {}
    rows = (
        RecordedEvent.objects.filter(stream__in=streams)
        .order_by("stream", "-seq")
        .distinct("stream")
        .values_list("stream", "seq", "hash")
    )
    return {stream: (seq or 0, link) for stream, seq, link in rows}


def _notice(topics: list[str]) -> Statement:
    text = json.dumps(topics, separators=(",", ":"))
    if len(text) > _NOTICE_BYTES:
        text = '["*"]'  # too many to name: every page asks again
    return Statement("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, text])


def reacts_to(
    event_type: type[E],
    *,
    queue: str = "default",
    when: Callable[[E], bool] = lambda _event: True,
    after: Callable[[E], timedelta] = lambda _event: timedelta(0),
) -> Callable[[Reaction], Reaction]:
    """Run the function as a job, at least once, for every such event that was committed.

    It gets the event; if it takes a second argument also the event's id, which stays the same when
    it runs again. `when` leaves out events about which there is nothing to do; `after` says how
    long to wait, for what may still be taken back.
    """
    reader = TypeAdapter(event_type)

    def register(reaction: Reaction) -> Reaction:
        wants_id = len(signature(reaction).parameters) > 1

        @app.task(
            name=f"{reaction.__module__}.{reaction.__qualname__}",
            queue=queue,
            retry=RetryStrategy(max_attempts=8, exponential_wait=4),
        )
        def job(event_id: int) -> None:
            event = reader.validate_python(RecordedEvent.objects.get(pk=event_id).payload)
            reaction(event, event_id) if wants_id else reaction(event)

        _reactions[event_type.name].append(_Reaction(job, when, after))
        return reaction

    return register
