"""Where registers come from."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, defer, record
from kck.foundation.verdict import require
from kck.places import policy, wrong
from kck.places.events import RegisterSourceAdded, RegisterSourceEnded
from kck.places.fetching import is_address, path_of
from kck.places.importing.report import CannotImport
from kck.places.models import RegisterSource
from kck.places.terms import REGISTERS, Every, Register

FETCH_JOB = "kck.places.jobs.fetch_source"


@command
def add_source(
    *,
    name: str,
    register: Register,
    location: str,
    options: Mapping[str, object],
    every: Every,
    hour: int,
    most_vanishing: int,
    at: datetime,
    by: Actor,
) -> RegisterSource:
    """`CannotImport` when the place cannot be one."""
    require(policy.may_import(by))
    if register not in REGISTERS:
        raise ValueError(register)
    _check(location)
    source = RegisterSource.objects.create(
        name=name,
        register=register,
        location=location,
        options=dict(options),
        every=every,
        hour=hour,
        most_vanishing=most_vanishing,
        next_at=next_fetch(every, hour, after=at),
    )
    record(RegisterSourceAdded(source_id=source.pk, register=register), by=by, at=at)
    return source


def _check(location: str) -> None:
    if is_address(location):
        parts = urlsplit(location)
        if not parts.hostname or parts.username or parts.password:
            raise CannotImport(wrong.WITH_LOGIN)
    else:
        path_of(location)


@command
def end_source(source_id: int, *, at: datetime, by: Actor) -> None:
    """It is fetched no more; what it brought stays."""
    require(policy.may_import(by))
    source = RegisterSource.objects.select_for_update().get(pk=source_id)
    if source.ended_at is None:
        source.ended_at, source.next_at = at, None
        source.save()
        record(RegisterSourceEnded(source_id=source.pk), by=by, at=at)


@command
def start_due(*, at: datetime) -> int:
    """Ask for a run of every source whose hour has come."""
    due = list(RegisterSource.objects.select_for_update(skip_locked=True).filter(next_at__lte=at))
    for source in due:
        source.next_at = next_fetch(Every(source.every), source.hour, after=at)
        source.save(update_fields=["next_at"])
        defer(app.tasks[FETCH_JOB], source_id=source.pk)
    return len(due)


@command
def ask_for_run(
    source_id: int, *, only_check: bool = False, anyway: bool = False, by: Actor
) -> None:
    """A worker will see to it: the file may be large."""
    require(policy.may_import(by))
    source = RegisterSource.objects.get(pk=source_id)
    defer(app.tasks[FETCH_JOB], source_id=source.pk, only_check=only_check, anyway=anyway)


def next_fetch(every: Every, hour: int, *, after: datetime) -> datetime | None:
    """The next such hour of the city; a week is seven days."""
    if every == Every.NEVER:
        return None
    local = after.astimezone(clock.city_zone())
    days = 1 if every == Every.DAY else 7
    today = datetime.combine(local.date(), time(hour), tzinfo=clock.city_zone())
    if today > after:
        return today
    return datetime.combine(
        local.date() + timedelta(days=days), time(hour), tzinfo=clock.city_zone()
    )
