"""Bringing the files of a city into the database."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from kck.directory import policy
from kck.directory.events import DirectoryLoaded, WayChanged
from kck.directory.loading.compare import carry_out, changes_of, plan
from kck.directory.loading.files import Files, folder_hash, read_files
from kck.directory.loading.links import check_links
from kck.directory.loading.parts import parts
from kck.directory.loading.problems import Change, Problem, Problems
from kck.directory.models import ConfigVersion, Unit, WayPeriod
from kck.directory.queries import forget_snapshot
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _
from kck.foundation.verdict import require


@dataclass(frozen=True, kw_only=True)
class Check:
    """What is wrong in the files, and what a load would change (`others`: in other modules)."""

    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    others: tuple[str, ...] = ()

    def count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.changes)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What a load did; an unchanged folder leaves the version as it was."""

    version: int
    check: Check


class WrongFiles(ValueError):
    """The files have mistakes, so nothing was loaded."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def check_city(folder: Path, *, at: datetime | None = None) -> Check:
    """Read the files and say what is wrong and what would change; writes nothing."""
    problems = Problems()
    files = _read(folder, problems)
    others = [line for part in parts() for line in part.check(folder, problems)]
    return Check(
        problems=tuple(sorted(problems.found)),
        changes=() if problems else tuple(changes_of(plan(files, _today(at)))),
        others=tuple(others),
    )


@command
def load_city(folder: Path, *, by: Actor, at: datetime, if_new: bool = False) -> Loaded:
    """Make the database say what the files say. Loading the same again changes nothing.

    `if_new` skips a folder whose files are those of the last load, so that a restart costs little
    and keeps what an administrator has changed since. All files or none: `WrongFiles`.
    """
    version = _locked_version()
    require(policy.may_edit(by))
    digest = folder_hash(folder)
    if if_new and version.hash == digest:
        return Loaded(version=version.version, check=Check(problems=(), changes=()))
    problems = Problems()
    files = _read(folder, problems)
    others = [line for part in parts() for line in part.check(folder, problems)]
    if problems:
        raise WrongFiles(tuple(sorted(problems.found)))

    steps = plan(files, _today(at))
    carry_out(steps)
    for part in parts():
        part.load(folder)

    check = Check(problems=(), changes=tuple(changes_of(steps)), others=tuple(others))
    _note(version, digest, check, by=by, at=at)
    return Loaded(version=version.version, check=check)


def _read(folder: Path, problems: Problems) -> Files:
    files = read_files(folder, problems)
    check_links(files, folder)
    return files


def _today(at: datetime | None) -> date:
    return (at or clock.now()).astimezone(clock.city_zone()).date()


def _locked_version() -> ConfigVersion:
    """One load at a time."""
    ConfigVersion.objects.bulk_create([ConfigVersion(pk=1)], ignore_conflicts=True)
    return ConfigVersion.objects.select_for_update().get(pk=1)


def _note(version: ConfigVersion, digest: str, check: Check, *, by: Actor, at: datetime) -> None:
    """A new version when anything changed; other processes see its stamp and read again."""
    if not check.changes and version.hash == digest:
        return
    version.hash = digest
    if check.changes:
        _renew(version, at)
    else:
        version.loaded_at = at
        version.save()
        forget_snapshot()
    record(
        DirectoryLoaded(
            version=version.version,
            hash=digest,
            added=check.count("added"),
            changed=check.count("changed"),
            ended=check.count("ended"),
        ),
        by=by,
        at=at,
    )


class WrongWay(ValueError):
    """This way of working cannot be set; the message says why."""


@command
def set_way(
    unit: str,
    *,
    way: WayOfWorking,
    settings: Mapping[str, Any],
    valid_from: date | None,
    valid_to: date | None = None,
    at: datetime,
    by: Actor,
) -> WayPeriod:
    """How a unit works from a day on; what was in force ends the day before. Files keep off it."""
    version = _locked_version()
    require(policy.may_edit(by))
    if not Unit.objects.filter(code=unit).exists():
        raise WrongWay(str(_("Nie ma takiej jednostki.")))
    if valid_from and valid_to and valid_to < valid_from:
        raise WrongWay(str(_("Ostatni dzień jest wcześniej niż pierwszy.")))
    _make_room(unit, valid_from, valid_to, author=str(by))
    period, _made = WayPeriod.objects.update_or_create(
        code=unit,
        valid_from=valid_from,
        defaults={
            "way": way,
            "settings": dict(settings),
            "valid_to": valid_to,
            "author": str(by),
        },
    )
    _renew(version, at)
    record(
        WayChanged(unit=unit, way=way, valid_from=_iso(valid_from), valid_to=_iso(valid_to)),
        by=by,
        at=at,
    )
    return period


def _make_room(unit: str, first: date | None, last: date | None, *, author: str) -> None:
    """Earlier periods end the day before; a later one must not begin inside the new."""
    for other in WayPeriod.objects.filter(code=unit).exclude(valid_from=first):
        if (other.valid_from or date.min) > (first or date.min):
            if last is None or (other.valid_from and other.valid_from <= last):
                words = _("Od %(day)s obowiązuje już inny sposób pracy: podaj wcześniejszy koniec.")
                raise WrongWay(str(words) % {"day": other.valid_from})
        elif first and (other.valid_to is None or other.valid_to >= first):
            other.valid_to, other.author = first - timedelta(days=1), author
            other.save(update_fields=["valid_to", "author"])


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _renew(version: ConfigVersion, at: datetime) -> None:
    """Every process reads all again at its next look."""
    version.version += 1
    version.stamp, version.loaded_at = uuid.uuid4().hex, at
    version.save()
    forget_snapshot()
