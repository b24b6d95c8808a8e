"""What comes of a message later: receipts, bounces, the next way, and mending by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.verdict import Refused
from kck.messaging.commands import (
    correct_address,
    forget,
    go_another_way,
    note_bounce,
    note_receipt,
    resend,
    send,
    use_channel,
)
from kck.messaging.models import Delivery, Suppression
from kck.messaging.ports import NotDelivered, register_transport
from kck.messaging.reach import failed, reach_of_message
from kck.messaging.rules import in_order, is_gone, quiet_until
from kck.messaging.sending import send_due
from kck.messaging.terms import DeliveryState, Reason, Recipient, SendingRules, Way
from kck.messaging.tests.far_end import CHANNEL, TEXT, FarEnd

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
STAFF = Actor(kind="staff", id=1, grants=frozenset({"people.edit"}))


def tell(*ways, address="ola@example.com", dedupe="1"):
    return send(
        TEXT,
        dedupe=dedupe,
        to=[Recipient(address=address, person_id=5, channel=CHANNEL, ways=ways)],
        variables={"number": "26-1"},
        about="case:1",
        at=MONDAY,
        by=PLATFORM,
    )


def refuse(**how):
    def answer(message):
        raise NotDelivered("550 no", for_good=True, **how)

    return answer


@pytest.fixture
def texts():
    """Another way out, beside the one of the far end."""
    far_end = FarEnd()
    register_transport("test-sms", lambda: far_end)
    return far_end


def the_only():
    return Delivery.objects.get()


def test_a_receipt_says_that_it_arrived():
    FarEnd(lambda message: "far-1").serve()
    message = tell()
    send_due()

    noted = note_receipt(channel=CHANNEL, far_end_id="far-1", arrived=True, at=MONDAY)

    assert noted == the_only().pk
    assert the_only().arrived_at == MONDAY
    assert (reach_of_message(message.pk).sent, reach_of_message(message.pk).arrived) == (1, 1)
    assert note_receipt(channel=CHANNEL, far_end_id="other", arrived=True, at=MONDAY) is None


def test_a_mail_that_comes_back_has_failed_and_its_address_is_not_used_again():
    FarEnd().serve()
    tell()
    send_due()
    own_id = the_only().own_id

    note_bounce(own_id, "ola@example.com", "5.1.1", "<ola@example.com> unknown", at=MONDAY)
    note_bounce(own_id, "ola@example.com", "5.1.1", "<ola@example.com> unknown", at=MONDAY)

    row = the_only()
    assert (row.state, row.reason) == (DeliveryState.FAILED, "5.1.1 <…> unknown")
    assert Suppression.objects.get().address == "ola@example.com"
    assert [found.id for found in failed()] == [row.pk]


@pytest.mark.parametrize(
    ("status", "state"), [("4.4.1", "sent"), ("2.0.0", "sent"), ("5.2.2", "failed"), ("", "failed")]
)
def test_delayed_is_not_failed_and_a_full_box_is_no_wrong_address(status, state):
    FarEnd().serve()
    tell()
    send_due()

    note_bounce(the_only().own_id, "ola@example.com", status, "said", at=MONDAY)

    assert the_only().state == state
    assert (the_only().arrived_at is not None) is status.startswith("2")
    assert not Suppression.objects.exists()


def test_whoever_only_knows_an_address_cannot_have_it_suppressed():
    FarEnd().serve()
    tell()
    send_due()

    assert note_bounce("", "Ola@example.com", "5.1.1", "user unknown", at=MONDAY)
    assert the_only().state == DeliveryState.FAILED
    assert not Suppression.objects.exists()
    assert note_bounce("<made-up@x>", "nobody@example.com", "5.1.1", "", at=MONDAY) is None


def test_what_fails_goes_the_next_way_with_the_same_words(texts):
    FarEnd(refuse()).serve()
    tell(Way(channel="test-sms", address="600100200"))
    send_due()
    go_another_way(at=MONDAY)
    go_another_way(at=MONDAY)

    assert send_due() == 1
    assert [(m.address, m.subject) for m in texts.got] == [("600100200", "Sprawa 26-1")]
    assert Delivery.objects.count() == 2
    assert len(set(Delivery.objects.values_list("own_id", flat=True))) == 2


def test_without_a_receipt_in_time_it_goes_the_next_way_and_with_one_it_does_not(texts):
    FarEnd(lambda message: f"far-{message.address}").serve()
    way = Way(channel="test-sms", address="600100200", after=timedelta(hours=1))
    tell(way, dedupe="1", address="a@example.com")
    tell(way, dedupe="2", address="b@example.com")
    send_due()
    assert go_another_way(at=MONDAY) == 0

    note_receipt(channel=CHANNEL, far_end_id="far-a@example.com", arrived=True, at=MONDAY)
    Delivery.objects.filter(receipt_by__isnull=False).update(receipt_by=MONDAY)
    go_another_way(at=MONDAY)
    send_due()

    assert len(texts.got) == 1
    assert Delivery.objects.get(channel="test-sms").message.dedupe == "2"


def test_who_has_no_address_here_is_reached_another_way(texts):
    FarEnd().serve()
    tell(Way(channel="test-sms", address="600100200"), address="")
    go_another_way(at=MONDAY)
    send_due()

    assert [message.address for message in texts.got] == ["600100200"]


def test_a_forgotten_person_goes_no_other_way(texts):
    FarEnd(refuse()).serve()
    tell(Way(channel="test-sms", address="600100200"))
    send_due()
    forget([5], at=MONDAY)
    go_another_way(at=MONDAY)
    send_due()

    assert texts.got == []
    assert "600100200" not in str(Delivery.objects.values())


def test_staff_send_again_correct_or_choose_another_way(texts):
    FarEnd(refuse(gone=True)).serve()
    tell()
    send_due()
    row = the_only()

    with pytest.raises(Refused):
        resend(row.pk, at=MONDAY, by=Actor(kind="staff", id=2))
    with pytest.raises(Refused, match="blokad"):
        resend(row.pk, at=MONDAY, by=STAFF)

    correct_address(row.pk, " ola.n@example.com ", at=MONDAY, by=STAFF)
    far_end = FarEnd().serve()
    send_due()
    assert [message.address for message in far_end.got] == ["ola.n@example.com"]
    assert far_end.got[0].message_id == row.own_id
    assert the_only().state == DeliveryState.SENT
    # what arrived is not mended
    assert use_channel(row.pk, "test-sms", "600100200", at=MONDAY, by=STAFF) is None

    Delivery.objects.update(state=DeliveryState.FAILED)
    assert use_channel(row.pk, "test-sms", "600100200", at=MONDAY, by=STAFF)
    send_due()
    assert [message.address for message in texts.got] == ["600100200"]


def test_suppressed_by_reason_in_reach():
    message = tell(address="")

    assert reach_of_message(message.pk).suppressed == {str(Reason.NO_ADDRESS): 1}


# rules


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ("2026-02-02T20:59:00+01:00", None),
        ("2026-02-02T21:00:00+01:00", "2026-02-03T08:00:00+01:00"),
        ("2026-02-03T07:59:00+01:00", "2026-02-03T08:00:00+01:00"),
        ("2026-02-03T08:00:00+01:00", None),
        # the clocks change in the night: eight by the wall both times
        ("2026-03-28T23:00:00+01:00", "2026-03-29T08:00:00+02:00"),
        ("2026-10-24T23:00:00+02:00", "2026-10-25T08:00:00+01:00"),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T08:00:00+01:00"),
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_wall(at, ends):
    from zoneinfo import ZoneInfo

    moment = datetime.fromisoformat(at).astimezone(UTC)
    found = quiet_until(moment, SendingRules(), ZoneInfo("Europe/Warsaw"))

    assert found == (datetime.fromisoformat(ends) if ends else None)


def test_quiet_hours_within_a_day_and_none_at_all():
    siesta = SendingRules(quiet_from="13:00", quiet_to="15:00")

    assert quiet_until(datetime(2026, 2, 2, 14, tzinfo=UTC), siesta, UTC) is not None
    assert quiet_until(datetime(2026, 2, 2, 16, tzinfo=UTC), siesta, UTC) is None
    never = SendingRules(quiet_from="00:00", quiet_to="00:00")
    assert quiet_until(datetime(2026, 2, 2, 2, tzinfo=UTC), never, UTC) is None


def test_needs_choose_the_way():
    usual = ("email", "sms", "letter")

    assert in_order(usual, sms_first=False, aloud=False) == ["email", "sms", "letter"]
    assert in_order(usual, sms_first=True, aloud=False) == ["sms", "email", "letter"]
    assert in_order(usual, sms_first=False, aloud=True) == ["email", "sms"]


def test_codes_go_before_words():
    assert is_gone("5.1.1", "")
    assert not is_gone("5.7.1", "user unknown")
    assert is_gone("", "550 5.1.10 no recipient")
    assert is_gone("", "No such user here")
    assert not is_gone("", "message looks like spam")
