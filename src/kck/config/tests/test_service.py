import os
import signal
import sys
import time

import pytest

from kck.config.service import Service

SLEEPER = [sys.executable, "-c", "import time; print('hello', flush=True); time.sleep(60)"]
FAILING = [sys.executable, "-c", "print('why it failed', flush=True); raise SystemExit(3)"]


@pytest.fixture
def service(tmp_path):
    service = Service(name="web", argv=SLEEPER, env={**os.environ}, log=tmp_path / "web.log")
    yield service
    service.wait(5)


def wait_until(true, seconds=10):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_killed_process_is_said_and_started_again(service):
    service.tick(0)
    first = service.process.pid
    os.kill(first, signal.SIGKILL)
    service.process.wait()

    words = service.tick(1)
    assert "web ended (signal 9)" in words
    assert service.process is None
    service.tick(2)

    assert service.process.pid != first
    assert service.process.poll() is None


def test_who_dies_again_and_again_waits_longer_each_time(service):
    service.argv = FAILING
    waits, now = [], 0.0
    for _ in range(9):
        service.tick(now)
        service.process.wait()
        service.tick(now)
        waits.append(service._next_start - now)
        now = service._next_start

    assert waits == [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30]


def test_who_ran_well_for_a_while_is_forgiven(service):
    service.deaths = 5
    service.start(0)

    service.tick(31)

    assert service.deaths == 0


def test_its_words_are_kept_in_a_log_and_the_last_ones_at_hand(service):
    service.argv = FAILING
    service.tick(0)

    wait_until(lambda: "why it failed" in service.last_words)
    wait_until(lambda: service.log.exists() and "why it failed" in service.log.read_text())


def test_a_deaf_process_is_stopped_by_force(service):
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True)"
    service.argv = [sys.executable, "-c", f"{deaf}; time.sleep(60)"]
    service.tick(0)
    wait_until(lambda: service.last_words)

    assert service.wait(0.2) is False
