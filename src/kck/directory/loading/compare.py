"""What a load would change, and the change itself. Ids stay, and no dated row is ever deleted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import Any, Literal

from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError

from kck.directory.loading.fields import Draft
from kck.directory.loading.files import Files
from kck.directory.loading.more import more_tables
from kck.directory.loading.problems import Change
from kck.directory.models import (
    Calendar,
    Category,
    CategoryGroup,
    CategoryWords,
    City,
    CityText,
    Danger,
    Helpline,
    Question,
    RoutingRule,
    Stage,
    Unit,
    WayPeriod,
)
from kck.foundation.text import _

_LONGEST = 60
Kind = Literal["added", "changed", "ended"]


@dataclass(frozen=True, kw_only=True)
class _Table:
    model: type[models.Model]
    label: Any
    key: tuple[str, ...]

    def change(
        self, kind: Kind, row: models.Model, title: str, details: tuple[str, ...] = ()
    ) -> Change:
        named = (str(getattr(row, name)) for name in self.key if name != "valid_from")
        return Change(
            kind=kind,
            what=str(self.label),
            code=title,
            details=details,
            table=next(name for name, table in _tables().items() if table == self),
            identity=":".join(named),
        )

    @property
    def dated(self) -> bool:
        return "valid_from" in self.key


_TABLES = {
    "city": _Table(model=City, label=_("miasto"), key=("code",)),
    "calendars": _Table(model=Calendar, label=_("kalendarz"), key=("code", "valid_from")),
    "units": _Table(model=Unit, label=_("jednostka"), key=("code", "valid_from")),
    "ways": _Table(model=WayPeriod, label=_("sposób pracy"), key=("code", "valid_from")),
    "helplines": _Table(model=Helpline, label=_("numer telefonu"), key=("code", "valid_from")),
    "groups": _Table(model=CategoryGroup, label=_("grupa"), key=("kind", "code", "valid_from")),
    "categories": _Table(model=Category, label=_("kategoria"), key=("code", "valid_from")),
    "words": _Table(model=CategoryWords, label=_("słowa"), key=("category", "language")),
    "questions": _Table(
        model=Question, label=_("pytanie kategorii"), key=("category", "code", "valid_from")
    ),
    "rules": _Table(model=RoutingRule, label=_("reguła"), key=("code", "valid_from")),
    "stages": _Table(
        model=Stage, label=_("etap"), key=("unit", "channel", "function", "valid_from")
    ),
    "dangers": _Table(model=Danger, label=_("zagrożenie"), key=("code", "valid_from")),
    "texts": _Table(model=CityText, label=_("tekst"), key=("key", "language")),
}


def _tables() -> dict[str, _Table]:
    others = {
        one.name: _Table(model=one.model, label=one.label, key=one.key) for one in more_tables()
    }
    return {**_TABLES, **others}


@dataclass
class Step:
    """What happens to one table."""

    table: _Table
    add: list[models.Model] = field(default_factory=list)
    update: list[models.Model] = field(default_factory=list)
    remove: list[models.Model] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def plan(files: Files, today: date) -> list[Step]:
    """Compare the files with the database."""
    tables = _tables()
    return [_step(tables[name], drafts, today) for name, drafts in files.tables()]


def changes_of(steps: Iterable[Step]) -> list[Change]:
    return list(chain.from_iterable(step.changes for step in steps))


def carry_out(steps: Iterable[Step]) -> None:
    for step in steps:
        manager = step.table.model._default_manager
        for row in step.remove:
            _remove(row)
        if step.update:
            manager.bulk_update(step.update, _plain_fields(step.table.model), batch_size=200)
        if step.add:
            manager.bulk_create(step.add, batch_size=500)


def _remove(row: models.Model) -> None:
    """One that a case keeps stays, and is never in force."""
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).delete()
    except (ProtectedError, RestrictedError):
        row.valid_to = row.valid_from - timedelta(days=1)  # type: ignore[attr-defined]
        row.save(update_fields=["valid_to"])


def _plain_fields(model: type[models.Model]) -> list[str]:
    return [one.attname for one in model._meta.concrete_fields if not one.primary_key]


def _step(table: _Table, drafts: Sequence[Draft[Any]], today: date) -> Step:
    step = Step(table=table)
    stored = {_key(row, table): row for row in table.model._default_manager.all()}
    wanted = {_key(draft.row, table): draft.row for draft in drafts}
    for key in [key for key, row in stored.items() if getattr(row, "author", "")]:
        # decided in the back office: files say nothing of it
        del stored[key]
        wanted.pop(key, None)
    for key, row in wanted.items():
        if key in stored:
            _compare(stored[key], row, step)
        else:
            step.add.append(row)
            step.changes.append(table.change("added", row, _title(row)))
    for key, row in stored.items():
        if key not in wanted:
            _end(row, step, today)
    return step


def _key(row: models.Model, table: _Table) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in table.key)


def _title(row: models.Model) -> str:
    first = getattr(row, "valid_from", None)
    category = f"{row.category}: " if isinstance(row, Question) else ""
    return f"{category}{row}" + (f" ({first})" if first else "")


def _compare(stored: models.Model, wanted: models.Model, step: Step) -> None:
    details = [
        f"{name}: {_short(old)} → {_short(new)}"
        for name in _plain_fields(type(stored))
        if (old := getattr(stored, name)) != (new := getattr(wanted, name))
    ]
    if not details:
        return
    wanted.pk = stored.pk
    step.update.append(wanted)
    step.changes.append(step.table.change("changed", wanted, _title(wanted), tuple(details)))


def _end(row: models.Model, step: Step, today: date) -> None:
    """A row that the files no longer have: over since yesterday; what has no dates goes.

    So does an edition that begins today or later, unless a case has been decided by it already.
    """
    title, first = _title(row), getattr(row, "valid_from", None)
    if not step.table.dated or (first is not None and first >= today):
        step.remove.append(row)
        step.changes.append(step.table.change("ended", row, title))
        return
    yesterday = today - timedelta(days=1)
    last: date | None = row.valid_to  # type: ignore[attr-defined]
    if last is not None and last <= yesterday:
        return
    row.valid_to = yesterday  # type: ignore[attr-defined]
    step.update.append(row)
    details = (f"valid_to: {_short(last)} → {yesterday}",)
    step.changes.append(step.table.change("ended", row, title, details))


def _short(value: object) -> str:
    if value is None or value in ("", [], {}):
        return "∅"
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
