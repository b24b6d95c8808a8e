"""`kill -9` of web and worker while residents report: nothing acknowledged is lost or doubled."""

import http.client
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote, urlencode

import psutil
import pytest
from django.conf import settings
from django.db import connection

from kck.accounts.commands import make_partner_key
from kck.cases.models import Case
from kck.channels.email.tests.fake_server import fake_server
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.intake.models import Conversation
from kck.messaging.commands import wake
from kck.messaging.models import Delivery, Message
from kck.messaging.sending import CLAIM_AT_ONCE

CLIENTS, PATIENCE = 8, 90.0
KEY = "kill-key"
_WRITTEN = (
    "cases_case", "people_person", "messaging_message", "foundation_recordedevent",
    "foundation_tally", "intake_conversation", "intake_hourlycount", "procrastinate_jobs",
    "procrastinate_workers", "accounts_partnerkey",
)  # fmt: skip


@pytest.fixture
def db(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """What other processes are to see must be committed, and is taken away by hand.

    Named as pytest-django names it, which makes a database for tests that ask for `db`.
    """
    with django_db_blocker.unblock():
        make_partner_key("kill", key=KEY, limit_per_minute=1_000_000, at=clock.now(), by=PLATFORM)
        yield
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(_WRITTEN)} CASCADE")


class Process:
    """One process of ours, started again as often as wanted."""

    def __init__(self, name: str, port: int, smtp_url: str) -> None:
        self.name, self.started = name, 0
        self.env = {
            **{name: text for name, text in os.environ.items() if not name.startswith("KCK_")},
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DJANGO_SETTINGS_MODULE": "kck.config.settings",
            "KCK_HOME": str(settings.KCK_HOME),
            "KCK_SECRET_KEY": settings.SECRET_KEY,
            "KCK_DATABASE_URL": database_url(),
            "KCK_SMTP_URL": smtp_url,
            "KCK_MAIL_FROM": "kck@city.example",
            "KCK_PORT": str(port),
            "KCK_LOG_LEVEL": "ERROR",
            "KCK_TRIAGE_LEARNS": "no",
        }

    def start(self) -> None:
        self.started += 1
        argv = [sys.executable, "-m", "kck.config.cli", self.name]
        self.child = subprocess.Popen(argv, env=self.env, start_new_session=True)

    def kill(self) -> None:
        """All of it at once, as when the machine loses power."""
        family = [psutil.Process(self.child.pid)]
        family += family[0].children(recursive=True)
        for one in family:
            one.send_signal(signal.SIGKILL)
        self.child.wait()
        psutil.wait_procs(family, timeout=10)


def database_url() -> str:
    base = connection.settings_dict
    password = f":{quote(base['PASSWORD'])}" if base["PASSWORD"] else ""
    if base["HOST"].startswith("/"):
        where, socket_folder = "", f"?host={quote(base['HOST'], safe='')}"
    else:
        where, socket_folder = f"{base['HOST']}:{base['PORT'] or 5432}", ""
    return f"postgresql://{base['USER']}{password}@{where}/{base['NAME']}{socket_folder}"


class Residents:
    """Eight at once; who gets no answer sends the same report again until there is one."""

    def __init__(self, port: int) -> None:
        self.port, self.stopping = port, threading.Event()
        self.numbers: dict[str, list[str]] = {}
        self.unanswered = 0
        self.threads = [threading.Thread(target=self._report, args=[n]) for n in range(CLIENTS)]

    def __enter__(self) -> "Residents":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def _report(self, client: int) -> None:
        for turn in itertools.count():
            if self.stopping.is_set():
                return
            own_id = f"{client}-{turn}"
            while (number := self._sent(own_id)) is None:
                self.unanswered += 1
                time.sleep(0.1)
            self.numbers.setdefault(own_id, []).append(number)
            time.sleep(0.1)

    def _sent(self, own_id: str) -> str | None:
        """The number it was given; None when the line broke or nobody was there."""
        body = urlencode(
            {
                "api_key": KEY,
                "service_code": "roads-pothole",
                "lat": 50.0617,
                "long": 19.9373,
                "description": f"Dziura w jezdni, zgłoszenie {own_id}.",
                "client_request_id": own_id,
                "email": f"r{own_id}@example.org",
            }
        )
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            line.request("POST", "/open311/v2/requests.json", body, form)
            answer = line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()
        assert answer.status == 200, content
        return str(json.loads(content)[0]["service_request_id"])

    def until(self, more: int) -> None:
        """Wait until so many more reports were acknowledged."""
        goal = len(self.numbers) + more
        eventually(lambda: len(self.numbers) >= goal)


def eventually(holds, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def jobs(*states: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status::text = ANY(%s)", [list(states)]
        )
        return int(cursor.fetchone()[0])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_nothing_acknowledged_is_lost_and_only_mails_in_flight_are_repeated(db):
    held, hold = threading.Event(), threading.Event()

    def reply(verb: str, argument: str) -> str | None:
        if verb == "TAKEN" and argument == "7":
            held.set()
            hold.wait(PATIENCE)  # the mail is taken, and its sender will never hear of it
        return None

    port = free_port()
    with fake_server(reply) as smtp:
        web, worker = (Process(name, port, smtp.url) for name in ("web", "worker"))
        web.start()
        worker.start()
        try:
            with Residents(port) as residents:
                residents.until(10)
                assert held.wait(PATIENCE)
                worker.kill()
                assert jobs("doing") >= 1  # it died at work
                in_flight = Delivery.objects.filter(state="claimed").count()
                hold.set()
                worker.start()
                for _ in range(2):
                    web.kill()
                    web.start()
                    residents.until(25)
            eventually(lambda: not jobs("todo", "doing"))  # those of the dead are found again
            _leases_run_out()
            eventually(lambda: not Delivery.objects.exclude(state="sent").exists())
        finally:
            web.kill()
            worker.kill()

    numbers = residents.numbers
    assert residents.unanswered >= 1  # the kills were felt
    assert all(len(given) == 1 for given in numbers.values())
    assert len({given[0] for given in numbers.values()}) == len(numbers)
    stored = Counter(Case.objects.values_list("number", flat=True))
    assert stored == Counter(given[0] for given in numbers.values())
    assert Conversation.objects.count() == len(numbers)

    assert jobs("failed") == 0
    about = Counter(Message.objects.values_list("about", flat=True))
    assert about == Counter(f"case:{pk}" for pk in Case.objects.values_list("pk", flat=True))
    own_ids = Delivery.objects.values_list("own_id", flat=True)
    times = Counter(str(mail["Message-ID"]) for mail in smtp.mails)
    assert set(times) == set(own_ids)
    assert len(own_ids) == len(numbers)
    assert 0 < in_flight <= CLAIM_AT_ONCE
    assert sum(times.values()) - len(times) <= in_flight


def _leases_run_out() -> None:
    """As if the five minutes had passed in which a dead sender's mails are still its own."""
    Delivery.objects.filter(state="claimed").update(
        lease_until=clock.real_now() - timedelta(seconds=1)
    )
    wake()
