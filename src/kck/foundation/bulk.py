"""Many rows at once, by COPY, and a few rows of several tables in one statement."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, zip_longest
from operator import itemgetter
from typing import Any

from django.db import connection, models
from django.db.models import Model
from psycopg import abc
from psycopg.adapt import Transformer


@dataclass(frozen=True)
class Statement:
    """SQL, what stands for each of its `%s`, and whether it gives rows."""

    sql: str
    values: Sequence[Any] = ()
    gives: bool = True


def run(statements: Sequence[Statement]) -> list[list[Any]]:
    """Several statements in one trip to the server, one after the other; the rows of each."""
    if not statements:
        return []
    found = []
    with connection.cursor() as cursor:
        writer = Transformer(cursor.connection)
        cursor.execute(";\n".join(_written_out(statement, writer) for statement in statements))
        for statement in statements:
            found.append(cursor.fetchall() if statement.gives else [])
            cursor.nextset()
    return found


def _written_out(statement: Statement, writer: abc.Transformer) -> str:
    """With its values in their places: the driver takes long statements apart anew each time."""
    parts = _parts(statement.sql)
    values = [writer.as_literal(value).decode() for value in statement.values]
    return "".join(chain.from_iterable(zip_longest(parts, values, fillvalue="")))


@lru_cache(maxsize=500)
def _parts(sql: str) -> tuple[str, ...]:
    return tuple(sql.split("%s"))


def give_ids(rows: Sequence[Model], *, after: Sequence[Statement] = ()) -> list[list[Any]]:
    """Ids for rows that are not stored yet, so that others can point at them.

    Runs other statements first, in the same trip to the server, and gives their rows.
    """
    kinds = list(dict.fromkeys(type(row) for row in rows))
    if not kinds:
        return run(after)
    of_kind = [[row for row in rows if type(row) is kind] for kind in kinds]
    draw = drawing(*((kind, len(own)) for kind, own in zip(kinds, of_kind, strict=True)))
    *others, [drawn] = run([*after, draw])
    for own, ids in zip(of_kind, drawn, strict=True):
        for row, pk in zip(own, ids, strict=True):
            row.pk = pk
    return others


def drawing(*wanted: tuple[type[Model], int]) -> Statement:
    """What draws so many ids for each of these models: one row, a list of ids for each."""
    asked = [
        part
        for kind, count in wanted
        for part in (kind._meta.db_table, str(kind._meta.pk.column), count)
    ]
    return Statement("SELECT " + ", ".join([_SOME_IDS] * len(wanted)), asked)


_SOME_IDS = "ARRAY(SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s))"


def insert(rows: Sequence[Model]) -> None:
    """Store a few new rows, of one model or of several, in one statement.

    Rows of one model may come without ids and get them; rows of several must have theirs. It is
    a third of what `save` costs, because the statement is put together once and not each time.
    """
    if not rows:
        return
    [ids] = run([insertion(rows)])
    for row, (pk,) in zip(rows, ids, strict=False):
        row.pk = pk


def insertion(rows: Sequence[Model]) -> Statement:
    """What stores these rows; it gives their ids when they have none yet."""
    rows = sorted(rows, key=lambda row: row._meta.db_table)
    own_ids = rows[0].pk is not None
    _are_stored(rows)
    return Statement(
        _insertion(tuple(type(row) for row in rows), own_ids),
        [value for row in rows for value in _values(type(row), own_ids)(row)],
        gives=not own_ids,
    )


@lru_cache(maxsize=500)
def _insertion(kinds: tuple[type[Model], ...], own_ids: bool) -> str:
    """One INSERT for each model, the earlier ones in front of the last by WITH."""
    counts = Counter(kinds)
    if len(counts) > 1 and not own_ids:
        raise ValueError("rows of several models need their ids before they are stored")
    *first, last = [_insert_of(model, count, own_ids) for model, count in counts.items()]
    named = ", ".join(f"part_{place} AS ({one})" for place, one in enumerate(first))
    return f"WITH {named} {last}" if named else last


def _insert_of(model: type[Model], count: int, own_ids: bool) -> str:
    row = f"({', '.join(['%s'] * len(_fields(model, own_ids)))})"
    meta = model._meta
    table, pk = (connection.ops.quote_name(name) for name in (meta.db_table, str(meta.pk.column)))
    rows = ", ".join([row] * count)
    statement = f"INSERT INTO {table} ({_columns(model, own_ids)}) VALUES {rows}"  # noqa: S608
    return statement if own_ids else f"{statement} RETURNING {pk}"


def copy_in(rows: Sequence[Model]) -> None:
    """Store new rows of one model; those without an id get one. Call inside a transaction."""
    if not rows:
        return
    give_ids([row for row in rows if row.pk is None])
    model = type(rows[0])
    table = connection.ops.quote_name(model._meta.db_table)
    values = _values(model, True)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({_columns(model, True)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(values(row))
    _are_stored(rows)


def change(rows: Sequence[Model], names: Collection[str]) -> None:
    """Write these fields of stored rows of one model, in one statement for any number of rows.

    Django's `bulk_update` writes a CASE for each field of each row, at five milliseconds a row.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [meta.pk, *(field for field in meta.concrete_fields if field.name in names)]
    columns = [connection.ops.quote_name(str(field.column)) for field in fields]
    types = [str(field.db_type(connection)).partition("(")[0] for field in fields]
    pk, *others = columns
    table = connection.ops.quote_name(meta.db_table)
    statement = (
        f"UPDATE {table} SET {', '.join(f'{name} = new.{name}' for name in others)}"  # noqa: S608
        f" FROM unnest({', '.join(f'%s::{kind}[]' for kind in types)}) AS new({', '.join(columns)})"
        f" WHERE {table}.{pk} = new.{pk}"
    )
    values = [[_word(getattr(row, field.attname)) for row in rows] for field in fields]
    run([Statement(statement, values, gives=False)])


def _word(value: Any) -> Any:
    """An enumeration's member would be written by its name."""
    return str(value) if isinstance(value, str) else value


def _are_stored(rows: Sequence[Model]) -> None:
    for row in rows:
        row._state.adding = False


def _fields(model: type[Model], own_ids: bool) -> "list[models.Field[Any, Any]]":
    """Those that we write; the database fills in the others itself."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.db_default is models.NOT_PROVIDED
        and not field.generated
        and (own_ids or not field.primary_key)
    ]


@cache
def _columns(model: type[Model], own_ids: bool) -> str:
    names = (str(field.column) for field in _fields(model, own_ids))
    return ", ".join(connection.ops.quote_name(name) for name in names)


@cache
def _values(model: type[Model], own_ids: bool) -> Callable[[Model], list[Any]]:
    """What of a row goes to the driver; Django's own way costs half the time of an import."""
    fields = _fields(model, own_ids)
    read = itemgetter(*(field.attname for field in fields))
    as_json = connection.ops.adapt_json_value
    words = [
        place
        for place, field in enumerate(fields)
        if isinstance(field, models.CharField | models.TextField)
    ]
    prepared = [
        (place, field.encoder)
        for place, field in enumerate(fields)
        if isinstance(field, models.JSONField)
    ]

    def values(row: Model) -> list[Any]:
        found = list(read(row.__dict__))
        for place in words:  # an enumeration's member would be written by its name
            if type(found[place]) is not str and found[place] is not None:
                found[place] = str(found[place])
        for place, encoder in prepared:
            if found[place] is not None:
                found[place] = as_json(found[place], encoder)
        return found

    return values
