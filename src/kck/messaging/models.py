from typing import Self

from django.db import models
from django.db.models import Q

from kck.messaging.terms import DeliveryState

_TROUBLE = [
    DeliveryState.QUEUED,
    DeliveryState.CLAIMED,
    DeliveryState.UNKNOWN,
    DeliveryState.FAILED,
]
_STATES = [(str(state), str(state)) for state in DeliveryState]


class TextEdition(models.Model):
    """The city's own wording of a text, from a moment on. The latest wins; none is ever changed."""

    key = models.CharField(max_length=80)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    default = models.BooleanField(default=False)  # back to the words that ship
    since = models.DateTimeField()
    author = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["key", "language", "-since", "-id"], name="text_edition_latest")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.language} {self.since:%Y-%m-%d}"


class Message(models.Model):
    """One occasion on which people are told something. `dedupe` keeps it from happening twice."""

    key = models.CharField(max_length=80)
    about = models.CharField(max_length=60, blank=True)
    dedupe = models.CharField(max_length=160, unique=True)
    author = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["about"], name="message_about", condition=~Q(about=""))]

    def __str__(self) -> str:
        return f"{self.key} {self.about}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, channel: str, real_now: object) -> Self:
        return self.filter(channel=channel, next_try_at__lte=real_now).order_by("next_try_at", "id")

    def waiting(self) -> Self:
        """To be sent now or later."""
        return self.filter(next_try_at__isnull=False)


class Delivery(models.Model):
    """One message to one recipient through one channel. Queue times are real, not business time."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    recipient = models.CharField(max_length=60)
    person_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    leave_url = models.CharField(max_length=300, blank=True)
    own_id = models.CharField(max_length=120)  # ours, the same at every attempt: Message-ID

    state = models.CharField(max_length=12, choices=_STATES, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)  # how often its outcome was lost
    next_try_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    far_end_id = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)  # business time, for the case's page
    erased_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "recipient", "channel"], name="delivery_once"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.CLAIMED, lease_until__isnull=False)
                | (~Q(state=DeliveryState.CLAIMED) & Q(lease_until=None)),
                name="delivery_claimed_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(next_try_at=None)
                | Q(state__in=[DeliveryState.QUEUED, DeliveryState.UNKNOWN]),
                name="delivery_only_waiting_is_due",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "next_try_at", "id"],
                name="delivery_due",
                condition=Q(next_try_at__isnull=False),
            ),
            models.Index(
                fields=["lease_until"],
                name="delivery_leases",
                condition=Q(lease_until__isnull=False),
            ),
            models.Index(
                fields=["state"], name="delivery_trouble", condition=Q(state__in=_TROUBLE)
            ),
            models.Index(
                fields=["person_id"],
                name="delivery_person",
                condition=Q(person_id__isnull=False),
            ),
            models.Index(fields=["made_at"], name="delivery_kept", condition=Q(erased_at=None)),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
