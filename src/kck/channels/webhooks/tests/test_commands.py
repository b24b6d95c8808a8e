"""Subscriptions are made, changed and told again by those who may."""

from datetime import timedelta

import pytest
from tests.builders import a_case, acting_for, everywhere

from kck.cases import commands as cases
from kck.channels.webhooks import commands
from kck.channels.webhooks.addresses import WrongAddress
from kck.channels.webhooks.commands import WrongSubscription, make_subscription
from kck.channels.webhooks.fanout import fan_out
from kck.channels.webhooks.jobs import replay
from kck.channels.webhooks.models import Delivery, Subscription
from kck.channels.webhooks.terms import KEPT_FOR, Scope, State, Trouble
from kck.channels.webhooks.tests.conftest import a_subscription, a_wish, tell_all
from kck.channels.webhooks.tests.test_sending import deliveries, send
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.tests.others import wait_for_others
from kck.foundation.verdict import Refused

GRANT = "webhooks.edit"


def make(by, **more):
    return make_subscription(a_wish(**more), at=clock.now(), by=by)


@pytest.mark.django_db
def test_the_secret_is_shown_once_and_is_nowhere_in_the_database():
    subscription, secret = make(everywhere(GRANT))

    assert secret.startswith("whsec_")
    row = Subscription.objects.filter(pk=subscription.pk).values().get()
    assert secret not in str(row)
    event = RecordedEvent.objects.get(name="webhooks.subscription_made")
    assert event.actor == "staff:1002"
    assert secret not in str(event.payload)


@pytest.mark.django_db
def test_two_subscriptions_have_two_secrets():
    assert make(PLATFORM)[1] != make(PLATFORM)[1]


@pytest.mark.django_db
def test_a_unit_may_listen_to_its_own_cases_only():
    head = acting_for("ZDMK", GRANT)

    make(head, units=("ZDMK",), scope=Scope.INTERNAL)
    for units in ((), ("ZZM",), ("ZDMK", "ZZM")):
        with pytest.raises(Refused):
            make(head, units=units)
    with pytest.raises(Refused):
        make(everywhere("cases.view"))
    assert Subscription.objects.count() == 1


@pytest.mark.django_db
def test_nobody_touches_the_subscription_of_another_unit():
    subscription, _secret = make(PLATFORM, units=("ZZM",))
    head = acting_for("ZDMK", GRANT)

    for act in (commands.pause, commands.resume, commands.end, commands.ping,
                commands.rotate_secret):  # fmt: skip
        with pytest.raises(Refused):
            act(subscription.pk, at=clock.now(), by=head)
    with pytest.raises(Refused):
        commands.edit_subscription(
            subscription.pk, a_wish(units=("ZDMK",)), at=clock.now(), by=head
        )
    subscription.refresh_from_db()
    assert (subscription.state, subscription.units) == (State.ACTIVE, ["ZZM"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": " "}, WrongSubscription),
        ({"name": "x" * 101}, WrongSubscription),
        ({"url": "http://10.0.0.1/"}, WrongAddress),
        ({"events": ()}, WrongSubscription),
        ({"events": ("case.opened.v9",)}, WrongSubscription),
        ({"events": ("case.note_added.v1",)}, WrongSubscription),  # not for public eyes
        ({"units": ("NOBODY",)}, WrongSubscription),
        ({"categories": ("nothing",)}, WrongSubscription),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(changes, error):
    with pytest.raises(error):
        make(PLATFORM, **changes)

    assert not Subscription.objects.exists()


@pytest.mark.django_db
def test_an_ended_subscription_stays_ended():
    subscription, _secret = make(PLATFORM)
    commands.end(subscription.pk, at=clock.now(), by=PLATFORM)
    commands.end(subscription.pk, at=clock.now(), by=PLATFORM)

    for act in (commands.pause, commands.resume, commands.ping, commands.rotate_secret):
        with pytest.raises(WrongSubscription):
            act(subscription.pk, at=clock.now(), by=PLATFORM)
    a_case()
    tell_all()
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_other_wishes_hold_from_the_next_event_on():
    subscription = a_subscription()
    case = a_case()
    tell_all()
    before = Delivery.objects.count()

    wish = a_wish("https://other.example.org/", events=("case.accepted.v1",))
    commands.edit_subscription(subscription.pk, wish, at=clock.now(), by=PLATFORM)
    cases.accept(case.pk, by=everywhere(), at=clock.now())
    tell_all()

    subscription.refresh_from_db()
    assert subscription.url == "https://other.example.org/"
    assert Delivery.objects.latest("event_id").event == "case.accepted.v1"
    assert Delivery.objects.count() == before + 1


@pytest.mark.django_db
def test_one_delivery_is_sent_again_under_its_own_id(far):
    subscription = a_subscription(far.url)
    deliveries(subscription, 1, 2)
    send()

    first = Delivery.objects.get(event_id=1)
    commands.replay_one(first.pk, at=clock.now(), by=PLATFORM)
    commands.replay_one(first.pk, at=clock.now(), by=PLATFORM)  # it waits already
    send()

    assert far.ids == ["evt_1", "evt_2", "evt_1"]


def test_all_since_a_moment_is_sent_again_and_what_never_was(far, committed):
    start = clock.now()
    before = a_case(at=start)
    subscription = a_subscription(far.url, events=("case.opened.v1",))
    after = a_case(at=clock.now())
    wait_for_others()
    fan_out()
    send()
    assert [call.said["data"]["case"]["number"] for call in far.calls] == [after.number]
    unread = a_case(at=clock.now())  # the reader has not come to it

    commands.replay_since(
        subscription.pk, since=start - timedelta(minutes=1), at=clock.now(), by=PLATFORM
    )
    replay(
        subscription.pk, (start - timedelta(minutes=1)).isoformat(), 0,
        RecordedEvent.objects.latest("pk").pk,
    )  # fmt: skip
    wait_for_others()
    send()

    numbers = [call.said["data"]["case"]["number"] for call in far.calls[1:]]
    assert sorted(numbers) == sorted([before.number, after.number, unread.number])
    assert len({call.id for call in far.calls}) == 3


@pytest.mark.django_db
def test_nothing_is_sent_again_of_half_a_year_ago_or_of_tomorrow():
    subscription = a_subscription()

    for since in (clock.now() - timedelta(days=200), clock.now() + timedelta(days=1)):
        with pytest.raises(WrongSubscription):
            commands.replay_since(subscription.pk, since=since, at=clock.now(), by=PLATFORM)


@pytest.mark.django_db
def test_the_log_is_kept_two_weeks_and_what_waited_so_long_is_given_up_visibly():
    subscription = a_subscription()
    deliveries(subscription, 1, 2, 3, 4)
    old = clock.real_now() - KEPT_FOR - timedelta(hours=1)
    Delivery.objects.filter(event_id=1).update(made_at=old, state="delivered", next_at=None)
    Delivery.objects.filter(event_id=2).update(made_at=old)
    Delivery.objects.filter(event_id=3).update(state="delivered", next_at=None)

    assert commands.forget_old(preview=True) == 1
    assert commands.forget_old() == 1
    assert commands.forget_old() == 0

    left = dict(Delivery.objects.values_list("event_id", "state"))
    assert left == {2: "failed", 3: "delivered", 4: "waiting"}
    assert Delivery.objects.get(event_id=2).trouble == Trouble.TOO_OLD
