"""To tell another system, to stop telling it, to tell it again."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from procrastinate.contrib.django import app

from kck.channels.webhooks import catalogue, policy
from kck.channels.webhooks.addresses import checked
from kck.channels.webhooks.claiming import at_once, drop_unsent
from kck.channels.webhooks.events import (
    DeliveriesReplayed,
    SecretRotated,
    SubscriptionEdited,
    SubscriptionEnded,
    SubscriptionMade,
    SubscriptionPaused,
    SubscriptionResumed,
)
from kck.channels.webhooks.fanout import begin_at_the_end, make_deliveries
from kck.channels.webhooks.keys import fresh_seed, key_for
from kck.channels.webhooks.models import Delivery, LogPosition, Subscription
from kck.channels.webhooks.payload import ping_body
from kck.channels.webhooks.signing import secret_text
from kck.channels.webhooks.terms import (
    KEPT_FOR,
    LIVE,
    MOST_CATEGORIES,
    UNFINISHED,
    DeliveryState,
    Scope,
    State,
    Trouble,
)
from kck.channels.webhooks.waking import forget_who_listens, wake
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import command, defer, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import require

REPLAY_JOB = "kck.channels.webhooks.jobs.replay"
LONGEST_REPLAY = timedelta(days=90)
_REPLAYED_AT_ONCE = 2000
_FORGOTTEN_AT_ONCE = 10_000


class WrongSubscription(ValueError):
    """Something in it cannot be; the message is for the person who typed it."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a subscription is about: as typed, before it is checked."""

    name: str
    url: str
    contact: str
    scope: Scope
    events: tuple[str, ...]
    units: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@command
def make_subscription(wish: Wish, *, at: datetime, by: Actor) -> tuple[Subscription, str]:
    """Tell this address from now on. The secret is given here; people ask `reveal_secret`."""
    require(policy.may_edit(by, _unit_ids(wish.units)))
    subscription = Subscription(
        seed=fresh_seed(), made_at=at, made_by=str(by), language=(get_language() or "pl")[:2]
    )
    _fill_in(subscription, wish)
    if not Subscription.objects.live().exists():
        begin_at_the_end()
    subscription.after_event_id = _newest_event()
    subscription.save(force_insert=True)
    record(_as_event(SubscriptionMade, subscription), by=by, at=at)
    transaction.on_commit(forget_who_listens)
    return subscription, secret_text(key_for(subscription.seed))


@command
def edit_subscription(subscription_id: int, wish: Wish, *, at: datetime, by: Actor) -> None:
    """Another address or other wishes, from the next event on; the secret stays."""
    subscription = _locked(subscription_id, by)
    require(policy.may_edit(by, _unit_ids(wish.units)))
    _must_live(subscription)
    _fill_in(subscription, wish)
    subscription.save()
    record(_as_event(SubscriptionEdited, subscription), by=by, at=at)


def _fill_in(subscription: Subscription, wish: Wish) -> None:
    name, city = clean(wish.name), snapshot()
    offered = {one.name for one in catalogue.offered(wish.scope)}
    if not name or len(name) > 100:
        raise WrongSubscription(str(_("Wpisz nazwę, najwyżej 100 znaków.")))
    if not wish.events or not set(wish.events) <= offered:
        raise WrongSubscription(str(_("Wybierz zdarzenia, które ten zakres może dostawać.")))
    if len(wish.categories) > MOST_CATEGORIES or not all(map(city.category, wish.categories)):
        raise WrongSubscription(str(_("Nie ma takiej kategorii.")))
    subscription.name, subscription.contact = name, wish.contact
    subscription.url = checked(wish.url, private=settings.ENV.webhook_private)
    subscription.scope = wish.scope
    subscription.events = sorted(set(wish.events))
    subscription.units = sorted(set(wish.units))
    subscription.categories = sorted(set(wish.categories))


def _as_event(kind: type[SubscriptionMade], subscription: Subscription) -> SubscriptionMade:
    return kind(
        subscription_id=subscription.pk,
        scope=subscription.scope,
        events=subscription.events,
        units=subscription.units,
        categories=subscription.categories,
    )


