"""What all tests share: a database with the shipped city in it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
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
