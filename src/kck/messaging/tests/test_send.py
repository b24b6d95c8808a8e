from datetime import UTC, datetime, timedelta

import pytest

from kck.foundation.actor import PLATFORM
from kck.messaging.commands import expire, forget, send, stop
from kck.messaging.models import Batch, Delivery, Message
from kck.messaging.ports import FarEndAway, NotDelivered
from kck.messaging.queries import backlog, deliveries_of
from kck.messaging.rules import retry_in
from kck.messaging.sending import claim, give_up_lost_leases, hand_over, mark, send_due
from kck.messaging.terms import BACKOFF, DeliveryState, Reason, Recipient
from kck.messaging.tests.far_end import CHANNEL, TEXT, FarEnd, somebody

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)


def tell(*to, dedupe="opened:1", about="case:1", **variables):
    return send(
        TEXT,
        dedupe=dedupe,
        to=to,
        variables={"number": "26-000001-1", **variables},
        about=about,
        at=MONDAY,
        by=PLATFORM,
    )


def the_only():
    return Delivery.objects.get()


def lose_the_sender(begun=True):
    """It was killed; its lease is over. What it began with is what it said it would."""
    if begun:
        Batch.objects.update(begun_to=2**62)
    Delivery.objects.filter(lease_until__isnull=False).update(
        lease_until=datetime(2020, 1, 1, tzinfo=UTC)
    )


def make_all_due():
    Delivery.objects.waiting().update(next_try_at=datetime(2020, 1, 1, tzinfo=UTC))


def test_a_message_reaches_its_recipient_once():
    far_end = FarEnd().serve()

    tell(somebody())
    sent = send_due()
    again = send_due()

    assert (sent, again, len(far_end.got)) == (1, 0, 1)
    assert far_end.got[0].subject == "Sprawa 26-000001-1"
    assert "Mamy 26-000001-1." in far_end.got[0].text
    assert "Bo zgłoszenie 26-000001-1." in far_end.got[0].text
    delivery = the_only()
    assert (delivery.state, delivery.far_end_id, delivery.attempts) == ("sent", "ok", 1)
    assert delivery.sent_at is not None


def test_asking_twice_tells_once():
    first = tell(somebody())
    second = tell(somebody("inny"))

    assert first.pk == second.pk
    assert Delivery.objects.count() == 1


def test_the_same_recipient_twice_in_one_message_is_one_delivery():
    tell(somebody("a", 5), somebody("b", 5))

    assert Delivery.objects.count() == 1


def test_everybody_reads_their_own_language_and_their_own_words():
    far_end = FarEnd().serve()

    send(
        TEXT,
        dedupe="x",
        to=[
            somebody("pl"),
            somebody("en", language="en"),
            Recipient(address="own@example.com", channel=CHANNEL, variables={"number": "26-9"}),
        ],
        variables=lambda language: {"number": f"1/{language}"},
        about="",
        at=MONDAY,
        by=PLATFORM,
    )
    send_due()

    subjects = {message.address: message.subject for message in far_end.got}
    assert subjects == {
        "pl@example.com": "Sprawa 1/pl",
        "en@example.com": "Case 1/en",
        "own@example.com": "Sprawa 26-9",
    }


def test_the_same_occasion_has_the_same_id_for_one_person_and_another_for_another():
    tell(somebody("a"), somebody("b"))
    ids = set(Delivery.objects.values_list("own_id", flat=True))
    Message.objects.all().delete()
    tell(somebody("a"), somebody("b"))

    assert len(ids) == 2
    assert set(Delivery.objects.values_list("own_id", flat=True)) == ids


def test_nobody_without_an_address_is_written_to():
    far_end = FarEnd().serve()

    tell(Recipient(address="", person_id=3, channel=CHANNEL))
    send_due()

    assert far_end.got == []
    assert (the_only().state, the_only().reason) == ("suppressed", Reason.NO_ADDRESS)


