"""What an import changes, row by row: compared inside its transaction, and turned back later.

A row that the import has written lies in a new place of its table (its `ctid`), also when nothing
of it is new; what still lies where it was is no longer in the register.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kck.places.terms import AREA_KINDS, Register

_HAS_HOUSES = "EXISTS (SELECT 1 FROM places_addresspoint AS house WHERE house.street_id = now.id)"
_KEEP = """
CREATE TEMPORARY TABLE {before} ON COMMIT DROP AS
SELECT ctid AS lay_at, * FROM {table} AS now WHERE {scope}
"""
_ABSENT = """
FROM {table} AS now JOIN {before} AS was USING (id)
WHERE now.ctid = was.lay_at AND {own} AND NOT {kept}
"""
_OWN = "SELECT count(*) FROM {before} AS now WHERE {own}"
_COUNT_ABSENT = "SELECT count(*) " + _ABSENT
_REMOVE_ABSENT = "DELETE FROM {table} WHERE id IN (SELECT now.id " + _ABSENT + ")"  # noqa: S608 - names of ours
_CHANGES = """
INSERT INTO places_registerchange (run_id, "table", "row", label, before, after)
SELECT %s, %s, id, left({label}, 300), to_jsonb(was) - 'lay_at', to_jsonb(now)
FROM {before} AS was FULL JOIN (SELECT * FROM {table} AS now WHERE {scope}) AS now USING (id)
WHERE was.lay_at IS NULL OR now.id IS NULL
   OR to_jsonb(now) <> to_jsonb(was) - 'lay_at'
"""
_BACK_OUT = """
DELETE FROM {table} USING places_registerchange AS change
WHERE change.run_id = %s AND change."table" = %s AND change."row" = {table}.id
"""
_BACK_IN = """
INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, change.before)).*
FROM places_registerchange AS change
WHERE change.run_id = %s AND change."table" = %s AND change.before IS NOT NULL
"""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A table of a register. SQL over `now` and `was`: its rows, how one is called, what may go."""

    table: str
    label: str
    scope: str = "true"
    own: str = "true"  # rows that the register answers for; others never vanish
    kept: str = "false"  # of these, such as others depend on

    @property
    def names(self) -> dict[str, str]:
        return {
            "table": self.table,
            "before": f"before_{self.table}",
            "label": self.label,
            "scope": self.scope,
            "own": self.own,
            "kept": self.kept,
        }


_STREET = "coalesce(now.prefix, was.prefix) || ' ' || coalesce(now.name, was.name)"
_HOUSE = """(
    SELECT street.prefix || ' ' || street.name || ' ' || coalesce(now.number, was.number)
    FROM places_street AS street WHERE street.id = coalesce(now.street_id, was.street_id)
)"""
STREETS = Shelf(table="places_street", label=_STREET, own="now.source = 'import'", kept=_HAS_HOUSES)
HOUSES = Shelf(table="places_addresspoint", label=f"coalesce({_HOUSE}, '')")
STOPS = Shelf(table="places_stop", label="coalesce(now.name, was.name)")
TABLES = frozenset({"places_street", "places_addresspoint", "places_stop", "places_area"})


def shelves(register: Register, kind: str = "") -> tuple[Shelf, ...]:
    """The tables that an import writes; houses bring streets along, and take none away."""
    if register == "streets":
        return (STREETS,)
    if register == "addresses":
        added = Shelf(table=STREETS.table, label=STREETS.label, own="false")
        return (added, HOUSES)
    if register == "stops":
        return (STOPS,)
    if kind not in AREA_KINDS:
        raise ValueError(kind)
    names = "coalesce(coalesce(now.names, was.names) ->> 'pl', coalesce(now.code, was.code))"
    return (
        Shelf(
            table="places_area",
            label=names,
            scope=f"now.kind = '{kind}'",
            own="now.source = 'import'",
        ),
    )


class Comparison:
    """Of a register before and after; inside one transaction."""

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        self._shelves = shelves
        for shelf in shelves:
            _run(f"LOCK TABLE {shelf.table} IN SHARE ROW EXCLUSIVE MODE")
            _run(f"DROP TABLE IF EXISTS {shelf.names['before']}")
            _run(_KEEP.format(**shelf.names))

    @property
    def before(self) -> int:
        """Rows that the register answered for."""
        return sum(_count(_OWN.format(**shelf.names)) for shelf in self._shelves)

    def absent(self) -> int:
        """Rows of the register that the import has not met."""
        return sum(_count(_COUNT_ABSENT.format(**shelf.names)) for shelf in self._shelves)

    def remove_absent(self) -> None:
        for shelf in self._shelves:
            _run(_REMOVE_ABSENT.format(**shelf.names))

    def keep_changes(self, run_id: int) -> None:
        for shelf in self._shelves:
            _run(_CHANGES.format(**shelf.names), [run_id, shelf.table])


def turn_back(run_id: int, tables: Sequence[str]) -> None:
    """Every row as it was before the run. References are checked at the commit."""
    for table in sorted(TABLES.intersection(tables)):
        _run(_BACK_OUT.format(table=table), [run_id, table])
    for table in sorted(TABLES.intersection(tables)):
        _run(_BACK_IN.format(table=table), [run_id, table])


def _run(statement: str, values: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def _count(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return int(row[0]) if row else 0
