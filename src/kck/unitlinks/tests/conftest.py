"""Units of the shipped city that have been told where their links go."""

from datetime import datetime

import pytest
from tests.builders import MONDAY

from kck.directory.queries import forget_snapshot
from kck.foundation import clock
from kck.foundation.outbox import reactions_at_once


@pytest.fixture
def moment(monkeypatch):
    """The city's time, to be set; jobs ask for it themselves."""

    def set_to(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    set_to(MONDAY)
    return set_to


@pytest.fixture(autouse=True)
def _no_old_copy():
    yield
    forget_snapshot()


@pytest.fixture
def at_once(moment, settings):
    """Reactions run where they are made, and mails go into the built-in mailbox."""
    settings.KCK_DEMO = True
    with reactions_at_once():
        yield
