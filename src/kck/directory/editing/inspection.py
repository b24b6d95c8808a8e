"""A set of changes tried out: done, looked at, and taken back."""

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.formats import date_format

from kck.directory.editing.consequences import Effect, Turn, Wanted, told
from kck.directory.editing.effects import effects
from kck.directory.editing.export import rows_of_database, written_files
from kck.directory.editing.flat import Values
from kck.directory.editing.gaps import gaps
from kck.directory.editing.tables import TABLES
from kck.directory.editing.writing import CannotChange, Writer, same, standing_values
from kck.directory.loading.city import all_languages
from kck.directory.loading.files import read_files
from kck.directory.loading.links import check_links
from kck.directory.loading.parts import write_files
from kck.directory.loading.problems import Problems
from kck.directory.models import ChangeSet, Edit
from kck.directory.queries import read_snapshot
from kck.directory.snapshot import Snapshot
from kck.foundation.text import _


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Somebody changed the same thing after this edit was made: what each wants."""

    table: str
    identity: str
    seen: Values | None
    now: Values | None
    wanted: Values


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What would happen; a set that has contradictions or clashes cannot be put in force."""

    effects: tuple[Effect, ...] = ()
    contradictions: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()

    @property
    def refused(self) -> tuple[str, ...]:
        return (*self.contradictions, *(one.words for one in self.effects if one.refuses))

    @property
    def possible(self) -> bool:
        return not self.refused and not self.clashes


def try_out(changes: ChangeSet, today: date) -> Trial:
    """Writes everything and rolls it back; nobody else sees any of it."""
    before, edits = read_snapshot(changes.valid_from), list(changes.edits.order_by("pk"))
    if clashes := tuple(clashes_of(changes, edits)):
        return Trial(clashes=clashes)
    try:
        with transaction.atomic():
            writer = Writer(changes.valid_from, today, changes.valid_to)
            writer.dated(edits)
            writer.undated(edits)
            trial = look(before, changes, edits)
            transaction.set_rollback(True)
    except CannotChange as cannot:
        return Trial(contradictions=(str(cannot),))
    return trial


def look(before: Snapshot, changes: ChangeSet, edits: list[Edit]) -> Trial:
    """After the edits were written: what follows, and what contradicts itself."""
    after = read_snapshot(changes.valid_from)
    wanted = tuple(
        Wanted(
            table=one.table, identity=one.identity, values=one.values, seen=one.seen, ends=one.ends
        )
        for one in edits
    )
    turn = Turn(before=before, after=after, moves_cases=changes.moves_cases, edits=wanted)
    return Trial(
        effects=(*effects(turn), *told(turn), *_end_of(changes)),
        contradictions=tuple(dict.fromkeys([*_in_files(), *_new_gaps(before, after)])),
    )


def _end_of(changes: ChangeSet) -> list[Effect]:
    if changes.valid_to is None:
        return []
    words = _("Kończy się samo: od %(day)s wraca to, co było przedtem.")
    day = date_format(changes.valid_to + timedelta(days=1), "j E Y")
    return [Effect(words=str(words) % {"day": day})]


def _new_gaps(before: Snapshot, after: Snapshot) -> list[str]:
    """On the day itself, and on every later day on which something else ends or begins."""
    found: list[str] = []
    for day in _turning_days(after):
        new = gaps(after.at(day)) - gaps(before.at(day))
        found += sorted(gap.words for gap in new)
    return found


def _turning_days(city: Snapshot) -> list[date]:
    begins = {
        row.valid_from
        for rows in (city.units.all, city.all_categories.all, city.all_rules, city.calendars.all)
        for row in rows
        if row.valid_from and row.valid_from > city.day
    }
    return [city.day, *sorted(begins)]


def _in_files(*, most: int = 20) -> list[str]:
    """What the check of files says, of the files that this would become."""
    with tempfile.TemporaryDirectory() as place:
        folder, problems = Path(place), Problems()
        write_files(written_files(rows_of_database(), all_languages()), folder)
        check_links(read_files(folder, problems), folder)
    return [f"{one.what} {one.instead}".strip() for one in sorted(problems.found)[:most]]


def clashes_of(changes: ChangeSet, edits: list[Edit]) -> list[Clash]:
    found = []
    for edit in edits:
        now = standing_values(TABLES[edit.table], edit.identity, changes.valid_from)
        if not same(now, edit.seen):
            found.append(
                Clash(
                    table=edit.table,
                    identity=edit.identity,
                    seen=edit.seen,
                    now=now,
                    wanted=edit.values,
                )
            )
    return found


def clash_words(clashes: tuple[Clash, ...]) -> str:
    words = _("Ktoś zmienił w tym czasie to samo: %(codes)s. Zobacz obie wersje i zdecyduj.")
    return str(words) % {"codes": ", ".join(one.identity for one in clashes)}
