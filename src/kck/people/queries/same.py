"""Who is who: merged records are resolved here, when they are read."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from kck.people.models import Alias, Person

_UP = """
WITH RECURSIVE up (start, id) AS (
    SELECT id, id FROM people_person WHERE id = ANY(%s)
    UNION SELECT up.start, alias.person_id FROM up JOIN people_alias alias ON alias.old_id = up.id
)
SELECT start, id FROM up WHERE NOT EXISTS (SELECT 1 FROM people_alias WHERE old_id = up.id)
"""
# up to the record under which all are read, and down to every other one
_ALL = """
WITH RECURSIVE up (id) AS (
    SELECT %s::bigint
    UNION SELECT alias.person_id FROM up JOIN people_alias alias ON alias.old_id = up.id
), head (id) AS (
    SELECT id FROM up WHERE NOT EXISTS (SELECT 1 FROM people_alias WHERE old_id = up.id)
), down (id) AS (
    SELECT id FROM head
    UNION SELECT alias.old_id FROM down JOIN people_alias alias ON alias.person_id = down.id
)
SELECT down.id FROM down JOIN head ON true ORDER BY down.id <> head.id, down.id
"""


def heads_of(ids: Iterable[int]) -> dict[int, int]:
    """Under which record each of these is read now: mostly its own."""
    with connection.cursor() as cursor:
        cursor.execute(_UP, [list(ids)])
        return dict(cursor.fetchall())


def same_person(person_id: int) -> tuple[int, ...]:
    """Every record of the person that this one belongs to, the one they are read under first."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL, [person_id])
        return tuple(pk for (pk,) in cursor.fetchall())


def person_id_of(public_id: UUID) -> int | None:
    """The record itself, merged or not; None for nobody, and for whom we were made to forget."""
    found = Person.objects.filter(public_id=public_id, erased_at=None)
    return found.values_list("pk", flat=True).first()


def public_id_of(person_id: int) -> UUID | None:
    """In addresses: of the record under which the person is read."""
    head = heads_of([person_id]).get(person_id, person_id)
    found = Person.objects.filter(pk=head, erased_at=None)
    return found.values_list("public_id", flat=True).first()


def is_merged(person_id: int) -> bool:
    return Alias.objects.filter(old_id=person_id).exists()
