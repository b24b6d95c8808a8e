"""Who agreed, who left, how often, and at which hour."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from kck.foundation.actor import PLATFORM
from kck.messaging.commands import (
    send,
    want_no_promotions,
    want_promotions_again,
)
from kck.messaging.ids import leave_url_of
from kck.messaging.models import Delivery, Suppression
from kck.messaging.reach import reach_of_mailing
from kck.messaging.sending import send_due
from kck.messaging.sending_rules import keep_rules
from kck.messaging.terms import (
    Ground,
    MailingKind,
    Reason,
    Recipient,
    SendingRules,
)
from kck.messaging.tests.far_end import TEXT, FarEnd
from kck.messaging.tests.mailing_things import (
    NOON,
    addresses,
    people,
    sent_out,
)
from kck.people.models import Consent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_a_promotion_goes_only_to_who_agreed_and_only_as_long_as_they_do(far_end):
    who = people("anna", "jan", "ola", consent=("anna", "ola"))
    sent_out(*who, kind=MailingKind.PROMOTION)
    Consent.objects.filter(person__name="Ola").update(withdrawn_at=NOON)

    send_due()

    assert addresses(far_end) == ["anna"]
    # who never agreed has not even a row
    assert Delivery.objects.filter(person_id=who[1].pk).count() == 0
    assert Delivery.objects.get(person_id=who[2].pk).reason == Reason.NO_CONSENT


def test_one_press_ends_promotions_and_nothing_else_and_another_brings_them_back(far_end):
    [anna] = people("anna", consent=("anna",))
    sent_out(anna, kind=MailingKind.PROMOTION)
    send_due()
    url = far_end.got[0].leave_url
    token = url.rpartition("/")[2]

    assert url == leave_url_of(Delivery.objects.get().pk)
    assert want_no_promotions(token, at=NOON)
    sent_out(anna, kind=MailingKind.PROMOTION, name="2")
    sent_out(anna, name="3")
    send_due()
    assert len(far_end.got) == 2
    assert far_end.got[1].leave_url == ""  # a service message offers no leaving

    assert want_promotions_again(token, at=NOON)
    sent_out(anna, kind=MailingKind.PROMOTION, name="4")
    send_due()
    assert len(far_end.got) == 3


@pytest.mark.parametrize("token", ["", "x", "1-", "1-00000000000000000000", "9" * 30 + "-ab"])
def test_nobody_leaves_for_somebody_else(token, far_end):
    sent_out(*people("anna", consent=("anna",)), kind=MailingKind.PROMOTION)

    assert not want_no_promotions(token, at=NOON)
    assert not Suppression.objects.exists()


def test_nobody_is_promoted_to_too_often(far_end):
    who = people("anna", consent=("anna",))
    keep_rules(SendingRules(most_promotions=2, promotion_days=7), at=NOON)
    for name in ("1", "2", "3"):
        mailing = sent_out(*who, kind=MailingKind.PROMOTION, name=name)
        send_due()

    assert len(far_end.got) == 2
    assert reach_of_mailing(mailing.pk).suppressed == {"too-often": 1}

    with time_machine.travel(NOON + timedelta(days=8), tick=True):
        sent_out(*who, kind=MailingKind.PROMOTION, name="4")
        send_due()
    assert len(far_end.got) == 3


@pytest.mark.parametrize(
    ("kind", "ground", "told"),
    [
        (MailingKind.PROMOTION, Ground.MATTER, False),
        (MailingKind.SERVICE, Ground.MATTER, True),  # a mail wakes nobody
        (MailingKind.SERVICE, Ground.DANGER, True),
    ],
)
def test_promotions_wait_for_the_morning(kind, ground, told, far_end):
    who = people("anna", consent=("anna",))
    with time_machine.travel(datetime(2026, 2, 2, 22, 0, tzinfo=UTC), tick=True):
        sent_out(*who, kind=kind, ground=ground)
        send_due()
    assert bool(far_end.got) is told

    with time_machine.travel(datetime(2026, 2, 3, 7, 1, tzinfo=UTC), tick=True):
        send_due()
    assert len(far_end.got) == 1


def test_a_text_about_ones_own_matter_waits_for_the_morning_and_danger_does_not(monkeypatch):
    from kck.messaging import ports

    far_end = FarEnd()
    monkeypatch.setitem(ports._makers, "sms", lambda: far_end)
    tell = {"variables": {"number": "26-1"}, "about": "", "at": NOON, "by": PLATFORM}
    with time_machine.travel(datetime(2026, 2, 2, 22, 0, tzinfo=UTC), tick=True):
        send(TEXT, dedupe="1", to=[Recipient(address="1", channel="sms")], **tell)
        send(
            TEXT, dedupe="2", to=[Recipient(address="2", channel="sms")], ground=Ground.DANGER,
            **tell,
        )  # fmt: skip
        send_due()
        assert [message.address for message in far_end.got] == ["2"]
        assert Delivery.objects.get(address="1").next_try_at.hour == 7  # eight o'clock here
    with time_machine.travel(datetime(2026, 2, 3, 7, 1, tzinfo=UTC), tick=True):
        send_due()
    assert [message.address for message in far_end.got] == ["2", "1"]
