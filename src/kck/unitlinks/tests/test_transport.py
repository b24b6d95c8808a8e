from datetime import timedelta

import pytest
from tests.builders import MONDAY, everywhere, unit_id

from kck.cases import commands as cases
from kck.cases.queries.desk_case import case_for
from kck.directory.commands import set_way
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.handover.commands import retry
from kck.handover.models import Sending
from kck.handover.queries import sending_of
from kck.handover.sending import LEASE, claim, give_up_lost_leases
from kck.handover.terms import SendingState
from kck.messaging.models import Delivery, Message
from kck.unitlinks.jobs import watch_letters
from kck.unitlinks.mailing import mail_case
from kck.unitlinks.models import UnitLink
from kck.unitlinks.morning import send_morning_list
from kck.unitlinks.policy import actor_for
from kck.unitlinks.queries.links import find_link
from kck.unitlinks.terms import Letter, LinkState, Revoking
from kck.unitlinks.tests.ways import (
    MAIL,
    SECOND,
    a_bin,
    hand_all_over,
    link_in_mail,
    works_by_link,
)
from kck.unitlinks.transport import LinkTransport, real

NOWHERE = "literowka@nie-ma-takiej.example"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]


def _state(case):
    return sending_of(case.pk).state


def test_a_unit_that_works_by_links_gets_one_mail_for_a_case_and_its_link_opens_it():
    works_by_link()
    case = a_bin(email="anna@poczta.example", name="Anna Kowalska")

    hand_all_over()

    assert _state(case) == SendingState.SENT
    link = find_link(link_in_mail())
    assert link.case_ids == (case.pk,)
    cases.take(case.pk, at=MONDAY, by=actor_for(link))


def test_the_mail_says_no_more_than_number_category_and_street():
    works_by_link()
    text = "Nazywam się Anna Kowalska, tel. 600 700 800. Pojemnik pod moim oknem jest rozbity."
    a_bin(text=text, email="anna@poczta.example", name="Anna Kowalska")

    hand_all_over()

    mail = Delivery.objects.get(address=MAIL)
    said = mail.subject + mail.body
    assert "Rynek Główny" in said
    assert "Rynek Główny 1" not in said
    for secret in ("Anna", "Kowalska", "600", "oknem", "poczta.example"):
        assert secret not in said


def test_each_address_of_a_unit_has_a_link_of_its_own():
    works_by_link(MAIL, SECOND)
    case = a_bin()

    hand_all_over()

    one, two = find_link(link_in_mail(MAIL)), find_link(link_in_mail(SECOND))
    assert one.id != two.id
    assert one.case_ids == two.case_ids == (case.pk,)


def test_the_token_is_not_kept_with_the_mail_once_it_was_sent():
    works_by_link()
    a_bin()
    hand_all_over()
    token = link_in_mail()

    watch_letters(timestamp=0)

    assert not Delivery.objects.filter(body__contains=token).exists()
    assert UnitLink.objects.get().letter == Letter.SENT


def test_a_unit_without_an_address_is_stuck_with_the_reason():
    set_way("MPO", way=WayOfWorking.LINK, settings={}, valid_from=None, at=MONDAY, by=PLATFORM)
    case = a_bin()

    hand_all_over()

    assert _state(case) == SendingState.STUCK
    assert "adresu e-mail" in str(sending_of(case.pk).reason)


def test_a_mail_that_comes_back_is_a_sending_that_failed_and_says_why():
    works_by_link(NOWHERE)
    case = a_bin()
    hand_all_over()

    watch_letters(timestamp=0)

    sending = sending_of(case.pk)
    assert sending.state == SendingState.STUCK
    assert "550" in str(sending.reason)
    assert "literowka@" not in str(sending.reason)


def test_one_bad_address_of_two_is_said_and_the_case_is_not_stuck():
    works_by_link(MAIL, NOWHERE)
    case = a_bin()
    hand_all_over()

    watch_letters(timestamp=0)

    sending = sending_of(case.pk)
    assert sending.state == SendingState.SENT
    assert "550" in str(sending.trouble)


def test_many_mails_that_are_still_tried_do_not_hide_one_that_failed(monkeypatch):
    works_by_link(NOWHERE, unit="WMK")
    bad = a_bin(category="water-sewer-odour", text="Śmierdzi z kanału.")
    for _turn in range(3):
        mail_case(a_bin(), unit_id=unit_id("MPO"), mails=[MAIL], sending_id=None, at=MONDAY)
    monkeypatch.setattr("kck.unitlinks.letters_watch._AT_ONCE", 1)
    Delivery.objects.update(next_try_at=clock.real_now() + timedelta(hours=1))
    hand_all_over()

    watch_letters(timestamp=0)

    assert _state(bad) == SendingState.STUCK


