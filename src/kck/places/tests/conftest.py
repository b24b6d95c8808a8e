from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kck.places import versions
from kck.places.models import Area, Landmark, RegisterVersion, Stop, Street


@pytest.fixture
def no_city(db: None) -> Iterator[None]:
    """Registers as they are before the first import."""
    for model in (Area, Landmark, Stop, Street, RegisterVersion):
        model.objects.all().delete()
    versions.bump("areas", at=datetime(2026, 1, 1, tzinfo=UTC))
    RegisterVersion.objects.all().delete()
    versions.look_again()
    yield
    versions.look_again()
