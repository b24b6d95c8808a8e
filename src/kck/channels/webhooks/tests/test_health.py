"""A dead far end is left alone, tried now and then, and its owner knows."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kck.channels.webhooks import commands
from kck.channels.webhooks.models import Delivery, Subscription
from kck.channels.webhooks.rules import BACKOFF, rest_for, rests, retry_in
from kck.channels.webhooks.terms import State
from kck.channels.webhooks.tests.conftest import a_subscription
from kck.channels.webhooks.tests.test_sending import all_due, deliveries, send
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.messaging.models import Delivery as Mail

MANY = range(1, 13)


def fresh(subscription: Subscription) -> Subscription:
    subscription.refresh_from_db()
    return subscription


def mails() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("message__key", flat=True))


def die(far, subscription: Subscription) -> None:
    """It fails for longer than a moment."""
    far.answer = lambda _call: 503
    for pk in MANY:
        deliveries(subscription, pk, stream=f"case:{pk}")
    send()
    assert fresh(subscription).state == State.ACTIVE  # a moment is not death
    Subscription.objects.update(failing_since=clock.real_now() - timedelta(minutes=3))
    all_due()
    send(seconds=1)


def probe_is_due() -> None:
    Subscription.objects.update(probe_at=clock.real_now())


@pytest.mark.django_db
def test_a_dead_far_end_is_left_alone_and_its_owner_hears_of_it_once(far):
    subscription = a_subscription(far.url)
    die(far, subscription)
    assert fresh(subscription).state == State.RESTING
    calls = len(far.calls)

    all_due()
    send(seconds=1)

    assert len(far.calls) == calls
    assert mails() == ["webhooks.resting"]
    mail = Mail.objects.get()
    assert mail.address == "owner@example.org"
    assert "HTTP 503" in mail.body
    assert far.url in mail.body


@pytest.mark.django_db
def test_a_probe_in_vain_costs_one_call_and_the_next_is_later(far):
    subscription = a_subscription(far.url)
    die(far, subscription)
    calls = len(far.calls)

    probe_is_due()
    send(seconds=1)

    assert len(far.calls) == calls + 1
    assert fresh(subscription).state == State.RESTING
    assert subscription.probe_at - clock.real_now() > timedelta(seconds=20)
    assert mails() == ["webhooks.resting"]


@pytest.mark.django_db
def test_once_it_answers_all_that_waited_is_sent_at_once_and_the_owner_hears(far):
    subscription = a_subscription(far.url)
    die(far, subscription)
    Delivery.objects.filter(state="waiting").update(
        next_at=clock.real_now() + timedelta(hours=12), attempts=7
    )
    far.answer = lambda _call: 200

    probe_is_due()
    send()

    assert fresh(subscription).state == State.ACTIVE
    assert (subscription.failures, subscription.failing_since) == (0, None)
    assert not Delivery.objects.exclude(state="delivered").exists()
    assert mails() == ["webhooks.resting", "webhooks.resumed"]


@pytest.mark.django_db
def test_one_that_is_always_refused_does_not_keep_the_far_end_for_dead(far):
    subscription = a_subscription(far.url)
    far.answer = lambda call: 500 if call.id == "evt_1" else 200
    deliveries(subscription, 1, stream="case:1")
    deliveries(subscription, 2, stream="case:2")
    Delivery.objects.filter(event_id=1).update(attempts=9)
    Subscription.objects.update(state=State.RESTING, probe_at=clock.real_now(), failures=20)

    send(seconds=2)

    assert fresh(subscription).state == State.ACTIVE
    assert Delivery.objects.get(event_id=2).state == "delivered"


@pytest.mark.django_db
def test_a_single_success_among_failures_says_that_it_lives(far):
    subscription = a_subscription(far.url)
    far.answer = lambda call: 200 if call.id == "evt_12" else 500
    for pk in MANY:
        deliveries(subscription, pk, stream=f"case:{pk}")

    send()
    assert fresh(subscription).failures < len(MANY)
    assert subscription.state == State.ACTIVE


@pytest.mark.django_db
def test_a_ping_tries_a_resting_far_end_at_once(far):
    subscription = a_subscription(far.url)
    die(far, subscription)
    far.answer = lambda _call: 200

    commands.ping(subscription.pk, at=clock.now(), by=PLATFORM)
    send()

    assert fresh(subscription).state == State.ACTIVE


@pytest.mark.django_db
def test_the_owner_hears_in_their_language_that_the_far_end_unsubscribed(far):
    far.answer = lambda _call: 410
    subscription = a_subscription(far.url)
    Subscription.objects.update(language="uk")
    deliveries(subscription, 1)

    send()

    assert mails() == ["webhooks.gone"]
    assert "відписався" in Mail.objects.get().subject


def test_waiting_grows_and_ends():
    waits = [retry_in(attempts) for attempts in range(1, len(BACKOFF) + 2)]

    assert waits[-1] is None
    assert timedelta(seconds=12) <= waits[0] <= timedelta(seconds=18)
    assert sum(BACKOFF, timedelta()) > timedelta(days=2.5)


@given(attempts=st.integers(1, len(BACKOFF)), asked=st.timedeltas(timedelta(0)))
def test_what_the_far_end_asks_for_is_believed_up_to_an_hour(attempts, asked):
    wait = retry_in(attempts, asked=asked)

    assert wait >= BACKOFF[attempts - 1] * 0.8
    assert wait <= max(BACKOFF[attempts - 1], timedelta(hours=1)) * 1.2


@given(probes=st.integers(0, 10_000))
def test_a_dead_far_end_is_tried_at_least_every_quarter_of_an_hour(probes):
    assert timedelta(seconds=48) <= rest_for(probes) <= timedelta(minutes=12)


def test_few_failures_or_a_short_time_are_no_death():
    now = clock.real_now()

    assert not rests(100, now - timedelta(seconds=60), now)
    assert not rests(7, now - timedelta(hours=1), now)
    assert rests(8, now - timedelta(minutes=2), now)