def test_a_temporary_refusal_is_tried_again_later_and_at_last_given_up():
    def busy(message):
        raise NotDelivered("451 try again later", for_good=False)

    FarEnd(busy).serve()
    tell(somebody())

    waits = []
    for _attempt in range(len(BACKOFF) + 1):
        make_all_due()
        send_due()
        if (due := the_only().next_try_at) is not None:
            waits.append(due - datetime.now(UTC))

    delivery = the_only()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, len(BACKOFF) + 1)
    assert delivery.reason == "451 try again later"
    assert len(waits) == len(BACKOFF)
    for wait, planned in zip(waits, BACKOFF, strict=True):
        assert planned * 0.79 < wait <= planned * 1.2


def test_what_is_not_due_yet_is_left_alone():
    far_end = FarEnd().serve()
    tell(somebody())
    Delivery.objects.update(next_try_at=datetime.now(UTC) + timedelta(minutes=1))

    assert send_due() == 0
    assert far_end.got == []


def test_a_refusal_for_good_fails_at_once_and_does_not_quote_the_address():
    def nobody(message):
        raise NotDelivered(f"550 <{message.address}> no such user", for_good=True)

    FarEnd(nobody).serve()
    tell(somebody())
    send_due()

    delivery = the_only()
    assert (delivery.state, delivery.next_try_at) == (DeliveryState.FAILED, None)
    assert delivery.reason == "550 <…> no such user"


def test_one_poisonous_delivery_does_not_stop_the_others():
    def touchy(message):
        if message.address.startswith("poison"):
            raise ZeroDivisionError("poison@example.com")
        return "ok"

    far_end = FarEnd(touchy).serve()
    tell(somebody("a"), somebody("poison"), somebody("b"))

    assert send_due() == 2
    assert {message.address for message in far_end.got} == {"a@example.com", "b@example.com"}
    poison = Delivery.objects.get(address__startswith="poison")
    assert (poison.state, poison.reason) == (DeliveryState.QUEUED, Reason.BROKEN)


def test_when_the_far_end_is_away_no_attempt_is_burnt():
    def away(message):
        if message.address.startswith("b"):
            raise FarEndAway("no route")
        return "ok"

    FarEnd(away).serve()
    tell(somebody("a"), somebody("b"), somebody("c"))
    sent = send_due()

    assert sent == 1
    states = {
        row.address[0]: (row.state, row.attempts, row.reason) for row in Delivery.objects.all()
    }
    assert states == {
        "a": ("sent", 1, ""),
        "b": ("queued", 0, "no route"),
        "c": ("queued", 0, "no route"),
    }


def test_without_a_way_out_mails_wait_and_say_why():
    FarEnd(obstacle=Reason.NO_SERVER).serve()
    tell(somebody())

    send_due()

    delivery = the_only()
    assert (delivery.state, delivery.attempts) == (DeliveryState.QUEUED, 0)
    [queue] = backlog()
    assert queue.counts == {"queued": 1}
    assert queue.reason == "nie skonfigurowano serwera poczty"


def test_a_lost_sender_means_one_more_attempt_with_the_same_id_then_doubt():
    far_end = FarEnd().serve()
    tell(somebody())
    own_id = the_only().own_id

    claim(CHANNEL)
    lose_the_sender()
    assert give_up_lost_leases() == 1
    assert (the_only().state, the_only().reason) == (DeliveryState.UNKNOWN, Reason.LOST)

    claim(CHANNEL)
    lose_the_sender()
    give_up_lost_leases()
    assert (the_only().state, the_only().next_try_at) == (DeliveryState.UNKNOWN, None)
    assert the_only().reason == Reason.LOST_AGAIN
    assert send_due() == 0
    assert far_end.got == []
    assert the_only().own_id == own_id


def test_what_is_in_doubt_is_claimed_alone():
    tell(*(somebody(f"n{number}") for number in range(5)))
    claim(CHANNEL)
    lose_the_sender()
    give_up_lost_leases()

    assert len(claim(CHANNEL)) == 1