def _unit_ids(codes: Iterable[str]) -> list[int]:
    city, found = snapshot(), []
    for code in codes:
        unit = city.unit(code)
        if unit is None:
            raise WrongSubscription(str(_("Nie ma takiej jednostki.")))
        found.append(unit.id)
    return found


def _newest_event() -> int:
    newest = RecordedEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def _locked(subscription_id: int, by: Actor) -> Subscription:
    subscription = Subscription.objects.select_for_update().get(pk=subscription_id)
    require(policy.may_edit(by, _unit_ids(subscription.units)))
    return subscription


def _must_live(subscription: Subscription) -> None:
    if subscription.state not in LIVE:
        raise WrongSubscription(str(_("Ta subskrypcja się skończyła.")))


@command
def rotate_secret(subscription_id: int, *, at: datetime, by: Actor) -> str:
    """A new secret, given here (people ask `reveal_secret`). For a day both sign."""
    subscription = _locked(subscription_id, by)
    _must_live(subscription)
    subscription.old_seed, subscription.seed = subscription.seed, fresh_seed()
    subscription.rotated_at, subscription.secret_shown = clock.real_now(), False
    subscription.save(update_fields=["old_seed", "seed", "rotated_at", "secret_shown"])
    record(SecretRotated(subscription_id=subscription.pk), by=by, at=at)
    return secret_text(key_for(subscription.seed))


@command
def reveal_secret(subscription_id: int, *, by: Actor) -> str:
    """The newest secret, to the first who asks; nobody sees it a second time."""
    subscription = _locked(subscription_id, by)
    if subscription.secret_shown:
        raise WrongSubscription(str(_("Ten sekret już pokazano. Możesz go wymienić na nowy.")))
    subscription.secret_shown = True
    subscription.save(update_fields=["secret_shown"])
    return secret_text(key_for(subscription.seed))


@command
def pause(subscription_id: int, *, at: datetime, by: Actor) -> None:
    """Send nothing, and keep what happens. Asking again changes nothing."""
    subscription = _locked(subscription_id, by)
    _must_live(subscription)
    if subscription.state == State.PAUSED:
        return
    subscription.state, subscription.probe_at = State.PAUSED, None
    subscription.save(update_fields=["state", "probe_at"])
    record(SubscriptionPaused(subscription_id=subscription.pk), by=by, at=at)


@command
def resume(subscription_id: int, *, at: datetime, by: Actor) -> None:
    """Go on at once with what has waited, also when the far end was thought dead."""
    subscription = _locked(subscription_id, by)
    _must_live(subscription)
    if subscription.state == State.ACTIVE:
        return
    subscription.state, subscription.probe_at = State.ACTIVE, None
    subscription.failures, subscription.failing_since, subscription.probes = 0, None, 0
    subscription.save()
    at_once(subscription.pk)
    record(SubscriptionResumed(subscription_id=subscription.pk), by=by, at=at)
    transaction.on_commit(wake, robust=True)


@command
def end(subscription_id: int, *, at: datetime, by: Actor) -> None:
    """Tell it nothing more; what waits is dropped. Asking again changes nothing."""
    subscription = _locked(subscription_id, by)
    if subscription.state == State.ENDED:
        return
    subscription.state, subscription.probe_at, subscription.ended_at = State.ENDED, None, at
    subscription.save(update_fields=["state", "probe_at", "ended_at"])
    drop_unsent(subscription.pk)
    record(SubscriptionEnded(subscription_id=subscription.pk), by=by, at=at)


