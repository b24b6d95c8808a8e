"""Cases to a unit's own server on this machine by one sender, beside the same calls by hand.

Ours claim, read what the unit gets, mask personal data, send, believe or not, and mark; by hand the
fields that are ready are posted with the same HTTP client, as many at once.
"""

import os
import threading
import time
from typing import Any

import psutil
from django.db import connection

from benchmarks.figures import Figure, median
from benchmarks.ground import Ground, far_end
from benchmarks.processor import database_processes, seconds_of
from kck.cases.models import Task
from kck.cases.terms import Spot
from kck.channels.open311_out.client import http_client
from kck.channels.open311_out.commands import set_far_end
from kck.channels.open311_out.contents import contents_of
from kck.channels.open311_out.transport import LANES
from kck.directory.commands import set_way
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import ANYBODY, PLATFORM
from kck.handover.models import Sending
from kck.handover.sending import claim, send_due
from kck.intake.commands import receive
from kck.intake.terms import Channel, Incoming

CASES, ROUNDS = 600, 3


def measure(ground: Ground) -> list[Figure]:
    assert os.environ["KCK_DATABASE_URL"]
    with far_end("benchmarks.georeport") as site:
        url = f"{site}/v2"
        _set_up(url)
        fields = _warm_up()
        ours, by_hand, costs = [], [], []
        for _ in range(ROUNDS):
            rate, cost = _ours()
            ours.append(rate)
            costs.append(cost)
            by_hand.append(_by_hand(url, fields))
    sender_ms, database_ms = (median([cost[place] for cost in costs]) for place in (0, 1))
    return [
        Figure(name="open311_out: cases sent", measured=median(ours), unit="/s", least=200),
        Figure(
            name="  beside the calls alone",
            measured=median(ours),
            unit="/s",
            baseline=median(by_hand),
            against=f"posted by hand, {LANES} at once",
        ),
        Figure(name="  processor time of the sender", measured=sender_ms, unit="ms/case"),
        Figure(name="  of PostgreSQL", measured=database_ms, unit="ms/case"),
    ]


def _set_up(url: str) -> None:
    settings = {"open311": {"endpoint": url, "jurisdiction": "unit.example"}}
    set_way(
        "ZDMK", way=WayOfWorking.OPEN311, settings=settings, valid_from=None,
        at=clock.now(), by=PLATFORM,
    )  # fmt: skip
    set_far_end("ZDMK", key="benchmark-key", partner_id=None, by=PLATFORM)


def _report(count: int) -> None:
    """Cases with answers and a text, each waiting to be sent."""
    for place in range(count):
        incoming = Incoming(
            channel=Channel.WEB,
            text="Duża dziura w jezdni przy przejściu dla pieszych. Auta omijają ją poboczem, "
            "a po deszczu stoi w niej woda. Proszę o telefon: 600 700 800.",
            category="roads-pothole",
            spot=Spot(lat=50.06 + place / 1e5, lon=19.93, address=f"ul. Karmelicka {place % 80}"),
            answers={"size": "a-wheel", "lane": "right"},
        )
        receive(incoming, at=clock.now(), by=ANYBODY)
    known = Sending.objects.values("task_id")
    Sending.objects.bulk_create(
        Sending(
            task_id=task.pk, case_id=task.case_id, unit_id=task.unit_id, way=task.way,
            made_at=clock.now(), next_at=clock.real_now(),
        )
        for task in Task.objects.filter(way=WayOfWorking.OPEN311).exclude(pk__in=known)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _warm_up() -> dict[str, Any]:
    """The fields of one request as ours are; and everything has been through once."""
    _report(60)
    parcels = claim(WayOfWorking.OPEN311)
    fields = contents_of(parcels)[parcels[0].sending_id].fields
    ids = [parcel.sending_id for parcel in parcels]
    Sending.objects.filter(pk__in=ids).update(
        state="waiting", lease_until=None, next_at=clock.real_now()
    )
    send_due(seconds=60)
    return {**fields, "api_key": "benchmark-key", "jurisdiction_id": "unit.example"}


def _ours() -> tuple[float, list[float]]:
    """Cases a second from the first claim to the last mark; processor time of each."""
    _report(CASES)
    groups = ([psutil.Process()], database_processes())
    before = [seconds_of(group) for group in groups]
    start = time.perf_counter()
    sent = send_due(seconds=300)
    took = time.perf_counter() - start
    after = [seconds_of(group) for group in groups]
    assert sent == CASES, sent
    assert not Sending.objects.exclude(state="accepted").exists()
    return CASES / took, [(b - a) * 1000 / CASES for a, b in zip(before, after, strict=True)]


def _by_hand(url: str, fields: dict[str, Any]) -> float:
    numbers = iter(range(CASES))
    lock = threading.Lock()

    def caller() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            answer = http.post(
                f"{url}/requests.json", data={**fields, "client_request_id": str(number)}
            )
            assert answer.json()[0]["service_request_id"]

    with http_client() as http:
        threads = [threading.Thread(target=caller) for _ in range(LANES)]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return CASES / (time.perf_counter() - start)
