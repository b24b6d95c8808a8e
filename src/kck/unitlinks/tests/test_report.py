from datetime import datetime, timedelta

import pytest
from tests.builders import MONDAY, WARSAW

from kck.accounts import commands as accounts
from kck.accounts.holders import holders_of
from kck.foundation.actor import PLATFORM
from kck.messaging.models import Delivery
from kck.unitlinks.jobs import report_stuck, watch_letters
from kck.unitlinks.report import report_is_due
from kck.unitlinks.tests.ways import a_bin, hand_all_over, works_by_link, works_by_phone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]


@pytest.fixture
def supervisor():
    accounts.install_roles(by=PLATFORM)
    found = []
    for name, role in (("Barbara Sikora", "supervisor"), ("Anna Agentka", "agent")):
        staff = accounts.join(
            email=f"{role}@miasto.example", name=name, password=None, language="pl",
            at=MONDAY, by=PLATFORM,
        )  # fmt: skip
        accounts.appoint(staff, role=role, unit="KCK", by=PLATFORM)
        found.append(staff)
    return found[0]


def _stuck():
    works_by_link("literowka@nie-ma-takiej.example")
    case = a_bin()
    hand_all_over()
    watch_letters(timestamp=0)
    return case


def _reports():
    return Delivery.objects.filter(message__key="unitlinks.stuck")


def test_what_is_stuck_is_mailed_to_whoever_looks_after_it_once_a_day(supervisor):
    _stuck()

    for _minute in range(3):
        report_stuck(timestamp=0)

    mail = _reports().get()
    assert mail.address == supervisor.email
    assert "Utknęło: 1" in mail.subject
    assert "550" in mail.body
    assert "/desk/watch/" in mail.body


def test_the_next_day_it_is_said_again(supervisor, moment):
    _stuck()
    report_stuck(timestamp=0)
    moment(MONDAY + timedelta(days=1))

    report_stuck(timestamp=0)

    assert _reports().count() == 2


def test_nothing_stuck_no_mail(supervisor):
    report_stuck(timestamp=0)

    assert not _reports().exists()


def test_what_has_to_be_called_is_in_it_too(supervisor):
    works_by_phone()
    a_bin()

    report_stuck(timestamp=0)

    assert "Trzeba zadzwonić:" in _reports().get().body


@pytest.mark.parametrize(
    ("moment_", "due"),
    [
        (datetime(2026, 2, 2, 7, 59, tzinfo=WARSAW), False),
        (datetime(2026, 2, 2, 8, 0, tzinfo=WARSAW), True),
        (datetime(2026, 2, 2, 13, 59, tzinfo=WARSAW), True),  # a worker that was down
        (datetime(2026, 2, 2, 15, 0, tzinfo=WARSAW), False),
        (datetime(2026, 2, 1, 9, 0, tzinfo=WARSAW), False),  # a Sunday
        (datetime(2026, 5, 1, 9, 0, tzinfo=WARSAW), False),  # a holiday
    ],
)
def test_it_goes_out_on_working_days_from_eight_on(moment_, due):
    assert report_is_due(moment_) is due


def test_a_grant_that_has_ended_is_no_longer_held(supervisor):
    from kck.accounts.models import Post

    assert [one.email for one in holders_of("handover.watch")] == [supervisor.email]
    Post.objects.filter(staff=supervisor).update(valid_to=MONDAY.date() - timedelta(days=1))
    assert holders_of("handover.watch") == []