@command
def ping(subscription_id: int, *, at: datetime, by: Actor) -> Delivery:
    """Send something harmless, to see whether it arrives; a resting far end is tried with it."""
    subscription = _locked(subscription_id, by)
    _must_live(subscription)
    if subscription.state == State.PAUSED:
        raise WrongSubscription(str(_("Subskrypcja jest wstrzymana. Najpierw ją wznów.")))
    now, own_id = clock.real_now(), f"ping_{secrets.token_hex(8)}"
    if subscription.state == State.RESTING:
        subscription.probe_at = now
        subscription.save(update_fields=["probe_at"])
    delivery = Delivery.objects.create(
        subscription=subscription,
        own_id=own_id,
        event=catalogue.PING,
        body=ping_body(own_id, at),
        next_at=now,
        made_at=now,
    )
    transaction.on_commit(wake, robust=True)
    return delivery


# again


@command
def replay_one(delivery_id: int, *, at: datetime, by: Actor) -> None:
    """Send a finished delivery once more, under its own id."""
    delivery = Delivery.objects.get(pk=delivery_id)
    subscription = _locked(delivery.subscription_id, by)
    _must_live(subscription)
    if not _again([delivery_id]):
        return
    record(DeliveriesReplayed(subscription_id=subscription.pk, count=1), by=by, at=at)
    transaction.on_commit(wake, robust=True)


@command
def replay_since(subscription_id: int, *, since: datetime, at: datetime, by: Actor) -> None:
    """Send all that it wants of since then: what was sent once more, and what never was."""
    subscription = _locked(subscription_id, by)
    _must_live(subscription)
    if not at - LONGEST_REPLAY <= since <= at:
        raise WrongSubscription(str(_("Wybierz chwilę z ostatnich 90 dni.")))
    fact = DeliveriesReplayed(
        subscription_id=subscription.pk, count=0, since=since.isoformat(timespec="seconds")
    )
    record(fact, by=by, at=at)
    defer(
        app.tasks[REPLAY_JOB],
        subscription_id=subscription.pk,
        since=since.isoformat(),
        after_event_id=0,
        up_to_event_id=_newest_event(),
    )


@command
def replay_some(
    subscription_id: int, *, since: datetime, after_event_id: int, up_to_event_id: int
) -> int | None:
    """The next of a replay; the id of the last event, or None when there is nothing more."""
    subscription = Subscription.objects.get(pk=subscription_id)
    read = LogPosition.objects.get(pk=1).value
    names = catalogue.recorded_names(subscription.events)
    events = list(
        RecordedEvent.objects.filter(
            name__in=names, at__gte=since, id__gt=after_event_id, id__lte=up_to_event_id
        )
        # what the reader has not come to is told by it, in its turn
        .filter(transaction__lt=read.low)
        .order_by("id")[:_REPLAYED_AT_ONCE]
    )
    if not events or subscription.state not in LIVE:
        return None
    make_deliveries(events, [subscription], all_of=True)
    sent = Delivery.objects.filter(
        subscription=subscription, event_id__in=[event.pk for event in events]
    )
    _again(list(sent.values_list("pk", flat=True)))
    transaction.on_commit(wake, robust=True)
    return events[-1].pk


def _again(delivery_ids: list[int]) -> int:
    finished = Delivery.objects.filter(pk__in=delivery_ids).exclude(state__in=UNFINISHED)
    return finished.update(
        state=DeliveryState.WAITING, next_at=clock.real_now(), attempts=0, trouble=""
    )


@command
def forget_old(*, preview: bool = False) -> int:
    """Deliveries are kept for two weeks; what waited that long is given up, then kept as long."""
    now = clock.real_now()
    old = Delivery.objects.filter(made_at__lt=now - KEPT_FOR)
    finished = old.exclude(state__in=UNFINISHED).exclude(trouble=Trouble.TOO_OLD)
    given_up = Delivery.objects.filter(made_at__lt=now - 2 * KEPT_FOR, trouble=Trouble.TOO_OLD)
    gone = finished | given_up
    if preview:
        return gone.count()
    old.filter(state=DeliveryState.WAITING).update(
        state=DeliveryState.FAILED, next_at=None, trouble=Trouble.TOO_OLD
    )
    ids = gone.order_by("made_at").values_list("pk", flat=True)[:_FORGOTTEN_AT_ONCE]
    return Delivery.objects.filter(pk__in=list(ids)).delete()[0]
