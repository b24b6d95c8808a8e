"""`kill -9` of a sender repeats at most the mails in flight, with the same Message-ID."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from kck.channels.email.tests.fake_server import fake_server
from kck.foundation.actor import PLATFORM
from kck.messaging.commands import send
from kck.messaging.models import Delivery, Message
from kck.messaging.sending import CLAIM_AT_ONCE
from kck.messaging.terms import Recipient
from kck.messaging.tests.far_end import TEXT

MONDAY = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
MAILS = 50
LEASE_SECONDS = 0.5


@pytest.fixture
def db(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """What another process is to see must be committed, and is taken away by hand.

    Named as pytest-django names it, which makes a database for tests that ask for `db`.
    """
    with django_db_blocker.unblock():
        yield
        Message.objects.all().delete()


def start_sender(url: str) -> "subprocess.Popen[bytes]":
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
    command = [sys.executable, "-m", "kck.channels.email.tests.sender_process", str(LEASE_SECONDS)]
    return subprocess.Popen(command, env=environ)


def test_a_killed_sender_repeats_only_what_was_in_flight(db):
    hold, held = threading.Event(), threading.Event()

    def reply(verb: str, argument: str) -> str | None:
        if verb == "TAKEN" and argument == "33":
            held.set()
            hold.wait(20)  # the mail is taken, and the sender will never hear of it
        return None

    send(
        TEXT,
        dedupe="kill",
        to=[Recipient(address=f"n{n}@example.com") for n in range(MAILS)],
        variables={"number": "26-1"},
        about="case:1",
        at=MONDAY,
        by=PLATFORM,
    )
    with fake_server(reply) as fake:
        first = start_sender(fake.url)
        assert held.wait(30)
        first.send_signal(signal.SIGKILL)
        first.wait()
        hold.set()
        before = len(fake.taken)
        assert before == 33

        time.sleep(LEASE_SECONDS)
        second = start_sender(fake.url)
        assert second.wait(60) == 0

    times = Counter(str(mail["Message-ID"]) for mail in fake.mails)
    repeated = {own_id for own_id, count in times.items() if count > 1}
    ids = set(Delivery.objects.values_list("own_id", flat=True))
    assert set(times) == ids
    assert len(ids) == MAILS
    # those marked before the kill are never sent again: only the claimed group may be
    in_flight = {str(mail["Message-ID"]) for mail in fake.mails[CLAIM_AT_ONCE:before]}
    assert repeated <= in_flight
    assert max(times.values()) <= 2
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert Delivery.objects.filter(doubts=1).count() == CLAIM_AT_ONCE
