"""Deliveries reach a real far end, in order, again and again until it has them."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings

from kck.channels.webhooks import commands
from kck.channels.webhooks.commands import make_subscription
from kck.channels.webhooks.models import Delivery, Subscription
from kck.channels.webhooks.sending import send_due
from kck.channels.webhooks.signing import verify
from kck.channels.webhooks.terms import DeliveryState, State, Trouble
from kck.channels.webhooks.tests.conftest import a_subscription, a_wish
from kck.channels.webhooks.tests.receiver import receiver
from kck.foundation import clock
from kck.foundation.actor import PLATFORM

pytestmark = pytest.mark.django_db


def deliveries(subscription, *event_ids: int, stream: str = "case:1") -> None:
    now = clock.real_now()
    Delivery.objects.bulk_create(
        Delivery(
            subscription=subscription, event_id=pk, own_id=f"evt_{pk}", event="case.done.v1",
            stream=stream, number="260000019", body=f'{{"id":"evt_{pk}"}}', next_at=now,
            made_at=now,
        )
        for pk in event_ids
    )  # fmt: skip


def send(seconds: float = 5.0) -> None:
    send_due(seconds=seconds, linger=0.3)


def states() -> dict[int | None, str]:
    return dict(Delivery.objects.order_by("event_id").values_list("event_id", "state"))


def all_due() -> None:
    """As if the waiting time were over."""
    Delivery.objects.filter(state="waiting").update(next_at=clock.real_now())


def test_a_delivery_arrives_signed_and_is_logged(far):
    subscription, secret = make_subscription(a_wish(far.url), at=clock.now(), by=PLATFORM)
    deliveries(subscription, 1)

    send()

    [call] = far.calls
    assert verify([secret], call.headers, call.body, now=time.time()) == "evt_1"
    assert call.headers["content-type"] == "application/json"
    assert call.headers["user-agent"] == "KCK"
    row = Delivery.objects.get()
    assert (row.state, row.status, row.attempts, row.answer) == ("delivered", 200, 1, "ok")
    assert row.took_ms is not None
    assert row.next_at is row.lease_until is None


def test_events_of_one_case_come_one_after_the_other(far):
    far.answer = lambda _call: time.sleep(0.05) or 200
    subscription = a_subscription(far.url)
    deliveries(subscription, 3, 1, 2, stream="case:1")
    deliveries(subscription, 6, 5, 4, stream="case:2")

    send()

    order = [int(pk.removeprefix("evt_")) for pk in far.ids]
    assert [pk for pk in order if pk < 4] == [1, 2, 3]
    assert [pk for pk in order if pk > 3] == [4, 5, 6]
    assert far.calls[1].at - far.calls[0].at < 0.05  # the other case did not wait


def test_one_that_is_refused_holds_its_case_and_no_other(far):
    far.answer = lambda call: 500 if call.id == "evt_1" else 200
    subscription = a_subscription(far.url)
    deliveries(subscription, 1, 2, stream="case:1")
    deliveries(subscription, 3, stream="case:2")

    send()

    assert states() == {1: "waiting", 2: "waiting", 3: "delivered"}
    assert "evt_2" not in far.ids
    row = Delivery.objects.get(event_id=1)
    assert (row.trouble, row.status, row.attempts) == (Trouble.STATUS, 500, 1)
    wait = row.next_at - clock.real_now()
    assert timedelta(seconds=5) < wait < timedelta(seconds=19)

    far.answer = lambda _call: 200
    all_due()
    send()
    assert far.ids[-2:] == ["evt_1", "evt_2"]
    assert far.ids.count("evt_1") == 2  # the same id both times


def test_what_is_refused_to_the_end_is_given_up_and_its_case_goes_on(far):
    far.answer = lambda call: 422 if call.id == "evt_1" else 200
    deliveries(a_subscription(far.url), 1, 2)
    Delivery.objects.filter(event_id=1).update(attempts=10)

    send()

    assert states() == {1: "failed", 2: "delivered"}


@pytest.mark.parametrize(
    ("answer", "trouble", "status"),
    [
        ((302, {"Location": "http://127.0.0.1:1/"}, b""), Trouble.REDIRECT, 302),
        ((503, {"Retry-After": "1800"}, b"later"), Trouble.STATUS, 503),
        (0, Trouble.NO_CONNECTION, None),
        ((200, {"X-Long": "x" * 70_000}, b""), Trouble.BROKEN_ANSWER, None),
    ],
)
def test_every_other_answer_is_a_failure_with_its_reason(far, answer, trouble, status):
    far.answer = lambda _call: answer
    deliveries(a_subscription(far.url), 1)

    send()

    row = Delivery.objects.get()
    assert (row.state, row.trouble, row.status) == ("waiting", trouble, status)
    if status == 503:
        assert row.next_at - clock.real_now() > timedelta(minutes=20)
    if status == 302:
        assert len(far.calls) == 1


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ((200, {}, b"\x00\xff<script>alert(1)</script>"), "\ufffd<script>alert(1)</script>"),
        ((200, {}, b"x" * 3_000_000), "x" * 500),
        ((200, {"Content-Length": "50"}, b"half"), None),
        ((204, {}, b""), ""),
    ],
)
def test_whatever_is_said_with_a_200_it_counts_and_little_of_it_is_kept(far, answer, kept):
    far.answer = lambda _call: answer
    deliveries(a_subscription(far.url), 1, 2)

    send()

    assert states() == {1: "delivered", 2: "delivered"}
    if kept is not None:
        assert Delivery.objects.get(event_id=1).answer == kept


def test_a_connection_is_kept_for_the_next_call(far):
    deliveries(a_subscription(far.url), *range(1, 9))

    send()

    assert len(far.calls) == 8
    assert len({call.line for call in far.calls}) == 1


def test_a_kept_connection_that_was_closed_meanwhile_costs_no_attempt(far):
    far.answer = lambda call: (
        (200, {"Connection": "keep-alive"}, b"")
        if call.id != "evt_2"
        else (0 if far.ids.count("evt_2") == 1 else 200)
    )
    deliveries(a_subscription(far.url), 1, 2)

    send()

    assert states() == {1: "delivered", 2: "delivered"}
    assert far.ids == ["evt_1", "evt_2", "evt_2"]


def test_nobody_at_the_other_end_is_a_failure(private):
    deliveries(a_subscription("http://127.0.0.1:1/"), 1)

    send()

    assert Delivery.objects.get().trouble == Trouble.NO_CONNECTION


def test_a_slow_far_end_times_out_and_others_do_not_wait_for_it(far, monkeypatch):
    monkeypatch.setattr("kck.channels.webhooks.sending.TIMEOUT", 3.0)
    with receiver(lambda _call: time.sleep(60)) as slow:
        deliveries(a_subscription(slow.url), *range(1, 101), stream="")
        quick = a_subscription(far.url)
        deliveries(quick, *range(201, 221))
        started = time.time()

        send(seconds=1.0)

    assert len(far.calls) == 20
    assert max(call.at for call in far.calls) - started < 3.0  # before the first gave up
    assert time.time() - started < 10
    assert set(Delivery.objects.filter(event_id__lt=65).values_list("trouble", flat=True)) == {
        Trouble.TIMEOUT
    }


def test_a_name_that_leads_into_our_network_is_not_called_though_it_looks_well(far, monkeypatch):
    """DNS may say something else at the moment of the call than when the address was typed."""
    monkeypatch.setattr(settings, "ENV", replace(settings.ENV, webhook_private=False))
    subscription = a_subscription("https://hooks.example.org/kck")
    Subscription.objects.update(url=far.url.replace("127.0.0.1", "localhost"))
    deliveries(subscription, 1)

    send()

    assert far.calls == []
    assert Delivery.objects.get().trouble == Trouble.REFUSED_ADDRESS


def test_410_unsubscribes_and_drops_what_waits(far):
    far.answer = lambda _call: 410
    subscription = a_subscription(far.url)
    deliveries(subscription, 1, 2)

    send()

    subscription.refresh_from_db()
    assert subscription.state == State.ENDED
    assert len(far.calls) == 1
    assert set(states().values()) == {"dropped"}


def test_what_a_killed_sender_held_is_sent_again_under_the_same_id(far):
    subscription = a_subscription(far.url)
    deliveries(subscription, 1, 2)
    Delivery.objects.filter(event_id=1).update(
        state=DeliveryState.SENDING, next_at=None, attempts=1,
        lease_until=clock.real_now() + timedelta(minutes=1),
    )  # fmt: skip

    send(seconds=1)
    assert far.calls == []  # it may still be at work

    Delivery.objects.filter(event_id=1).update(lease_until=clock.real_now() - timedelta(seconds=1))
    send()
    assert far.ids == ["evt_1", "evt_2"]


def test_while_secrets_change_both_sign_and_a_day_later_only_the_new_one(far):
    subscription, old = make_subscription(a_wish(far.url), at=clock.now(), by=PLATFORM)
    new = commands.rotate_secret(subscription.pk, at=clock.now(), by=PLATFORM)
    deliveries(subscription, 1)
    send()

    [call] = far.calls
    for secret in (old, new):
        assert verify([secret], call.headers, call.body, now=time.time())

    subscription.refresh_from_db()
    subscription.rotated_at -= timedelta(days=1)
    subscription.save()
    deliveries(subscription, 2)
    send()
    assert len(far.calls[1].headers["webhook-signature"].split()) == 1
    assert verify([new], far.calls[1].headers, far.calls[1].body, now=time.time())


def test_a_paused_subscription_keeps_what_happens_and_goes_on_where_it_was(far):
    subscription = a_subscription(far.url)
    commands.pause(subscription.pk, at=clock.now(), by=PLATFORM)
    deliveries(subscription, 1, 2)

    send(seconds=1)
    assert far.calls == []

    commands.resume(subscription.pk, at=clock.now(), by=PLATFORM)
    send()
    assert far.ids == ["evt_1", "evt_2"]


def test_a_ping_arrives_and_waits_for_no_case(far):
    subscription = a_subscription(far.url)

    commands.ping(subscription.pk, at=clock.now(), by=PLATFORM)
    send()

    [call] = far.calls
    assert call.said["type"] == "webhook.ping.v1"
    assert call.said["id"] == call.id


def test_only_who_sends_has_the_client_in_memory():
    """A web process knows the job too; a client it never uses would be carried by all of them."""
    code = "import django; django.setup(); import sys; print('aiohttp' in sys.modules)"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)

    assert found.stdout.strip() == b"False"