def test_what_a_lost_sender_never_began_with_is_not_in_doubt():
    tell(*(somebody(f"n{number}") for number in range(5)))
    claim(CHANNEL)
    lose_the_sender(begun=False)

    assert give_up_lost_leases() == 0
    assert set(Delivery.objects.values_list("state", "doubts", "attempts")) == {("queued", 0, 0)}


def test_an_answer_that_was_lost_on_the_way_is_doubt():
    def cut(message):
        raise NotDelivered("cut off", unknown=True)

    FarEnd(cut).serve()
    tell(somebody())
    send_due()
    first = the_only()
    make_all_due()
    send_due()

    assert (first.state, first.next_try_at is not None) == (DeliveryState.UNKNOWN, True)
    assert (the_only().state, the_only().next_try_at) == (DeliveryState.UNKNOWN, None)


def test_who_was_thought_dead_may_still_say_sent_but_not_failed():
    tell(somebody("a"), somebody("b"))
    claimed = claim(CHANNEL)
    lose_the_sender()
    give_up_lost_leases()

    def second_fails(message):
        if message.address.startswith("b"):
            raise NotDelivered("no", for_good=True)
        return "ok"

    mark([hand_over(FarEnd(second_fails), delivery) for delivery in claimed])

    states = {row.address[0]: row.state for row in Delivery.objects.all()}
    assert states == {"a": DeliveryState.SENT, "b": DeliveryState.UNKNOWN}


def test_whoever_leaves_gets_nothing_that_still_waits():
    far_end = FarEnd().serve()
    tell(somebody("a", 1), somebody("b", 2))

    stop("case:1", person_ids=[1])
    send_due()

    assert [message.address for message in far_end.got] == ["b@example.com"]
    assert Delivery.objects.get(person_id=1).reason == Reason.LEFT


def test_a_forgotten_person_leaves_no_words_and_no_address():
    far_end = FarEnd().serve()
    tell(somebody("a", 1), somebody("b", 2))

    erased = forget([1], at=MONDAY)
    send_due()

    assert erased == 1
    gone = Delivery.objects.get(person_id=1)
    assert (gone.address, gone.subject, gone.body, gone.leave_url) == ("", "", "", "")
    assert gone.state == DeliveryState.SUPPRESSED
    assert [message.address for message in far_end.got] == ["b@example.com"]
    assert forget([1], at=MONDAY) == 0


def test_somebody_forgotten_while_a_sender_holds_their_mail_gets_no_second_attempt():
    FarEnd().serve()
    tell(somebody("a", 1))
    claim(CHANNEL)

    forget([1], at=MONDAY)
    lose_the_sender()
    give_up_lost_leases()
    send_due()

    assert (the_only().state, the_only().reason) == (DeliveryState.SUPPRESSED, Reason.FORGOTTEN)


def test_words_are_kept_for_ninety_days():
    FarEnd().serve()
    tell(somebody("old"))
    send_due()
    tell(somebody("new"), dedupe="2")
    send_due()
    tell(somebody("waiting"), dedupe="3")
    Delivery.objects.exclude(address__startswith="new").update(
        made_at=datetime.now(UTC) - timedelta(days=91)
    )

    assert expire(at=MONDAY, preview=True) == 1
    assert expire(at=MONDAY) == 1
    assert set(Delivery.objects.values_list("address", flat=True)) == {
        "",
        "new@example.com",
        "waiting@example.com",
    }


def test_staff_see_what_became_of_it_with_the_address_masked():
    def nobody(message):
        raise NotDelivered("550 no such user", for_good=True)

    FarEnd(nobody).serve()
    tell(somebody("anna.nowak"))
    send_due()

    [row] = deliveries_of("case:1")
    assert (row.address, row.state, row.reason) == ("a…@example.com", "failed", "550 no such user")
    assert row.trouble


def test_after_the_last_attempt_there_is_no_other():
    assert retry_in(len(BACKOFF) + 1) is None
