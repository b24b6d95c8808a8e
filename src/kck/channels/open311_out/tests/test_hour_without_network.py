"""Nobody there for an hour: it costs an hour, and nothing else."""

import socket
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.builders import MONDAY, reporter_of

from kck.cases import commands as cases
from kck.channels.open311_out.models import FarWord
from kck.channels.open311_out.outgoing import say_due
from kck.channels.open311_out.tests.conftest import SetUp, a_pothole, sending
from kck.channels.open311_out.tests.far_server import FarServer
from kck.foundation import clock
from kck.handover.queries import stuck
from kck.handover.sending import send_due
from kck.handover.terms import SendingState

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
CATCHES_UP = 4  # minutes: the longest pause between two attempts, and the worker's own minute


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A minute of the world passes, and the worker does what it does every minute."""
    moment = [clock.real_now()]

    def a_minute() -> None:
        moment[0] += MINUTE
        send_due()
        say_due()

    def real_now() -> datetime:
        return moment[0]

    monkeypatch.setattr(clock, "real_now", real_now)
    return a_minute


def test_an_hour_without_network_costs_an_hour(
    far: FarServer, set_up: SetUp, wait: Callable[[], None]
) -> None:
    told = a_pothole()
    wait()
    assert sending(told).state == SendingState.ACCEPTED

    set_up(endpoint=f"http://127.0.0.1:{_closed_port()}{_path(far)}")
    words = "Dziura jest już głębsza niż rano."
    cases.reply(told.pk, text=words, at=MONDAY, by=reporter_of(told))
    waiting = []
    for minute in range(60):
        if minute % 6 == 0:  # the city goes on reporting
            waiting.append(a_pothole())
        wait()
    during = [sending(case) for case in waiting]
    assert {one.state for one in during} == {SendingState.FAILED}
    assert {one.attempts for one in during} == {0}
    assert len(far.posted()) == 1

    set_up(endpoint=far.endpoint)
    for _minute in range(CATCHES_UP):
        wait()
    assert {sending(case).state for case in waiting} == {SendingState.ACCEPTED}
    assert len(far.posted()) == len(far.requests) == 1 + len(waiting)
    assert not FarWord.objects.filter(sent_at=None).exists()
    assert stuck() == []

    for _minute in range(30):  # and nothing comes a second time
        wait()
    assert len(far.posted()) == 1 + len(waiting)


def _closed_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _path(far: FarServer) -> str:
    return "/" + far.endpoint.split("/", 3)[3]
