"""What several tests of mailings stand on."""

import pytest
import time_machine

from kck.messaging.tests.far_end import FarEnd
from kck.messaging.tests.mailing_things import NOON, as_email


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def far_end(monkeypatch):
    return as_email(monkeypatch, FarEnd())
