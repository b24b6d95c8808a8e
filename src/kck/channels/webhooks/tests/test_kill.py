"""`kill -9` of the worker while it sends: everything arrives, what was in flight perhaps twice."""

import time
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from django.db import connection
from tests.test_kill import Process, eventually, free_port

from kck.channels.webhooks.models import Delivery
from kck.channels.webhooks.sending import MOST_AT_ONCE
from kck.channels.webhooks.tests.conftest import a_subscription
from kck.channels.webhooks.tests.test_sending import deliveries
from kck.channels.webhooks.waking import wake
from kck.foundation import clock

CASES, EACH = 80, 4


@pytest.fixture
def worker(committed):
    process = Process("worker", free_port(), "")
    process.env["KCK_WEBHOOK_PRIVATE"] = "yes"
    yield process
    process.kill()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def test_nothing_is_lost_and_only_what_was_in_flight_comes_twice(far, worker):
    far.answer = lambda _call: time.sleep(0.1) or 200
    subscription = a_subscription(far.url)
    for case in range(CASES):
        events = range(case * EACH + 1, case * EACH + EACH + 1)
        deliveries(subscription, *events, stream=f"case:{case}")

    worker.start()
    wake()
    eventually(lambda: len(far.calls) > 100)
    worker.kill()
    in_flight = Delivery.objects.filter(state="sending").count()
    Delivery.objects.filter(state="sending").update(
        lease_until=clock.real_now() - timedelta(seconds=1)
    )
    worker.start()
    eventually(lambda: not Delivery.objects.exclude(state="delivered").exists())

    times = Counter(far.ids)
    assert set(times) == {f"evt_{pk}" for pk in range(1, CASES * EACH + 1)}
    assert 0 < in_flight <= MOST_AT_ONCE
    assert sum(times.values()) - len(times) <= in_flight
    assert first_calls_are_in_order(far.ids)


def first_calls_are_in_order(ids: list[str]) -> bool:
    seen: dict[int, list[int]] = defaultdict(list)
    for pk in dict.fromkeys(int(own_id.removeprefix("evt_")) for own_id in ids):
        seen[(pk - 1) // EACH].append(pk)
    return all(pks == sorted(pks) for pks in seen.values())
