"""Many rows at once, by COPY: several times as fast as INSERT."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models


def give_ids(rows: Sequence[models.Model]) -> None:
    """Ids for rows that are not stored yet, so that others can point at them."""
    if not rows:
        return
    meta = rows[0]._meta
    for row, pk in zip(rows, _next_ids(meta.db_table, str(meta.pk.column), len(rows)), strict=True):
        row.pk = pk


def copy_in(rows: Sequence[models.Model]) -> None:
    """Store new rows of one model; those without an id get one. Call inside a transaction."""
    if not rows:
        return
    give_ids([row for row in rows if row.pk is None])
    meta = rows[0]._meta
    fields = [
        field
        for field in meta.concrete_fields
        if field.db_default is models.NOT_PROVIDED and not field.generated
    ]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    statement = f"COPY {connection.ops.quote_name(meta.db_table)} ({columns}) FROM STDIN"
    written = [(field.attname, _writer(field)) for field in fields]
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([write(getattr(row, name)) for name, write in written])
    for row in rows:
        row._state.adding = False


def _writer(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    """How a value goes to the driver; Django's own way costs half the time of an import."""
    if isinstance(field, models.JSONField):
        return lambda value: field.get_db_prep_save(value, connection)
    if isinstance(field, models.CharField | models.TextField):
        return lambda value: value if value is None else str(value)
    return lambda value: value


def _next_ids(table: str, column: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, column, count],
        )
        return [row[0] for row in cursor.fetchall()]
