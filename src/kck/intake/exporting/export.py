"""The work itself: by id, a thousand cases at a time, from where a part has come to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import OperationalError

from kck.cases.queries.export import Dossier, dossiers, how_many, newest
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.audit import looked_at
from kck.foundation.text import _
from kck.foundation.verdict import require
from kck.intake.exporting.asked import Asked, CannotExport, Format, may_export
from kck.intake.exporting.forms import Bulk, Form, Lines, People, Table
from kck.intake.exporting.part import Part
from kck.people.queries import known

BATCH = 1000

Progress = Callable[[int, float], None]


def silent(rows: int, part: float) -> None:
    """Nobody watches."""


@dataclass(frozen=True, kw_only=True)
class Exported:
    """`begun_at`: how many rows an earlier run had written."""

    rows: int
    begun_at: int
    path: Path

    @property
    def summary(self) -> str:
        gone_on = f", {self.begun_at} of them by an earlier run" if self.begun_at else ""
        return f"{self.rows} cases written to {self.path}{gone_on}."


def export_cases(
    path: Path, asked: Asked, *, by: Actor, reason: str = "", progress: Progress = silent
) -> Exported:
    """Write the cases that there are now. Stopped and begun again with the same words, it goes on;
    the file has its name only when it is whole.
    """
    asked.check()
    require(may_export(by, asked, reason))
    try:
        with Part(path, asked.identity()) as part:
            if asked.personal:
                looked_at(by, "export", f"cases:{asked.unit or asked.category or 'all'}", reason)
            return _write(part, path, asked, progress)
    except OSError as error:
        raise CannotExport(_why(path, error)) from error
    except OperationalError as error:
        words = _("Baza danych przestała odpowiadać. {go_on}")
        raise CannotExport(str(words).format(go_on=_go_on(path))) from error


def _write(part: Part, path: Path, asked: Asked, progress: Progress) -> Exported:
    wanted, form = asked.wanted(), _form(asked)
    mark = part.mark
    up_to = mark.up_to if mark else newest(wanted)
    last_id, rows = (mark.last_id, mark.rows) if mark else (0, 0)
    total = max(how_many(wanted, up_to=up_to), 1)
    if mark is None:
        part.write(form.head().encode())
    while last_id < up_to:
        batch = dossiers(
            wanted, after=last_id, up_to=up_to, limit=BATCH,
            kinds=form.kinds, published=not asked.personal and not form.whole, whole=form.whole,
        )  # fmt: skip
        if not batch:
            break
        part.write(form.body(batch, _people(batch) if asked.personal else {}).encode())
        last_id, rows = batch[-1].id, rows + len(batch)
        part.came_to(last_id=last_id, up_to=up_to, rows=rows)
        progress(rows, min(1.0, rows / total))
    part.finish()
    return Exported(rows=rows, begun_at=mark.rows if mark else 0, path=path)


def _form(asked: Asked) -> Form:
    if asked.format == Format.JSONL:
        return Lines(personal=asked.personal)
    if asked.format == Format.OPEN311:
        return Bulk(snapshot())
    return Table(personal=asked.personal)


def _people(batch: Iterable[Dossier]) -> People:
    return known({dossier.person_id for dossier in batch if dossier.person_id is not None})


def _why(path: Path, error: OSError) -> str:
    words = _("Nie można pisać w {folder}: {why}. {go_on}")
    return str(words).format(
        folder=path.resolve().parent, why=error.strerror or error, go_on=_go_on(path)
    )


def _go_on(path: Path) -> str:
    """What somebody does then; when nothing was begun, it begins."""
    words = _("To, co zapisano, zostaje w {name}.part: uruchom to samo polecenie, a pójdzie dalej.")
    return str(words).format(name=path.name)
