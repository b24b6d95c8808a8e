from collections.abc import Iterator
from pathlib import Path

import pytest

from kck.directory import models
from kck.directory.loading import more, parts
from kck.directory.queries import forget_snapshot
from kck.directory.snapshot import Snapshot
from kck.directory.tests.loaded import a_copy, load_model_city
from kck.foundation.models import RecordedEvent

TABLES = (
    models.Calendar,
    models.Category,
    models.CategoryGroup,
    models.CategoryWords,
    models.City,
    models.CityText,
    models.ConfigVersion,
    models.Danger,
    models.Helpline,
    models.Question,
    models.RoutingRule,
    models.Stage,
    models.ChangeSet,
    models.LoadedFile,
    models.Upload,
    models.Unit,
    models.WayPeriod,
)


@pytest.fixture(autouse=True)
def _no_other_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of other modules are tested there."""
    monkeypatch.setattr(parts, "_parts", {})
    monkeypatch.setattr(more, "_more", {})


@pytest.fixture
def no_city(db: None) -> Iterator[None]:
    """As on the first day: the city that other tests share is out of the way until the rollback."""
    for table in (*TABLES, RecordedEvent):
        table._default_manager.all().delete()
    forget_snapshot()
    yield
    forget_snapshot()


@pytest.fixture
def wzorowo(no_city: None) -> Snapshot:
    return load_model_city()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_copy(tmp_path)
