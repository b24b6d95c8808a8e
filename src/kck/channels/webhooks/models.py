from datetime import datetime

from django.db import models
from django.db.models import Q

from kck.channels.webhooks.terms import (
    LIVE,
    LONGEST_ANSWER,
    SECRETS_OVERLAP,
    UNFINISHED,
    DeliveryState,
    Scope,
    State,
)
from kck.foundation.log import Position


def _choices(words: type) -> list[tuple[str, str]]:
    return [(str(word), str(word)) for word in words]  # type: ignore[attr-defined]


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def live(self) -> "SubscriptionQuerySet":
        """Those for which what happens is kept until it is sent."""
        return self.filter(state__in=LIVE)


class Subscription(models.Model):
    """One address that is told. Its secret is not here: it is made of the seed and our key."""

    name = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    contact = models.EmailField()  # who is told when the far end is dead
    language = models.CharField(max_length=5, default="pl")  # in which
    scope = models.CharField(max_length=10, choices=_choices(Scope), default=Scope.PUBLIC)
    events = models.JSONField(default=list)  # public names
    units = models.JSONField(default=list)  # codes; empty: all
    categories = models.JSONField(default=list)  # codes; empty: all

    seed = models.CharField(max_length=64)
    old_seed = models.CharField(max_length=64, blank=True)
    rotated_at = models.DateTimeField(null=True)
    secret_shown = models.BooleanField(default=False)  # the newest one

    state = models.CharField(max_length=10, choices=_choices(State), default=State.ACTIVE)
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    probes = models.PositiveIntegerField(default=0)  # in vain, since it rests
    probe_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=30, blank=True)  # the last failure: `status:503`
    after_event_id = models.BigIntegerField(default=0)  # what was recorded before is not told

    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.RESTING, probe_at__isnull=False)
                | (~Q(state=State.RESTING) & Q(probe_at=None)),
                name="webhook_only_resting_is_probed",
            )
        ]

    def __str__(self) -> str:
        return f"webhook {self.pk}"

    def seeds(self, now: datetime) -> list[str]:
        """Of the secrets that are valid: the new one first."""
        overlap = self.rotated_at is not None and now - self.rotated_at < SECRETS_OVERLAP
        return [self.seed, self.old_seed] if overlap and self.old_seed else [self.seed]


class Delivery(models.Model):
    """One event for one subscription, and what came of the last attempt. Times are real time."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="deliveries"
    )
    event_id = models.BigIntegerField(null=True)  # in the log; a ping has none
    own_id = models.CharField(max_length=40)  # `webhook-id`: the same at every attempt
    event = models.CharField(max_length=60)  # public name
    stream = models.CharField(max_length=40, blank=True)  # its deliveries keep their order
    number = models.CharField(max_length=12, blank=True)  # of the case
    body = models.TextField()

    state = models.CharField(
        max_length=10, choices=_choices(DeliveryState), default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    tried_at = models.DateTimeField(null=True)
    took_ms = models.PositiveIntegerField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=20, blank=True)
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "event_id"], name="webhook_once"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING, next_at__isnull=False)
                | (~Q(state=DeliveryState.WAITING) & Q(next_at=None)),
                name="webhook_only_waiting_is_due",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENDING, lease_until__isnull=False)
                | (~Q(state=DeliveryState.SENDING) & Q(lease_until=None)),
                name="webhook_sending_has_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subscription", "next_at", "event_id"],
                name="webhook_due",
                condition=Q(next_at__isnull=False),
            ),
            models.Index(
                fields=["subscription", "stream", "event_id"],
                name="webhook_order",
                condition=Q(state__in=UNFINISHED) & ~Q(stream=""),
            ),
            models.Index(
                fields=["lease_until"],
                name="webhook_leases",
                condition=Q(lease_until__isnull=False),
            ),
            models.Index(fields=["subscription", "-id"], name="webhook_log"),
            models.Index(fields=["made_at"], name="webhook_kept"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class LogPosition(models.Model):
    """How far the log was read: one row."""

    position = models.JSONField()

    def __str__(self) -> str:
        return str(self.position)

    @property
    def value(self) -> Position:
        return Position(**self.position)
