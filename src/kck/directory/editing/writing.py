"""From edits to rows: a new edition from the day, the one before ends; and the way back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kck.directory.editing.flat import Values
from kck.directory.editing.tables import TABLES, Table
from kck.directory.loading.links import in_order
from kck.directory.models import Dated, Edit, Stage
from kck.foundation.text import _

ONE_DAY = timedelta(days=1)
Journal = list[dict[str, Any]]
DatedRow = Dated | Stage


class CannotChange(ValueError):
    """This change cannot be; the message says why and what to do."""


def editions(table: Table, identity: str) -> list[Any]:
    """All rows of one thing, the oldest first."""
    return in_order(table.model._default_manager.filter(**table.wanted(identity)))


def standing(table: Table, identity: str, day: date) -> Any:
    """The row in force on that day, or None; of what has no dates, the row."""
    rows = editions(table, identity)
    if not table.dated:
        return rows[0] if rows else None
    return next((row for row in rows if _in_force(row, day)), None)


def standing_values(table: Table, identity: str, day: date) -> Values | None:
    row = standing(table, identity, day)
    return None if row is None else table.values(row)


def _in_force(row: Any, day: date) -> bool:
    first, last = row.valid_from, row.valid_to
    return bool((first is None or first <= day) and (last is None or day <= last))


def same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


# -- there -----------------------------------------------------------------------------------


@dataclass
class Writer:
    """Writes the edits of one day and notes every row it touched, before and after."""

    day: date
    today: date
    until: date | None = None  # its last day: after it stands what stood before

    def __post_init__(self) -> None:
        self.journal: Journal = []

    def dated(self, edits: Iterable[Edit]) -> Journal:
        for edit in edits:
            if TABLES[edit.table].dated:
                self._one(TABLES[edit.table], edit)
        return self.journal

    def undated(self, edits: Iterable[Edit]) -> Journal:
        """What has no dates: on the day itself."""
        for edit in edits:
            table = TABLES[edit.table]
            if not table.dated and edit.ends:
                self._remove(table, edit)
            elif not table.dated:
                self._replace(table, edit)
        return self.journal

    def _one(self, table: Table, edit: Edit) -> None:
        current = standing(table, edit.identity, self.day)
        if edit.ends:
            self._end(table, edit, current)
        elif current is not None and current.valid_from == self.day:
            self._refuse_twice_a_day(edit)
            self._overwrite(table, edit, current)
        else:
            self._begin(table, edit, current)

    def _refuse_twice_a_day(self, edit: Edit) -> None:
        if self.day <= self.today:
            words = _("„%(code)s” zmieniło się już dzisiaj. Wybierz jutro albo późniejszy dzień.")
            raise CannotChange(str(words) % {"code": edit.identity})

    def _begin(self, table: Table, edit: Edit, current: Any) -> None:
        row = _row(table, edit)
        row.valid_from = self.day
        if current is None:
            row.valid_to = self._day_before_the_next(table, edit.identity)
        else:
            row.valid_to = current.valid_to
            _keep_heir(table, row, current)
            before = state_of(current)
            current.valid_to = self.day - ONE_DAY
            if table.has_heirs:
                current.successor = ""
            current.save()
            self._note(table, current, before)
        back = self._back_after(table, row, before if current is not None else None)
        row.save(force_insert=True)
        self._note(table, row, None)
        self._insert(table, back)

    def _back_after(self, table: Table, row: Any, before: Values | None) -> Any:
        """The row stops on the last day; what it took the place of goes on after that."""
        if self.until is None or (row.valid_to is not None and row.valid_to <= self.until):
            return None
        row.valid_to = self.until
        if table.has_heirs:
            row.successor = ""
        return None if before is None else _again(table, before, self.until)

    def _insert(self, table: Table, row: Any) -> None:
        if row is not None:
            row.save(force_insert=True)
            self._note(table, row, None)

    def _day_before_the_next(self, table: Table, identity: str) -> date | None:
        later = [
            row.valid_from
            for row in editions(table, identity)
            if row.valid_from and row.valid_from > self.day
        ]
        return min(later) - ONE_DAY if later else None

    def _overwrite(self, table: Table, edit: Edit, current: Any) -> None:
        """An edition that has not begun yet says something else now."""
        before, row = state_of(current), _row(table, edit)
        row.pk, row.valid_from, row.valid_to = current.pk, current.valid_from, current.valid_to
        _keep_heir(table, row, current)
        back = self._back_after(table, row, before)
        row.save(force_update=True)
        self._note(table, row, before)
        self._insert(table, back)

    def _end(self, table: Table, edit: Edit, current: Any) -> None:
        if current is None:
            words = _("„%(code)s” nie obowiązuje w tym dniu, więc nie ma czego kończyć.")
            raise CannotChange(str(words) % {"code": edit.identity})
        for row in editions(table, edit.identity):
            if row.valid_from and row.valid_from > self.day:
                words = _("Od %(day)s zaplanowano już inną wersję „%(code)s”. Najpierw ją cofnij.")
                raise CannotChange(str(words) % {"day": row.valid_from, "code": edit.identity})
        before = state_of(current)
        if current.valid_from and current.valid_from >= self.day:
            self._refuse_twice_a_day(edit)
            self._note_gone(table, current, before)
            current.delete()
            self._insert(table, self._back_after_end(table, current, before))
            return
        back = self._back_after_end(table, current, before)
        current.valid_to = self.day - ONE_DAY
        if table.has_heirs:
            current.successor = edit.values.get("successor", "")
        current.save()
        self._note(table, current, before)
        self._insert(table, back)

    def _back_after_end(self, table: Table, current: Any, before: Values) -> Any:
        over = current.valid_to is not None and self.until and current.valid_to <= self.until
        return None if self.until is None or over else _again(table, before, self.until)

    def _replace(self, table: Table, edit: Edit) -> None:
        current, row = standing(table, edit.identity, self.day), _row(table, edit)
        before = None if current is None else state_of(current)
        row.pk = None if current is None else current.pk
        if current is not None:
            table.carry(row, current)
        row.save()
        self._note(table, row, before)

    def _remove(self, table: Table, edit: Edit) -> None:
        if table.single:
            raise CannotChange(str(_("Tego nie można zakończyć.")))
        for row in editions(table, edit.identity):
            self._note_gone(table, row, state_of(row))
            row.delete()

    def _note(self, table: Table, row: Any, before: Values | None) -> None:
        self.journal.append(
            {"table": table.name, "pk": row.pk, "before": before, "after": state_of(row)}
        )

    def _note_gone(self, table: Table, row: Any, before: Values) -> None:
        self.journal.append({"table": table.name, "pk": row.pk, "before": before, "after": None})


def _again(table: Table, before: Values, until: date) -> Any:
    """The same edition once more, from the day after the last."""
    again: Any = table.model(**_typed(table.model, before))
    again.valid_from = until + ONE_DAY
    return again


def _row(table: Table, edit: Edit) -> Any:
    row, problems = table.row_of(edit.values)
    if problems:
        raise CannotChange(f"{table.label} {edit.identity}: {problems[0].what}")
    return row


def _keep_heir(table: Table, row: Any, current: Any) -> None:
    """An end that was planned before stays planned."""
    if table.has_heirs:
        row.successor = current.successor


def state_of(row: models.Model) -> Values:
    """Every column as JSON."""
    columns = [one.attname for one in row._meta.concrete_fields if not one.primary_key]
    found: Values = _plain({name: getattr(row, name) for name in columns})
    return found


# -- and back --------------------------------------------------------------------------------


def take_back(journal: Sequence[Mapping[str, Any]]) -> None:
    """Every row as it was, the last touched first. Refused when another change came after."""
    for entry in reversed(journal):
        model = TABLES[entry["table"]].model
        row = model._default_manager.filter(pk=entry["pk"]).first()
        if not same(None if row is None else state_of(row), entry["after"]):
            raise CannotChange(
                str(_("Późniejsza zmiana opiera się na tej. Najpierw cofnij tamtą."))
            )
        _restore(model, row, entry)


def bring_back(journal: Sequence[Mapping[str, Any]]) -> None:
    """What has no dates, as it was before; what somebody has changed since stays theirs."""
    for entry in reversed(journal):
        if TABLES[entry["table"]].dated:
            continue
        model = TABLES[entry["table"]].model
        row = model._default_manager.filter(pk=entry["pk"]).first()
        if same(None if row is None else state_of(row), entry["after"]):
            _restore(model, row, entry)


def _restore(model: type[models.Model], row: models.Model | None, entry: Mapping[str, Any]) -> None:
    if entry["before"] is None:
        if row is not None:
            row.delete()
        return
    fresh = model(pk=entry["pk"], **_typed(model, entry["before"]))
    fresh.save(force_insert=row is None, force_update=row is not None)


def _typed(model: type[models.Model], state: Mapping[str, Any]) -> Values:
    columns = {one.attname: one for one in model._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in state.items()}
