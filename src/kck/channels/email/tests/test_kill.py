"""`kill -9` of senders: nobody is lost, few single mails are repeated, none of many."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Max
from tests.fixtures import taken_away_again

from kck.channels.email.tests.fake_server import fake_server
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.messaging.batches import WINDOW_OF_MANY
from kck.messaging.commands import send
from kck.messaging.commands.mailings import (
    approve_mailing,
    draft_mailing,
    send_unknown_again,
    write_edition,
)
from kck.messaging.ids import own_id_of
from kck.messaging.models import Delivery, Mailing
from kck.messaging.terms import Ground, MailingKind, Recipient, Words
from kck.messaging.tests.far_end import TEXT
from kck.people.models import Person

MONDAY = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
MAILS = 1000
LEASE_SECONDS = 0.5


@pytest.fixture
def db(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """What another process is to see must be committed, and is taken away by hand.

    Named as pytest-django names it, which makes a database for tests that ask for `db`.
    """
    with taken_away_again(django_db_blocker):
        yield


def start_sender(url: str, lease: float = LEASE_SECONDS) -> "subprocess.Popen[bytes]":
    base = connection.settings_dict
    where = f"{base['HOST']}:{base['PORT']}" if base["PORT"] else base["HOST"]
    host = "" if where.startswith("/") else where
    socket = f"?host={quote(base['HOST'])}" if where.startswith("/") else ""
    password = f":{quote(base['PASSWORD'])}" if base["PASSWORD"] else ""
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DJANGO_SETTINGS_MODULE": "kck.config.settings",
        "KCK_DATABASE_URL": f"postgresql://{quote(base['USER'])}{password}@{host}/{base['NAME']}{socket}",
        "KCK_SECRET_KEY": settings.SECRET_KEY,
        "KCK_SMTP_URL": url,
        "KCK_MAIL_FROM": "kck@city.example",
        "KCK_CLOCK": "",
    }
    command = [sys.executable, "-m", "kck.channels.email.tests.sender_process", str(lease)]
    return subprocess.Popen(command, env=environ)


@dataclass
class Kills:
    """Says when the server has taken so many mails; the sender goes on meanwhile."""

    at: list[int]
    reached: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def reply(self, verb: str, argument: str) -> str | None:
        if verb == "TAKEN" and int(argument) in self.at:
            self.reached.release()
        return None


def send_with_kills(kills: Kills) -> list[str]:
    """Message-IDs as the server took them, of senders of which all but the last were killed."""
    with fake_server(kills.reply, pipelining=True) as fake:
        for _each in kills.at:
            sender = start_sender(fake.url)
            assert kills.reached.acquire(timeout=120)
            sender.send_signal(signal.SIGKILL)
            sender.wait()
            wait_for_leases()
        assert start_sender(fake.url).wait(300) == 0
    return [str(mail["Message-ID"]) for mail in fake.mails]


def wait_for_leases() -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        last = Delivery.objects.aggregate(last=Max("lease_until"))["last"]
        if last is None or last < clock.real_now():
            return
        time.sleep(0.1)


def test_killed_senders_lose_nobody_and_repeat_at_most_twenty_each(db):
    to = [Recipient(address=f"n{n}@example.com") for n in range(MAILS)]
    send(
        TEXT, dedupe="kill", to=to, variables={"number": "26-1"}, about="case:1", at=MONDAY,
        by=PLATFORM,
    )  # fmt: skip

    taken = Counter(send_with_kills(Kills([150, 420, 700])))

    ids = set(Delivery.objects.values_list("own_id", flat=True))
    assert set(taken) == ids
    assert len(ids) == MAILS
    assert sum(taken.values()) - MAILS <= 3 * 20
    assert Delivery.objects.filter(doubts__gt=0).count() <= 3 * 20
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_of_many_nobody_is_told_twice_and_those_in_doubt_are_counted(db):
    mailing = a_mailing(MAILS)

    taken = Counter(send_with_kills(Kills([150, 420, 700])))

    told = {own_id_of(row.pk) for row in Delivery.objects.filter(state="sent")}
    unknown = Delivery.objects.filter(state="unknown")
    assert max(taken.values()) == 1
    assert told <= set(taken)
    assert set(taken) - told <= {own_id_of(row.pk) for row in unknown}
    assert len(told) + unknown.count() == MAILS
    assert unknown.count() <= 3 * WINDOW_OF_MANY
    assert Mailing.objects.get(pk=mailing).state == "done"

    # asked, a person decides: then with the same Message-ID
    in_doubt = {own_id_of(row.pk) for row in unknown}
    assert send_unknown_again(mailing, at=MONDAY, by=PLATFORM) == len(in_doubt)
    assert set(send_with_kills(Kills([]))) == in_doubt
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_two_senders_at_once_tell_everybody_once(db):
    a_mailing(MAILS)
    with fake_server(pipelining=True) as fake:
        senders = [start_sender(fake.url, lease=300) for _ in range(2)]
        assert [sender.wait(300) for sender in senders] == [0, 0]

    taken = Counter(str(mail["Message-ID"]) for mail in fake.mails)
    assert len(taken) == MAILS
    assert max(taken.values()) == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def a_mailing(people: int) -> int:
    made = [
        Person(email=f"n{n}@example.com", name=f"Osoba {n}", created_at=MONDAY)
        for n in range(people)
    ]
    ids = [person.pk for person in Person.objects.bulk_create(made)]
    mailing = draft_mailing(
        "Woda", kind=MailingKind.SERVICE, ground=Ground.DUTY, audience_name="people.named",
        asked={"ids": ids}, at=MONDAY, by=PLATFORM,
    )  # fmt: skip
    words = Words(subject="Przerwa w dostawie wody", body="Dzień dobry {{name}}, nie będzie wody.")
    write_edition(mailing.pk, "pl", words, why="Mieszkasz tam.", at=MONDAY, by=PLATFORM)
    assert approve_mailing(mailing.pk, at=MONDAY, by=PLATFORM) == people
    return mailing.pk
