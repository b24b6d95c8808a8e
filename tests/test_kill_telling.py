"""`kill -9` of the worker while it tells of clocks: nobody is told twice, nobody is missed."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from kck.accounts.commands import appoint, install_roles, join
from kck.accounts.events import StaffNotified
from kck.accounts.models import Staff, StaffNotice
from kck.cases.clock_models import ClockNotice
from kck.cases.jobs import remind_of_clocks
from kck.cases.models import Case
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from tests.builders import a_case
from tests.test_kill import Process, database_url, eventually, free_port, jobs

_WRITTEN = (
    "cases_case", "people_person", "messaging_message", "foundation_recordedevent",
    "foundation_tally", "intake_conversation", "intake_hourlycount", "procrastinate_jobs",
    "procrastinate_workers", "accounts_staff", "accounts_role",
)  # fmt: skip
OF_EACH = 3


@pytest.fixture
def db(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """What the worker is to see must be committed, and is taken away by hand."""
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(_WRITTEN)} CASCADE")


@pytest.fixture
def lead(db) -> Staff:
    install_roles(by=PLATFORM)
    found = join(
        email="lead@example.org", name="Ewa Lis", password=None, at=clock.now(), by=PLATFORM
    )
    appoint(found, role="lead", unit="ZDMK", by=PLATFORM)
    return found


def cases_with(**clocks: object) -> list[Case]:
    """Nothing else of theirs has run out."""
    later = clock.now() + timedelta(days=90)
    found = [a_case(at=clock.now()) for _ in range(OF_EACH)]
    calm = {"takeover_due_at": later, "due_at": later, "safe_due_at": None, "legal_due_at": None}
    Case.objects.filter(pk__in=[case.pk for case in found]).update(**{**calm, **clocks})
    return found


@contextmanager
def held_up(lead: Staff, case: Case) -> Iterator[None]:
    """Somebody else is telling the same person of the same case and takes their time: whoever
    wants to tell them has to wait, in the middle of the transaction.
    """
    with psycopg.connect(database_url()) as other:
        other.execute(
            "INSERT INTO accounts_staffnotice (staff_id, kind, subject, why, at)"
            " VALUES (%s, 'clock', %s, '{}', now())",
            [lead.pk, f"case:{case.pk}"],
        )
        yield
        other.rollback()


def waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock' AND query LIKE '%accounts_staffnotice%'"
        )
        return bool(cursor.fetchone()[0])


def told() -> Counter[str]:
    """How often somebody was told of each thing: by the log, since a notice may be renewed."""
    rows = RecordedEvent.objects.filter(name=StaffNotified.name, payload__kind="clock")
    return Counter(rows.values_list("payload__subject", flat=True))


def test_killed_in_the_middle_of_telling_it_tells_each_once_and_misses_none(lead):
    ran_out = clock.now() - timedelta(minutes=30)
    not_taken = cases_with(takeover_due_at=ran_out)
    late = cases_with(due_at=ran_out, taken_at=clock.now())
    expected = {f"case:{case.pk}" for case in [*not_taken, *late]}
    first = {f"case:{case.pk}" for case in not_taken}
    worker = Process("worker", free_port(), "smtp://127.0.0.1:9")
    worker.start()
    try:
        with held_up(lead, late[1]):
            remind_of_clocks.defer(timestamp=0)
            eventually(waiting)
            worker.kill()
        assert jobs("doing") >= 1  # it died at work
        eventually(lambda: not waiting())
        assert set(told()) == first  # a rule is told whole or not at all
        assert ClockNotice.objects.count() == OF_EACH

        worker.start()
        eventually(lambda: ClockNotice.objects.count() == 2 * OF_EACH)
        remind_of_clocks.defer(timestamp=1)
        eventually(lambda: not jobs("todo", "doing"))
    finally:
        worker.kill()

    assert told() == dict.fromkeys(expected, 1)
    notices = StaffNotice.objects.filter(staff=lead, kind="clock")
    assert Counter(notices.values_list("subject", flat=True)) == dict.fromkeys(expected, 1)
    assert jobs("failed") == 0
