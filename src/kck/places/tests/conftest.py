from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kck.places import versions
from kck.places.models import Area, Landmark, Stop, Street


@pytest.fixture
def no_city(db: None) -> Iterator[None]:
    """Registers as they are before the first import."""
    for model in (Area, Landmark, Stop, Street):
        model.objects.all().delete()
    for register in ("areas", "streets", "stops", "landmarks"):
        versions.bump(register, at=datetime(2026, 1, 1, tzinfo=UTC))
    yield
    versions.look_again()
