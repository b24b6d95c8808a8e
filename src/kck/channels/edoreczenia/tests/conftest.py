from dataclasses import replace

import pytest
from tests.builders import MONDAY

from kck.foundation import clock


@pytest.fixture
def inbox(settings, tmp_path, monkeypatch):
    """`in/` of a drop folder, on a Monday."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    settings.ENV = replace(settings.ENV, edoreczenia_folder=tmp_path)
    path = tmp_path / "in"
    path.mkdir()
    return path
