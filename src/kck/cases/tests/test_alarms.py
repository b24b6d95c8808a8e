"""A danger that nobody has seen: who hears of it, when, and that it is once."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.builders import WARSAW, a_case, acting_for, everywhere
from tests.fixtures import load_shipped_city

from kck.cases.alarm_models import DangerAlarm
from kck.cases.commands.alarms import NO_NEWS_AFTER, UNSEEN_FOR, see_alarm, tell_duty
from kck.cases.jobs import tell_of_unseen
from kck.cases.models import Case
from kck.cases.queries.alarms import unseen_alarms
from kck.cases.terms import CaseState
from kck.directory.models import Stage
from kck.directory.queries import forget_snapshot
from kck.foundation import clock
from kck.foundation.models import RecordedEvent
from kck.messaging.models import Delivery

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 2, 2, 12, 0, tzinfo=WARSAW)
NIGHT = datetime(2026, 2, 2, 23, 30, tzinfo=WARSAW)
GAS = "Czuć gaz na klatce schodowej, proszę dzwonić 600 700 800"


def a_danger(at: datetime = NOON, **more: Any) -> Case:
    case = a_case(category="", text=GAS, at=at, **more)
    assert case.danger == "gas"
    return case


def told() -> list[str]:
    return list(Delivery.objects.order_by("address").values_list("address", flat=True))


def on_duty(unit: str, *contacts: str) -> None:
    Stage.objects.create(unit=unit, channel="*", function="duty", duty=list(contacts))
    forget_snapshot()


def test_what_is_seen_in_time_is_told_to_nobody():
    case = a_danger()

    assert see_alarm(case.pk, at=NOON + timedelta(seconds=90), by=everywhere("cases.view"))
    assert not tell_duty(case.pk, at=NOON + UNSEEN_FOR)

    assert told() == []


def test_what_is_not_seen_for_two_minutes_is_told_to_who_is_on_duty_once():
    case = a_danger()

    assert not tell_duty(case.pk, at=NOON + timedelta(seconds=119))
    assert tell_duty(case.pk, at=NOON + UNSEEN_FOR)
    assert not tell_duty(case.pk, at=NOON + timedelta(minutes=3))

    assert told() == ["czk@um.krakow.pl"]
    (fact,) = RecordedEvent.objects.filter(name="cases.alarm_told")
    assert fact.payload == {"case_id": case.pk, "contacts": 1}


def test_out_of_hours_the_duty_is_told_at_once():
    case = a_danger(at=NIGHT)

    assert tell_duty(case.pk, at=NIGHT)

    assert told() == ["czk@um.krakow.pl"]


def test_the_job_stands_in_the_transaction_of_the_case():
    before = clock.real_now()
    case = a_danger()

    job = ProcrastinateJob.objects.get(task_name="kck.cases.jobs.tell_duty")

    assert job.args == {"case_id": case.pk}
    wait = job.scheduled_at - before
    assert UNSEEN_FOR <= wait <= UNSEEN_FOR + timedelta(minutes=1)


def test_a_job_that_was_lost_is_made_up_by_the_clock(monkeypatch):
    a_danger()
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=1))
    tell_of_unseen(timestamp=0)
    assert told() == []

    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=4))
    tell_of_unseen(timestamp=0)
    tell_of_unseen(timestamp=0)

    assert told() == ["czk@um.krakow.pl"]


def test_mail_and_text_message_go_to_the_units_own_duty_when_it_has_one():
    on_duty("CZK", "noc@czk.example", "+48600000001")
    case = a_danger()

    tell_duty(case.pk, at=NOON + UNSEEN_FOR)

    assert set(Delivery.objects.values_list("channel", "address")) == {
        ("email", "noc@czk.example"),
        ("sms", "+48600000001"),
    }


def test_the_words_go_without_personal_data_and_with_what_to_do():
    case = a_danger()

    tell_duty(case.pk, at=NOON + UNSEEN_FOR)

    sent = Delivery.objects.get()
    assert "Czuć gaz na klatce" in sent.body
    assert "600 700 800" not in sent.body
    assert "992" in sent.body
    assert f"/desk/case/{case.number}/" in sent.body


def test_where_no_contact_is_known_it_is_said_that_nobody_was_told():
    Stage.objects.filter(function="duty").delete()
    forget_snapshot()
    case = a_danger()

    assert not tell_duty(case.pk, at=NOON + UNSEEN_FOR)

    assert RecordedEvent.objects.get(name="cases.alarm_told").payload["contacts"] == 0


def test_what_a_person_took_down_raises_no_alarm():
    a_case(category="", text=GAS, at=NOON, by=acting_for("KCK", "intake.receive"))

    assert not DangerAlarm.objects.exists()


def test_an_ordinary_report_raises_no_alarm():
    a_case(at=NOON)

    assert not DangerAlarm.objects.exists()


def test_what_is_over_or_long_past_is_no_news():
    over, old = a_danger(), a_danger()
    Case.objects.filter(pk=over.pk).update(state=CaseState.WITHDRAWN, closed_at=NOON)

    assert not tell_duty(over.pk, at=NOON + UNSEEN_FOR)
    assert not tell_duty(old.pk, at=NOON + NO_NEWS_AFTER + timedelta(minutes=1))

    assert told() == []


def test_only_staff_who_may_see_the_case_have_seen_it():
    case = a_danger()

    assert not see_alarm(case.pk, at=NOON, by=acting_for("ZZM"))
    assert see_alarm(case.pk, at=NOON, by=everywhere("cases.view"))
    assert not see_alarm(case.pk, at=NOON, by=everywhere("cases.view"))

    assert RecordedEvent.objects.filter(name="cases.alarm_seen").count() == 1


def test_the_banner_has_what_nobody_has_seen_the_newest_first():
    first, second = a_danger(), a_danger(at=NOON + timedelta(minutes=1))
    seen = a_danger()
    see_alarm(seen.pk, at=NOON, by=everywhere("cases.view"))

    found = unseen_alarms(everywhere("cases.view"), at=NOON + timedelta(minutes=5))

    assert [one.number for one in found] == [second.number, first.number]
    assert [line.number for line in found[0].lines] == ["992", "112"]
    assert unseen_alarms(acting_for("ZZM", "cases.view"), at=NOON) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_tell_once():
    load_shipped_city()
    case = a_danger()
    begin, answers = threading.Barrier(2), []

    def work() -> None:
        try:
            begin.wait(timeout=60)
            answers.append(tell_duty(case.pk, at=NOON + UNSEEN_FOR))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(timeout=120)

    assert sorted(answers) == [False, True]
    assert told() == ["czk@um.krakow.pl"]
