"""Event, jobs and change stand or fall together."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from kck.foundation import audit, clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import Event, command, reacts_to, record, unit_of_work

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    name = "test.bell_rung"

    times: int


@reacts_to(BellRung)
def hear(event: BellRung) -> None:
    """A job of this name is what the tests look for."""


@reacts_to(BellRung, after=lambda event: timedelta(minutes=event.times // 7))
def echo(event: BellRung) -> None:
    """Waits when the bell rang often."""


@command
def ring(times: int, *, stream: str = "", fail: bool = False) -> None:
    record(BellRung(times=times), by=PLATFORM, stream=stream, topics=["bell"])
    if fail:
        raise RuntimeError("the rope broke")


def test_an_event_and_its_jobs_are_there_after_the_command():
    ring(1)

    event = RecordedEvent.objects.get(name="test.bell_rung")
    assert event.payload == {"times": 1}
    job = ProcrastinateJob.objects.get(task_name__endswith="test_outbox.hear")
    assert job.args["event_id"] == event.pk


def test_what_may_be_taken_back_is_followed_only_later():
    ring(1)
    ring(7)

    soon, later = ProcrastinateJob.objects.filter(task_name__endswith="echo").order_by("pk")
    assert soon.scheduled_at is None
    assert later.scheduled_at is not None
    assert later.scheduled_at > clock.real_now()


def test_after_a_failure_nothing_is_left():
    with pytest.raises(RuntimeError):
        ring(1, fail=True)

    assert not RecordedEvent.objects.filter(name="test.bell_rung").exists()
    assert not ProcrastinateJob.objects.filter(task_name__endswith="hear").exists()


def test_recording_outside_a_command_is_a_mistake():
    with pytest.raises(RuntimeError, match="@command"):
        record(BellRung(times=1), by=PLATFORM)


def test_nested_commands_write_once():
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        unit_of_work(),
    ):
        for times in range(5):
            ring(times)

    written = [q["sql"] for q in queries if "INSERT" in q["sql"] or "procrastinate" in q["sql"]]
    assert len(written) == 2
    assert RecordedEvent.objects.filter(name="test.bell_rung").count() == 5


def test_many_events_go_in_whole_and_chained():
    with unit_of_work():
        for times in range(150):
            ring(times, stream="bell:1")

    found = audit.verify()
    assert (found.events, found.broken) == (150, "")
    assert RecordedEvent.objects.filter(transaction=0).count() == 0


def test_the_chain_goes_on_in_the_next_command():
    ring(1, stream="bell:1")
    ring(2, stream="bell:1")

    first, second = RecordedEvent.objects.filter(stream="bell:1").order_by("seq")
    assert (first.seq, second.seq) == (1, 2)
    assert second.prev_hash == first.hash
