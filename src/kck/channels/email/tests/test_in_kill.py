"""`kill -9` of a reader in the middle loses no mail and doubles none."""

import os
import signal
import subprocess
import sys
import threading
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from tests.fixtures import taken_away_again

from kck.channels.email import keeping
from kck.channels.email.inbound_models import ReceivedMail
from kck.channels.email.tests.in_mails import BOX, NINE, a_box, wire
from kck.conversations.models import Post, Thread

MAILS = 24


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """What another process is to see must be committed, and is taken away by hand."""
    with taken_away_again(django_db_blocker):
        a_box()
        yield


def start_reader() -> "subprocess.Popen[bytes]":
    base = connection.settings_dict
    where = f"{base['HOST']}:{base['PORT']}" if base["PORT"] else base["HOST"]
    host = "" if where.startswith("/") else where
    path = f"?host={quote(base['HOST'])}" if where.startswith("/") else ""
    password = f":{quote(base['PASSWORD'])}" if base["PASSWORD"] else ""
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DJANGO_SETTINGS_MODULE": "kck.config.settings",
        "KCK_DATABASE_URL": f"postgresql://{quote(base['USER'])}{password}@{host}/{base['NAME']}{path}",
        "KCK_SECRET_KEY": settings.SECRET_KEY,
        "KCK_HOME": str(settings.KCK_HOME),
        "KCK_CLOCK": "",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "kck.channels.email.tests.read_process"], env=environ
    )


def test_a_killed_reader_loses_and_doubles_nothing(committed):
    for number in range(MAILS):
        sender = f"n{number}@example.org"
        keeping.keep(wire(number, sender=sender), box=BOX, source="file", at=NINE)
    first = start_reader()
    for _try in range(1200):
        if Post.objects.count() >= 3 or first.poll() is not None:
            break
        threading.Event().wait(0.05)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert Post.objects.count() < MAILS
    for _minute in range(20):  # the server may notice later that the first reader is gone
        ReceivedMail.objects.filter(next_try_at__isnull=False).update(next_try_at=NINE)
        assert start_reader().wait(300) == 0
        if not ReceivedMail.objects.filter(next_try_at__isnull=False).exists():
            break
    assert set(ReceivedMail.objects.values_list("state", flat=True)) == {"read"}
    assert (Post.objects.count(), Thread.objects.count()) == (MAILS, MAILS)
