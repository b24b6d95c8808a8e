"""Many counts in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet, Value

Rows = QuerySet[Any, Any]


@dataclass(frozen=True, kw_only=True)
class Within:
    """Rows that are gone through once, and the conditions that are counted among them."""

    rows: Rows
    counted: Mapping[str, Q]


def count_at_once(wanted: Mapping[str, Rows], within: Within | None = None) -> dict[str, int]:
    """How many rows each of these has, by name. Nothing is asked when nothing is wanted."""
    found = dict.fromkeys([*wanted, *(within.counted if within else ())], 0)
    parts: dict[str, tuple[str, tuple[Any, ...]]] = {}
    for name, rows in wanted.items():
        if not rows.query.is_sliced:
            rows = rows.order_by().values("pk")
        _add(parts, name, "SELECT count(*) FROM ({}) AS counted", rows)
    if within:
        _add(parts, "", "SELECT to_json(counted) FROM ({}) AS counted", _grouped(within))
    if not parts:
        return found
    row = _one_row([sql for sql, _values in parts.values()], [v for _, v in parts.values()])
    for name, value in zip(parts, row, strict=True):
        found.update(value or {}) if name == "" else found.update({name: value})
    return found


def _grouped(within: Within) -> Rows:
    """One row, or none when there is nothing to count."""
    counts = {name: Count("pk", filter=condition) for name, condition in within.counted.items()}
    rows = within.rows.order_by().annotate(together=Value(1)).values("together")
    found: Rows = rows.annotate(**counts).values(*within.counted)
    return found


def _add(parts: dict[str, tuple[str, Any]], name: str, form: str, rows: Rows) -> None:
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return  # Django knows that there can be none
    parts[name] = (f"({form.format(sql)})", values)


def _one_row(parts: list[str], values: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), [one for some in values for one in some])
        row: tuple[Any, ...] = cursor.fetchall()[0]
        return row
