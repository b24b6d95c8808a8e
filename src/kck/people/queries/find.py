"""Looking somebody up: by telephone in any form, by mail, by the beginning of their names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kck.people.models import ContactPoint, Person
from kck.people.queries.same import heads_of
from kck.people.rules import ACCENTED, PLAIN, Sought, plain

MOST = 20
# as the index `person_words` has it, letter for letter
WORDS = f"to_tsvector('simple', translate(lower(name), '{ACCENTED}', '{PLAIN}'))"


@dataclass(frozen=True, kw_only=True)
class FoundPerson:
    """Enough to tell one from another."""

    id: int
    public_id: UUID
    name: str
    phone: str
    email: str
    language: str
    created_at: datetime
    records: int  # how many of the records found are this person's


@dataclass(frozen=True, kw_only=True)
class Found:
    rows: tuple[FoundPerson, ...]
    more: bool


def find(wanted: Sought) -> Found:
    """At most twenty people, the newest first; merged records are one of them."""
    ids = _ids(wanted)
    return people(ids)


def people(ids: Iterable[int]) -> Found:
    """Those behind these records."""
    heads = heads_of(ids)
    counted: dict[int, int] = {}
    for head in heads.values():
        counted[head] = counted.get(head, 0) + 1
    rows = Person.objects.filter(pk__in=counted, erased_at=None).order_by("-created_at", "-pk")
    found = [_row(row, counted[row.pk]) for row in rows[: MOST + 1]]
    return Found(rows=tuple(found[:MOST]), more=len(found) > MOST)


def _row(row: Person, records: int) -> FoundPerson:
    return FoundPerson(
        id=row.pk,
        public_id=row.public_id,
        name=row.name,
        phone=row.phone,
        email=row.email,
        language=row.language,
        created_at=row.created_at,
        records=records,
    )


def _ids(wanted: Sought) -> list[int]:
    if wanted.by == "name":
        return _by_name(wanted.words)
    if wanted.by == "nothing":
        return []
    rows: Any = Person.objects.filter(**{wanted.by: wanted.value}, erased_at=None)
    own = list(rows.order_by("-pk").values_list("pk", flat=True)[:500])
    more = ContactPoint.objects.filter(value=wanted.value).values_list("person_id", flat=True)
    return own + list(more[:500])


_BY_NAME = f"""
SELECT id FROM people_person
WHERE name <> '' AND erased_at IS NULL AND {WORDS} @@ to_tsquery('simple', %s)
ORDER BY id DESC LIMIT 500
"""  # noqa: S608


def _by_name(words: Iterable[str]) -> list[int]:
    """Every word begins one of the names: "kowal jan" finds Jan Kowalski."""
    beginnings = [f"{plain(word)}:*" for word in words if word.isalnum()]
    if not beginnings:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BY_NAME, [" & ".join(beginnings)])
        return [pk for (pk,) in cursor.fetchall()]
