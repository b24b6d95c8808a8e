"""What many are told: who, when, and that it can be held and stopped."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused
from kck.messaging.commands import (
    UnusableWords,
    approve_mailing,
    draft_mailing,
    lift_suppression,
    pause_mailing,
    resume_mailing,
    send,
    stop_mailing,
    suppress_address,
    write_edition,
)
from kck.messaging.ids import delivery_of, own_id_of
from kck.messaging.models import Delivery, Mailing, Suppression
from kck.messaging.ports import FarEndAway, NotDelivered
from kck.messaging.reach import failed, reach_of_mailing, suppressions
from kck.messaging.sending import send_due
from kck.messaging.sending_rules import keep_rules
from kck.messaging.terms import (
    DeliveryState,
    Ground,
    MailingKind,
    MailingState,
    Reason,
    Recipient,
    SendingRules,
    Words,
)
from kck.messaging.tests.far_end import TEXT, FarEnd
from kck.messaging.tests.mailing_things import (
    NOON,
    WORDS,
    a_mailing,
    addresses,
    as_email,
    people,
    sent_out,
    state,
)
from kck.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_everybody_is_told_in_their_own_name_and_then_it_is_done(far_end):
    mailing = sent_out(*people("anna", "jan"))

    assert send_due() == 2

    assert sorted(message.subject for message in far_end.got) == ["Woda, Anna", "Woda, Jan"]
    assert "Dzień dobry Anna, nie będzie wody." in far_end.got[0].text
    assert "Mieszkasz tam." in far_end.got[0].text
    assert state(mailing) == MailingState.DONE
    found = reach_of_mailing(mailing.pk)
    assert (found.recipients, found.sent, found.queued, found.withheld) == (2, 2, 0, 0)
    names = list(RecordedEvent.objects.values_list("name", flat=True).order_by("pk"))
    assert names[-1] == "messaging.mailing_ended"
    assert "@example.com" not in str(list(RecordedEvent.objects.values_list("payload", flat=True)))


def test_one_address_is_told_once_and_approving_twice_changes_nothing(far_end):
    first, second = people("anna", "jan")
    Person.objects.filter(pk=second.pk).update(email="ANNA@example.com")
    mailing = a_mailing(first, second)

    counts = [approve_mailing(mailing.pk, at=NOON, by=PLATFORM) for _ in range(2)]
    send_due()

    assert counts == [1, 1]
    assert len(far_end.got) == 1


def test_recipients_are_fixed_when_it_is_approved(far_end):
    anna, jan = people("anna", "jan")
    mailing = sent_out(anna)
    Mailing.objects.filter(pk=mailing.pk).update(
        audience={"name": "people.named", "asked": {"ids": [anna.pk, jan.pk]}}
    )
    send_due()

    assert addresses(far_end) == ["anna"]


def test_who_left_after_it_was_approved_is_not_told(far_end):
    mailing = sent_out(*people("anna", "jan"))
    suppress_address("email", "Anna@Example.com", reason=Reason.BY_STAFF, at=NOON, by=PLATFORM)

    send_due()

    assert addresses(far_end) == ["jan"]
    assert reach_of_mailing(mailing.pk).suppressed == {"by-staff": 1}


def test_a_suppressed_address_gets_no_single_mail_either_until_staff_lift_it(far_end):
    suppress_address("email", "anna@example.com", reason=Reason.GONE, at=NOON, by=PLATFORM)
    tell = {"variables": {"number": "26-1"}, "about": "", "at": NOON, "by": PLATFORM}
    send(TEXT, dedupe="1", to=[Recipient(address="anna@example.com")], **tell)
    send_due()
    assert far_end.got == []

    [row] = suppressions(address="anna@example.com")
    with pytest.raises(Refused):
        lift_suppression(row.id, at=NOON, by=Actor(kind="staff", id=1))
    lift_suppression(
        row.id, at=NOON, by=Actor(kind="staff", id=1, grants=frozenset({"people.edit"}))
    )
    send(TEXT, dedupe="2", to=[Recipient(address="anna@example.com")], **tell)
    send_due()

    assert addresses(far_end) == ["anna"]


def test_what_is_held_stays_where_it_is_and_goes_on_from_there(monkeypatch):
    mailing = a_mailing(*people(*(f"n{n}" for n in range(30))))

    def hold_after_five(message):
        if len(far_end.got) == 4:
            pause_mailing(mailing.pk, at=NOON, by=PLATFORM)
        return "ok"

    far_end = as_email(monkeypatch, FarEnd(hold_after_five))
    approve_mailing(mailing.pk, at=NOON, by=PLATFORM)

    assert send_due() == 5
    assert state(mailing) == MailingState.PAUSED
    assert send_due() == 0

    resume_mailing(mailing.pk, at=NOON, by=PLATFORM)
    assert send_due() == 25
    assert len(set(addresses(far_end))) == 30
    assert state(mailing) == MailingState.DONE


def test_what_is_stopped_is_never_sent(monkeypatch):
    mailing = sent_out(*people("anna", "jan"))
    far_end = as_email(monkeypatch, FarEnd())

    assert stop_mailing(mailing.pk, at=NOON, by=PLATFORM) == 2
    assert send_due() == 0
    assert far_end.got == []
    assert reach_of_mailing(mailing.pk).suppressed == {"stopped": 2}
    with pytest.raises(Refused):
        resume_mailing(mailing.pk, at=NOON, by=PLATFORM)


def test_single_mails_go_before_those_of_a_mailing(far_end):
    sent_out(*people("anna", "jan"))
    send(
        TEXT, dedupe="1", to=[Recipient(address="late@example.com")],
        variables={"number": "26-1"}, about="", at=NOON, by=PLATFORM,
    )  # fmt: skip

    send_due()

    assert far_end.got[0].address == "late@example.com"
    assert len(far_end.got) == 3


def test_a_mailing_may_begin_later(far_end):
    mailing = a_mailing(*people("anna"))
    approve_mailing(mailing.pk, starts_at=NOON + timedelta(hours=2), at=NOON, by=PLATFORM)

    assert send_due() == 0
    with time_machine.travel(NOON + timedelta(hours=2, minutes=1), tick=True):
        assert send_due() == 1


def test_when_the_server_is_away_nothing_is_burnt_and_an_hour_later_all_is_sent(monkeypatch):
    def away(message):
        raise FarEndAway("no route")

    as_email(monkeypatch, FarEnd(away))
    sent_out(*people("anna", "jan"))
    for minute in range(0, 60, 5):
        with time_machine.travel(NOON + timedelta(minutes=minute), tick=True):
            send_due()

    far_end = as_email(monkeypatch, FarEnd())
    with time_machine.travel(NOON + timedelta(minutes=61), tick=True):
        assert send_due() == 2
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
    assert addresses(far_end) == ["anna", "jan"]


def test_an_address_that_is_gone_is_not_written_to_again(monkeypatch):
    def nobody(message):
        raise NotDelivered(f"550 5.1.1 <{message.address}> unknown", for_good=True, gone=True)

    as_email(monkeypatch, FarEnd(nobody))
    mailing = sent_out(*people("anna"))
    send_due()

    row = Suppression.objects.get()
    assert (row.address, row.reason, row.answer) == (
        "anna@example.com", Reason.GONE, "550 5.1.1 <…> unknown",
    )  # fmt: skip
    assert [found.id for found in failed(mailing_id=mailing.pk)] == [Delivery.objects.get().pk]


def test_a_domain_gets_no_more_a_minute_than_it_bears(far_end):
    keep_rules(SendingRules(domains={"example.com": 10}), at=NOON)
    sent_out(*people(*(f"n{n}" for n in range(25))))

    assert send_due() == 10
    assert send_due() == 0
    assert Delivery.objects.filter(reason=Reason.THROTTLED, attempts=0).count() == 15

    sent = []
    for minute in range(1, 6):
        with time_machine.travel(NOON + timedelta(minutes=minute, seconds=1), tick=True):
            sent.append(send_due())
    assert sum(sent) == 15
    assert max(sent) <= 10


def test_neither_kind_becomes_the_other(far_end):
    mailing = sent_out(*people("anna"))
    for changes in ({"kind": "promotion", "ground": ""}, {"ground": "danger"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mailing.objects.filter(pk=mailing.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_mailing(kind=MailingKind.SERVICE, ground="")


def test_words_with_an_unknown_gap_and_strangers_are_refused():
    mailing = a_mailing()
    with pytest.raises(UnusableWords):
        write_edition(
            mailing.pk, "pl", Words(subject="a", body="{{nobody}}"), why="b", at=NOON, by=PLATFORM
        )
    writer = Actor(kind="staff", id=1, grants=frozenset({"messaging.edit"}))
    write_edition(mailing.pk, "en", WORDS, why="b", at=NOON, by=writer)
    with pytest.raises(Refused):
        approve_mailing(mailing.pk, at=NOON, by=writer)
    with pytest.raises(Refused):
        draft_mailing(
            "x", kind=MailingKind.SERVICE, ground=Ground.DUTY, audience_name="people.named",
            at=NOON, by=Actor(kind="person"),
        )  # fmt: skip


def test_words_cannot_change_once_it_is_approved():
    mailing = sent_out(*people("anna"))

    with pytest.raises(Refused):
        write_edition(mailing.pk, "pl", WORDS, why="b", at=NOON, by=PLATFORM)


def test_the_name_of_a_mail_leads_back_to_it_and_nobody_makes_one_up():
    assert delivery_of(own_id_of(7)) == 7
    assert delivery_of(own_id_of(7).replace("m7.", "m8.")) is None
    assert delivery_of("<m7.@x>") is None


def test_rows_of_a_mailing_hold_no_words(far_end):
    sent_out(*people("anna"))

    assert list(Delivery.objects.values_list("subject", "body", "own_id")) == [("", "", "")]
    assert Delivery.objects.get().state == DeliveryState.QUEUED


def test_the_claim_finds_due_rows_by_an_index(far_end):
    sent_out(*people("anna"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM messaging_delivery WHERE mailing_id = 1"
            " AND next_try_at <= now() ORDER BY next_try_at, id LIMIT 500"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "delivery_due_of_mailing" in plan
    assert "Sort" not in plan