def test_one_bad_case_does_not_hold_up_the_next():
    works_by_link(NOWHERE, unit="WMK")
    works_by_link()
    bad = a_bin(category="water-sewer-odour", text="Śmierdzi z kanału.")
    good = a_bin()

    hand_all_over()
    watch_letters(timestamp=0)

    assert (_state(bad), _state(good)) == (SendingState.STUCK, SendingState.SENT)


def test_after_a_retry_a_new_link_goes_out_and_the_old_one_is_dead():
    works_by_link(NOWHERE)
    case = a_bin()
    hand_all_over()
    old = link_in_mail(NOWHERE)
    watch_letters(timestamp=0)
    works_by_link(NOWHERE, MAIL)

    retry(sending_of(case.pk).id, at=MONDAY, by=everywhere())
    hand_all_over()

    assert find_link(old).state == LinkState.REVOKED
    assert find_link(link_in_mail(MAIL)).state == LinkState.OPEN
    assert UnitLink.objects.get(pk=find_link(old).id).why_revoked == Revoking.REPLACED


def test_a_failure_of_an_older_mail_says_nothing_of_the_newer_one():
    works_by_link(NOWHERE)
    case = a_bin()
    hand_all_over()
    watch_letters(timestamp=0)
    works_by_link(MAIL)
    retry(sending_of(case.pk).id, at=MONDAY, by=everywhere())

    hand_all_over()
    watch_letters(timestamp=0)

    assert _state(case) == SendingState.SENT


def test_a_sender_that_died_after_the_mail_was_queued_sends_no_second_one():
    works_by_link()
    case = a_bin()
    [parcel] = claim(WayOfWorking.LINK)
    LinkTransport().send([parcel])  # and then it dies, before it could say so
    Sending.objects.update(lease_until=clock.real_now() - LEASE)
    give_up_lost_leases()
    hand_all_over()

    assert _state(case) == SendingState.SENT
    assert Message.objects.filter(key="unitlinks.case").count() == 1
    assert find_link(link_in_mail()).state == LinkState.OPEN


def test_a_case_that_goes_to_another_unit_is_no_more_the_links():
    works_by_link()
    case = a_bin()
    hand_all_over()
    by = actor_for(find_link(link_in_mail()))

    cases.forward(case.pk, unit="ZDMK", reason="To droga miejska.", at=MONDAY, by=everywhere())

    assert case_for(by, case.number, at=MONDAY) is None
    assert sending_of(case.pk).state == SendingState.DONE


def test_a_unit_that_moved_to_the_desk_meanwhile_needs_no_mail():
    works_by_link()
    case = a_bin()
    set_way("MPO", way=WayOfWorking.DESK, settings={}, valid_from=None, at=MONDAY, by=PLATFORM)

    hand_all_over()

    assert _state(case) == SendingState.SENT
    assert not Delivery.objects.filter(message__key="unitlinks.case").exists()


def test_a_danger_does_not_wait_for_the_morning():
    works_by_link(when="morning", hour=7)
    send_morning_list(unit_id("MPO"), at=MONDAY)  # today's went, with nothing on it
    urgent = a_bin(category="winter-road", text="Lód na całej jezdni.")
    calm = a_bin()
    assert (urgent.priority, calm.priority) == ("P1", "P4")

    hand_all_over()

    assert _state(urgent) == SendingState.SENT
    assert Delivery.objects.get(address=MAIL).subject.startswith("PILNE")
    waiting = Sending.objects.get(case=calm)
    assert (waiting.state, waiting.attempts) == (SendingState.WAITING, 0)
    tomorrow = MONDAY.replace(hour=7, minute=1) + timedelta(days=1) - MONDAY
    assert abs(waiting.next_at - clock.real_now() - tomorrow) < timedelta(minutes=1)


@pytest.mark.parametrize(("rate", "hours"), [(1, 10), (5, 2), (0, 10)])
def test_a_moment_of_the_citys_time_is_waited_for_at_the_citys_pace(monkeypatch, rate, hours):
    monkeypatch.setattr(clock, "rate", lambda: float(rate))

    waits = real(MONDAY + timedelta(hours=10), MONDAY) - clock.real_now()

    assert abs(waits - timedelta(hours=hours)) < timedelta(seconds=5)
