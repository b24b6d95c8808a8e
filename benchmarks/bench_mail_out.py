"""A hundred thousand personalised mails to Postfix's smtp-sink, beside smtplib and EmailMessage.

Ours from the approval, which fixes the recipients, to the last one marked as accepted, by one
worker, with PostgreSQL on the same machine; by hand one connection, a mail built for each
recipient, and no database at all.
"""

import resource
import shutil
import smtplib
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import psutil
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from benchmarks.figures import Figure
from benchmarks.ground import PATIENCE, Ground, free_port
from benchmarks.processor import database_processes, seconds_of
from kck.foundation.actor import PLATFORM
from kck.messaging.commands import approve_mailing, draft_mailing, write_edition
from kck.messaging.html import as_html
from kck.messaging.models import Delivery, Mailing
from kck.messaging.outgoing import mailing_wording
from kck.messaging.reach import reach_of_mailing
from kck.messaging.sending import send_due
from kck.messaging.terms import Ground as Why
from kck.messaging.terms import MailingKind, Words
from kck.people.models import Person

PEOPLE, BY_HAND = 100_000, 5_000
_LINE = "W związku z pracami przy ulicy Długiej prosimy o ostrożność, {{name}}. "
_WORDS = Words(subject="Prace na Długiej: {{name}}", body="Dzień dobry {{name}},\n\n" + _LINE * 3)
_SINK = shutil.which("smtp-sink", path="/usr/sbin:/usr/local/sbin:/usr/bin")
# as accounts are when they come with reports
_PEOPLE = """
INSERT INTO people_person (public_id, kind, name, email, phone, address, language, prefers_sms,
                           created_at)
SELECT gen_random_uuid(), 'person', 'Żaneta Nowak ' || n,
       'n' || n || '@example' || n %% 50 || '.com', '', '', 'pl', false, now()
  FROM generate_series(1, %s) AS n
"""


def measure(ground: Ground) -> list[Figure]:
    if _SINK is None:
        print("(left out: there is no smtp-sink; it comes with Postfix)", end=" ")
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [PEOPLE])
        cursor.execute("ANALYZE people_person")
    with sink() as port:
        settings.ENV = replace(
            settings.ENV, smtp_url=f"smtp://127.0.0.1:{port}", mail_from="kck@city.example"
        )
        _whole(_some(2_000))  # both have been through once
        _by_hand(port, 200)
        fan_out, whole, costs = _whole(_all())
        by_hand = _by_hand(port, BY_HAND)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Figure(
            name="mails to many: recipients fixed, 100 000 rows", measured=fan_out, unit="s", most=1
        ),
        Figure(name="  approval to accepted, one worker", measured=whole, unit="/s", least=5000),
        Figure(
            name="  beside them one by one",
            measured=whole,
            unit="/s",
            baseline=by_hand,
            against="smtplib, one line, EmailMessage for each, no database",
        ),
        Figure(name="  processor time of the worker", measured=costs[0], unit="ms/mail"),
        Figure(name="  of PostgreSQL", measured=costs[1], unit="ms/mail"),
        Figure(name="  memory of the worker", measured=memory, unit="MB", most=200),
    ]


@contextmanager
def sink() -> Iterator[int]:
    """Postfix's, which takes everything and keeps nothing."""
    port = free_port()
    argv = [str(_SINK), "-u", "nobody", f"127.0.0.1:{port}", "1000"]
    if psutil.Process().uids().effective != 0:
        argv = [str(_SINK), f"127.0.0.1:{port}", "1000"]
    with subprocess.Popen(argv) as child:
        try:
            _until_it_answers(port)
            yield port
        finally:
            child.terminate()


def _until_it_answers(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _some(count: int) -> list[int]:
    return list(Person.objects.order_by("pk").values_list("pk", flat=True)[:count])


def _all() -> list[int]:
    return _some(PEOPLE)


def _whole(ids: list[int]) -> tuple[float, float, list[float]]:
    """Seconds of the fan-out, mails a second of the whole, processor time of each."""
    mailing = _written(ids)
    groups = ([psutil.Process()], database_processes())
    before = [seconds_of(group) for group in groups]
    start = time.perf_counter()
    approve_mailing(mailing, at=datetime.now(UTC), by=PLATFORM)
    fixed = time.perf_counter()
    while send_due():
        pass
    took = time.perf_counter() - start
    after = [seconds_of(group) for group in groups]
    assert reach_of_mailing(mailing).sent == len(ids)
    costs = [(b - a) * 1000 / len(ids) for a, b in zip(before, after, strict=True)]
    return fixed - start, len(ids) / took, costs


def _written(ids: list[int]) -> int:
    now = datetime.now(UTC)
    mailing = draft_mailing(
        "Długa", kind=MailingKind.SERVICE, ground=Why.DUTY, audience_name="people.named",
        asked={"ids": ids}, at=now, by=PLATFORM,
    )  # fmt: skip
    why = "Piszemy, bo {{name}} mieszka przy tej ulicy."
    write_edition(mailing.pk, "pl", _WORDS, why=why, at=now, by=PLATFORM)
    return mailing.pk


def _by_hand(port: int, count: int) -> float:
    """The way a page on the web would have it: the same words, in the same frame."""
    wording = mailing_wording(Mailing.objects.latest("pk"), "pl", datetime.now(UTC))
    rows = Delivery.objects.order_by("-pk").values_list("address", "values")[:count]
    told = list(rows)
    start = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for address, values in told:
            words = wording.words(values or {})
            mail = EmailMultiAlternatives(words.subject, words.body, "kck@city.example", [address])
            page = as_html(subject=words.subject, text=words.body, language="pl")
            mail.attach_alternative(page, "text/html")
            made: Any = mail.message()
            server.sendmail("kck@city.example", [address], made.as_bytes(linesep="\r\n"))
    return count / (time.perf_counter() - start)
