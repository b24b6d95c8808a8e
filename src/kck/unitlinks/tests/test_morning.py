from datetime import datetime, timedelta

import pytest
from tests.builders import MONDAY, WARSAW, unit_id

from kck.cases import commands as cases
from kck.directory.commands import set_way
from kck.directory.terms import WayOfWorking
from kck.foundation.actor import PLATFORM
from kck.handover.models import Sending
from kck.handover.queries import sending_of
from kck.handover.sending import send_due as hand_over
from kck.handover.terms import SendingState
from kck.messaging.models import Delivery
from kck.messaging.sending import send_due as send_mails
from kck.unitlinks.jobs import send_lists, watch_letters
from kck.unitlinks.models import MorningList
from kck.unitlinks.morning import next_list_at, units_due
from kck.unitlinks.policy import actor_for
from kck.unitlinks.queries.links import find_link
from kck.unitlinks.terms import LinkKind
from kck.unitlinks.tests.ways import MAIL, SECOND, a_bin, link_in_mail, works_by_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]


def _on(day, hour, minute=0):
    return datetime(2026, 2, day, hour, minute, tzinfo=WARSAW)


def _lists():
    return Delivery.objects.filter(message__key="unitlinks.list")


def test_one_list_goes_out_on_a_working_day_at_the_hour_and_no_second_one(moment):
    works_by_link(when="morning", hour=7)
    first, second = a_bin(), a_bin(text="Drugi pojemnik jest rozbity.")
    hand_over()
    assert sending_of(first.pk).state == SendingState.WAITING

    moment(_on(3, 6, 59))
    send_lists(timestamp=0)
    assert not _lists().exists()
    for minute in (0, 1, 30):
        moment(_on(3, 7, minute))
        send_lists(timestamp=0)

    mail = _lists().get()
    assert "Sprawy na dziś: 2" in mail.subject
    link = find_link(link_in_mail())
    assert (link.kind, set(link.case_ids)) == (LinkKind.LIST, {first.pk, second.pk})
    assert {row.state for row in Sending.objects.all()} == {SendingState.SENT}


def test_no_list_on_a_day_off(moment):
    works_by_link(when="morning", hour=7, unit="PINB")  # keeps office hours
    a_bin(category="buildings-illegal-construction", text="Ktoś dobudowuje piętro.")

    for day in (7, 8):  # a weekend
        moment(_on(day, 8))
        assert units_due(_on(day, 8)) == []
    moment(_on(9, 8))
    assert [unit.code for unit in units_due(_on(9, 8))] == ["PINB"]


def test_no_mail_when_nothing_waits(moment):
    works_by_link(when="morning", hour=7)

    send_lists(timestamp=0)

    assert MorningList.objects.get().cases == 0
    assert not _lists().exists()


def test_yesterdays_work_is_on_todays_list_until_it_is_done(moment):
    works_by_link(when="morning", hour=7)
    stays, done = a_bin(), a_bin(text="Drugi pojemnik jest rozbity.")
    send_lists(timestamp=0)
    by = actor_for(find_link(link_in_mail()))
    cases.done(done.pk, outcome="done", words="Wymieniono pojemnik.", at=MONDAY, by=by)

    moment(_on(3, 7))
    send_lists(timestamp=0)

    assert find_link(link_in_mail()).case_ids == (stays.pk,)


def test_the_list_says_number_category_and_street_and_nothing_more(moment):
    works_by_link(when="morning", hour=7)
    a_bin(text="Anna Kowalska, 600 700 800. Pojemnik.", email="anna@poczta.example")

    send_lists(timestamp=0)

    body = _lists().get().body
    assert "Rynek Główny" in body
    for secret in ("Anna", "600", "poczta.example", "Główny 1"):
        assert secret not in body


def test_a_case_that_comes_after_the_list_waits_for_the_next_day(moment):
    works_by_link(when="morning", hour=7)
    send_lists(timestamp=0)
    late = a_bin()

    hand_over()

    assert next_list_at(unit_id("MPO"), MONDAY) == _on(3, 7, 1)
    assert sending_of(late.pk).state == SendingState.WAITING


def test_a_worker_that_was_down_over_the_hour_still_sends_it(moment):
    works_by_link(when="morning", hour=7)
    a_bin()

    moment(_on(3, 11))
    send_lists(timestamp=0)

    assert _lists().count() == 1


def test_a_list_that_came_back_makes_its_cases_sendings_that_failed(moment):
    works_by_link("literowka@nie-ma-takiej.example", when="morning", hour=7)
    case = a_bin()
    send_lists(timestamp=0)
    send_mails()

    watch_letters(timestamp=0)

    assert sending_of(case.pk).state == SendingState.STUCK
    assert "550" in str(sending_of(case.pk).reason)


def test_a_case_that_was_stuck_goes_out_with_the_list(moment):
    set_way("MPO", way=WayOfWorking.LINK, settings={}, valid_from=None, at=MONDAY, by=PLATFORM)
    case = a_bin()
    hand_over()
    assert sending_of(case.pk).state == SendingState.STUCK  # nobody had entered an address
    works_by_link(when="morning", hour=7)

    moment(_on(3, 7))
    send_lists(timestamp=0)

    assert sending_of(case.pk).state == SendingState.SENT


def test_each_address_gets_the_list_with_a_link_of_its_own(moment):
    works_by_link(MAIL, SECOND, when="morning", hour=7)
    a_bin()

    send_lists(timestamp=0)

    assert link_in_mail(MAIL) != link_in_mail(SECOND)
    assert MorningList.objects.count() == 1


def test_units_that_get_each_case_at_once_get_no_list(moment):
    works_by_link(when="each")
    a_bin()

    assert units_due(MONDAY + timedelta(days=1)) == []
