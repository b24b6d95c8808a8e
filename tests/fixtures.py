"""What all tests share: a database with the shipped city in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.db.models import AutoField, BigAutoField
from pytest_django.plugin import DjangoDbBlocker

# before every moment that a test plays at
FIRST_DAY = datetime(2026, 1, 2, 8, tzinfo=UTC)
CITY = Path(__file__).parents[1] / "cities" / "krakow"


def load_shipped_city() -> None:
    from kck.directory.commands import load_city
    from kck.foundation.actor import PLATFORM

    load_city(CITY, by=PLATFORM, at=FIRST_DAY, if_new=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The city stands before the first test, and after each rollback."""
    with django_db_blocker.unblock():
        load_shipped_city()


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    """What processes remember of the database must not outlive a test."""
    yield
    from kck.directory.queries import forget_snapshot
    from kck.places.versions import look_again

    forget_snapshot()
    look_again()


@contextmanager
def taken_away_again(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What must be committed, since another process or thread is to see it, leaves no trace.

    Rows that were not there before are deleted; the boxes of the city, which such tests change,
    are as they were.
    """
    from kck.conversations.models import Box

    with blocker.unblock():
        load_shipped_city()  # a test before may have emptied every table
        before, boxes = _highest(), list(Box.objects.all())
        try:
            yield
        finally:
            _delete_newer(before)
            Box.objects.exclude(pk__in=[box.pk for box in boxes]).delete()
            for box in boxes:
                box.save()
            connections.close_all()


def _tables() -> list[tuple[str, str]]:
    """Every table with a counted key."""
    found = [("procrastinate_jobs", "id")]
    for model in apps.get_models():
        key = model._meta.pk
        if model._meta.managed and isinstance(key, AutoField | BigAutoField):
            found.append((model._meta.db_table, str(key.column)))
    return found


def _highest() -> dict[tuple[str, str], int]:
    with connection.cursor() as cursor:
        highest = {}
        for table, key in _tables():
            cursor.execute(f"SELECT coalesce(max({key}), 0) FROM {table}")  # noqa: S608
            [highest[table, key]] = cursor.fetchone()
    return highest


def _delete_newer(before: dict[tuple[str, str], int]) -> None:
    """In one transaction, at whose end foreign keys are looked at."""
    with transaction.atomic(), connection.cursor() as cursor:
        for (table, key), highest in before.items():
            cursor.execute(f"DELETE FROM {table} WHERE {key} > %s", [highest])  # noqa: S608
