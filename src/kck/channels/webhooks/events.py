"""What people did to subscriptions."""

from dataclasses import dataclass

from kck.foundation.outbox import Event


@dataclass(frozen=True, kw_only=True)
class SubscriptionEvent(Event):
    subscription_id: int


@dataclass(frozen=True, kw_only=True)
class SubscriptionMade(SubscriptionEvent):
    name = "webhooks.subscription_made"

    scope: str
    events: list[str]
    units: list[str]
    categories: list[str]


@dataclass(frozen=True, kw_only=True)
class SubscriptionEdited(SubscriptionMade):
    name = "webhooks.subscription_edited"


@dataclass(frozen=True, kw_only=True)
class SecretRotated(SubscriptionEvent):
    name = "webhooks.secret_rotated"


@dataclass(frozen=True, kw_only=True)
class SubscriptionPaused(SubscriptionEvent):
    name = "webhooks.subscription_paused"


@dataclass(frozen=True, kw_only=True)
class SubscriptionResumed(SubscriptionEvent):
    name = "webhooks.subscription_resumed"


@dataclass(frozen=True, kw_only=True)
class SubscriptionEnded(SubscriptionEvent):
    name = "webhooks.subscription_ended"

    by_far_end: bool = False


@dataclass(frozen=True, kw_only=True)
class DeliveriesReplayed(SubscriptionEvent):
    name = "webhooks.deliveries_replayed"

    count: int
    since: str = ""
