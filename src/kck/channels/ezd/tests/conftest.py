import pytest

from kck.channels.ezd.tests.filing import NOW, into_folder
from kck.foundation import clock


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    """The folder of the records system, and the day on which a petition is sent there."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return into_folder(settings, tmp_path / "ezd")
