"""Bringing the files of a city into the database."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kck.directory import policy
from kck.directory.commands.version import locked_version, renew
from kck.directory.commands.yielding import conflicts_of, give_way, keep_files
from kck.directory.events import DirectoryLoaded
from kck.directory.loading.compare import carry_out, changes_of, plan
from kck.directory.loading.files import Files, folder_hash, read_files
from kck.directory.loading.links import check_links
from kck.directory.loading.parts import Part, parts
from kck.directory.loading.problems import Change, Problem, Problems
from kck.directory.models import ConfigVersion
from kck.directory.queries import forget_snapshot
from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _
from kck.foundation.verdict import require


@dataclass(frozen=True, kw_only=True)
class Check:
    """What is wrong in the files, and what a load would change (`others`: in other modules).

    `conflicts` are those changes that would overwrite what was edited on screens.
    """

    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    others: tuple[str, ...] = ()
    conflicts: tuple[Change, ...] = ()

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


class EditedOnScreens(ValueError):
    """The files would overwrite what somebody changed in the back office; nothing was loaded."""

    def __init__(self, conflicts: tuple[Change, ...]) -> None:
        super().__init__("\n".join(f"{one.what} {one.code}" for one in conflicts))
        self.conflicts = conflicts


def check_city(folder: Path, *, at: datetime | None = None, by: Actor = PLATFORM) -> Check:
    """Read the files and say what is wrong and what would change; writes nothing."""
    problems = Problems()
    files = _read(folder, problems)
    others = [line for part in parts() for line in _of_part(part, folder, problems, by)]
    changes = () if problems else tuple(changes_of(plan(files, _today(at))))
    return Check(
        problems=tuple(sorted(problems.found)),
        changes=changes,
        others=tuple(others),
        conflicts=conflicts_of(changes),
    )


@command
def load_city(
    folder: Path, *, by: Actor, at: datetime, if_new: bool = False, replace: bool = False
) -> Loaded:
    """Make the database say what the files say. Loading the same again changes nothing.

    What was edited on screens is overwritten only with `replace`, else `EditedOnScreens`.
    `if_new` skips a folder whose files are those of the last load, so that a restart costs little
    and keeps what an administrator has changed since. All files or none: `WrongFiles`.
    """
    version = locked_version()
    require(policy.may_edit(by))
    digest = folder_hash(folder)
    if if_new and version.hash == digest:
        return Loaded(version=version.version, check=Check(problems=(), changes=()))
    problems = Problems()
    files = _read(folder, problems)
    others = [line for part in parts() for line in _of_part(part, folder, problems, by)]
    if problems:
        raise WrongFiles(tuple(sorted(problems.found)))

    steps = plan(files, _today(at))
    changes = tuple(changes_of(steps))
    if (conflicts := conflicts_of(changes)) and not replace:
        raise EditedOnScreens(conflicts)
    carry_out(steps)
    for part in parts():
        part.load(folder)
    keep_files(folder)
    give_way(conflicts, by=by, at=at)

    check = Check(problems=(), changes=changes, others=tuple(others), conflicts=conflicts)
    _note(version, digest, check, by=by, at=at)
    return Loaded(version=version.version, check=check)


def _of_part(part: Part, folder: Path, problems: Problems, by: Actor) -> list[str]:
    """What it would change; a mistake when that is not for this person to change."""
    lines = part.check(folder, problems)
    if lines and not (verdict := part.allowed(by)):
        remedy = _("Wyjmij ten plik z katalogu albo poproś kogoś, kto może.")
        problems.add(part.file, 0, str(verdict.reason), str(remedy))
    return lines


def _read(folder: Path, problems: Problems) -> Files:
    files = read_files(folder, problems)
    check_links(files, folder)
    return files


def _today(at: datetime | None) -> date:
    return (at or clock.now()).astimezone(clock.city_zone()).date()


def _note(version: ConfigVersion, digest: str, check: Check, *, by: Actor, at: datetime) -> None:
    """A new version when anything changed; other processes see its stamp and read again."""
    if not check.changes and version.hash == digest:
        return
    version.hash = digest
    if check.changes:
        renew(version, at)
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
