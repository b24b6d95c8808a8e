"""A page of the public list in one statement, for who reads it by the hundred.

What is public is said once, by `Case.objects.public()` and `published.PUBLISHED`: their SQL stands
inside ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import cos, radians
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from kck.cases.models import Case, CasePhoto, CaseText
from kck.cases.queries.published import PUBLISHED
from kck.cases.terms import TextKind
from kck.places.rules import cells_around

Box = tuple[float, float, float, float]  # west, south, east, north
Place = tuple[datetime, int]

_MOMENTS = ("opened_at", "updated_at", "due_at", "done_at", "closed_at")
_DEGREE_M = 111_320
# within so many metres of its middle a box is looked up by its cells
_SMALL_M, _CELL_M = 1500, 100


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a stranger may ask for; empty means: not asked. From is inclusive, to is not."""

    district: str = ""
    category_ids: tuple[int, ...] | None = None
    unit_ids: tuple[int, ...] | None = None
    states: tuple[str, ...] | None = None
    opened_from: datetime | None = None
    opened_to: datetime | None = None
    updated_from: datetime | None = None
    box: Box | None = None


class PublicRow(NamedTuple):
    """A case as everybody may see it.

    Moments are written as RFC 3339 has them: PostgreSQL does it in a fraction of the time that
    the driver needs to read them. Photos are rows of id, kind, width and height, as JSON.
    """

    id: int
    number: str
    category_id: int
    unit_id: int
    state: str
    outcome: str
    opened_at: str
    updated_at: str
    due_at: str | None
    done_at: str | None
    closed_at: str | None
    place: str
    district: str
    lat: float | None
    lon: float | None
    me_too: int
    text: str | None
    closing: str | None
    photos: str | None


def public_rows(wanted: Wanted, *, size: int, after: Place | None = None) -> list[PublicRow]:
    """The newest first; `after` the last row of the page before, so that new ones shift nothing."""
    return _rows(*_conditions_of(wanted, after), size=size)


def public_row(number: str) -> PublicRow | None:
    """One case by its canonical number; None when it is not for everybody."""
    found = _rows("picked.number = %s", [number], size=1)
    return found[0] if found else None


def _conditions_of(wanted: Wanted, after: Place | None) -> tuple[str, list[Any]]:
    conditions = list(_conditions(wanted))
    if after is not None:
        conditions.append(("(picked.opened_at, picked.id) < (%s, %s)", list(after)))
    where = " AND ".join(condition for condition, _values in conditions) or "true"
    return where, [value for _condition, values in conditions for value in values]


def _conditions(wanted: Wanted) -> Iterator[tuple[str, list[Any]]]:
    if wanted.district:
        yield "picked.district = %s", [wanted.district]
    for column, listed in (
        ("category_id", wanted.category_ids),
        ("unit_id", wanted.unit_ids),
        ("state", wanted.states),
    ):
        if listed is not None:
            # one value as such, so that an index in the order of the list serves
            if len(listed) == 1:
                yield f"picked.{column} = %s", [listed[0]]
            else:
                yield f"picked.{column} = ANY(%s)", [list(listed)]
    for condition, moment in (
        ("opened_at >= %s", wanted.opened_from),
        ("opened_at < %s", wanted.opened_to),
        ("updated_at >= %s", wanted.updated_from),
    ):
        if moment is not None:
            yield f"picked.{condition}", [moment]
    if wanted.box is not None:
        yield from _within(wanted.box)


def _within(box: Box) -> Iterator[tuple[str, list[Any]]]:
    """Places known to the public by their street alone are in no box: it would tell where."""
    west, south, east, north = box
    yield "NOT picked.coarse AND picked.lat BETWEEN %s AND %s", [south, north]
    yield "picked.lon BETWEEN %s AND %s", [west, east]
    lat, lon = (south + north) / 2, (west + east) / 2
    metres = (
        ((north - south) ** 2 + ((east - west) * cos(radians(lat))) ** 2) ** 0.5 / 2 * _DEGREE_M
    )
    if metres <= _SMALL_M:
        yield "picked.cell = ANY(%s)", [cells_around(lat, lon, int(metres // _CELL_M) + 2)]


def _rows(where: str, values: Sequence[Any], *, size: int) -> list[PublicRow]:
    """With published words and photos of the few rows of the page, looked up case by case."""
    public, text, photo = _public(), _texts(), _photos()
    moments = ", ".join(map(_written, _MOMENTS))
    sql = f"""
SELECT c.id, c.number, c.category_id, c.unit_id, c.state, c.outcome, {moments},
  CASE WHEN c.coarse THEN c.street ELSE c.address END, c.district,
  CASE WHEN NOT c.coarse THEN c.lat END, CASE WHEN NOT c.coarse THEN c.lon END, c.me_too,
  words.description, words.closing,
  (SELECT json_agg(json_build_array(f.public_id, p.kind, f.width, f.height) ORDER BY p.id)::text
     FROM ({photo.sql}) p JOIN files_storedfile f ON f.id = p.file_id WHERE p.case_id = c.id)
FROM (SELECT * FROM ({public.sql}) picked WHERE {where}
      ORDER BY opened_at DESC, id DESC LIMIT %s) c
LEFT JOIN LATERAL (
  SELECT (array_agg(body ORDER BY id DESC) FILTER (WHERE kind = %s))[1] AS description,
         (array_agg(body ORDER BY id DESC) FILTER (WHERE kind = %s))[1] AS closing
    FROM ({text.sql}) t WHERE t.case_id = c.id) words ON true
ORDER BY c.opened_at DESC, c.id DESC
"""  # noqa: S608
    kinds = (str(TextKind.DESCRIPTION), str(TextKind.CLOSING))
    every = [*photo.values, *public.values, *values, size, *kinds, *text.values]
    with connection.cursor() as cursor:
        cursor.execute(sql, every)
        return list(map(PublicRow._make, cursor.fetchall()))


def _written(column: str) -> str:
    return f"to_char(c.{column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"


class _Said(NamedTuple):
    sql: str
    values: tuple[str, ...]


def _sql(rows: "QuerySet[Any]") -> _Said:
    sql, values = rows.query.sql_with_params()
    return _Said(sql, tuple(map(str, values)))


@cache
def _public() -> _Said:
    return _sql(Case.objects.public())


@cache
def _texts() -> _Said:
    return _sql(CaseText.objects.filter(PUBLISHED))


@cache
def _photos() -> _Said:
    return _sql(CasePhoto.objects.filter(PUBLISHED))
