from typing import Self

from django.db import models
from django.db.models import Q

from kck.messaging.terms import DeliveryState, Ground, MailingKind, MailingState, Reason

_TROUBLE = [DeliveryState.UNKNOWN, DeliveryState.FAILED]
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
    ground = models.CharField(
        max_length=10,
        choices=[(str(g), str(g)) for g in Ground],
        default=Ground.MATTER,
        db_default=Ground.MATTER,
    )  # danger and duty do not wait for the morning

    class Meta:
        indexes = [models.Index(fields=["about"], name="message_about", condition=~Q(about=""))]

    def __str__(self) -> str:
        return f"{self.key} {self.about}"


class Mailing(models.Model):
    """Something that many people are told at once. A trigger keeps its kind as it was made."""

    name = models.CharField(max_length=120)  # among staff
    kind = models.CharField(max_length=10, choices=[(str(k), str(k)) for k in MailingKind])
    ground = models.CharField(
        max_length=10, blank=True, choices=[(str(g), str(g)) for g in Ground]
    )  # fmt: skip
    channel = models.CharField(max_length=20)
    state = models.CharField(
        max_length=10, choices=[(str(s), str(s)) for s in MailingState], default=MailingState.DRAFT
    )
    audience = models.JSONField(default=dict)  # name of a registered selection, and what it asks
    starts_at = models.DateTimeField(null=True)  # real time; none: when it is approved
    message = models.OneToOneField(Message, on_delete=models.PROTECT, null=True)
    author = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # consent is asked for by channel, so a promotion has no other ground
            models.CheckConstraint(
                condition=(Q(kind=MailingKind.SERVICE) & ~Q(ground=""))
                | Q(kind=MailingKind.PROMOTION, ground=""),
                name="mailing_service_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(state=MailingState.DRAFT) | Q(message__isnull=False),
                name="mailing_approved_has_message",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "id"],
                name="mailing_running",
                condition=Q(state__in=[MailingState.APPROVED, MailingState.SENDING]),
            )
        ]

    def __str__(self) -> str:
        return f"mailing {self.pk}"


class MailingEdition(models.Model):
    """The words of a mailing in one language. None is ever changed; the latest counts."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="editions")
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    why = models.CharField(max_length=300)  # why the reader gets it
    author = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["mailing", "language", "-id"], name="mailing_edition_latest")
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.language}"


class Suppression(models.Model):
    """Where nothing, or no promotion, is sent any more, and since when; lifted, it is history."""

    class Scope(models.TextChoices):
        ALL = "all"
        PROMOTION = "promotion"

    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=254)  # lower case
    person_id = models.BigIntegerField(null=True)
    scope = models.CharField(max_length=10, choices=Scope)
    reason = models.CharField(max_length=20, choices=[(str(r), str(r)) for r in Reason])
    answer = models.CharField(max_length=300, blank=True)  # of the far end, the address left out
    since = models.DateTimeField()
    by = models.CharField(max_length=40)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address", "scope"],
                name="suppression_once",
                condition=Q(lifted_at=None),
            )
        ]
        indexes = [
            models.Index(
                fields=["person_id"],
                name="suppression_person",
                condition=Q(person_id__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"suppression {self.pk}"


class Batch(models.Model):
    """Deliveries that one sender claimed together. Gone with the last of them.

    They are begun in the order of their ids, and `begun_to` says how far, before it is so: what
    lies beyond was certainly never handed over by a sender that died.
    """

    claimed_at = models.DateTimeField()  # by the database's clock
    begun_to = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"batch {self.pk}"


class CityRules(models.Model):
    """`terms.SendingRules` as the city has set them; the latest counts."""

    values = models.JSONField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"rules of {self.since:%Y-%m-%d}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, channel: str, real_now: object) -> Self:
        return self.filter(channel=channel, next_try_at__lte=real_now).order_by("next_try_at", "id")

    def waiting(self) -> Self:
        """To be sent now or later."""
        return self.filter(next_try_at__isnull=False)


class Delivery(models.Model):
    """One message to one recipient through one channel. Queue times are real, not business time."""

    # not checked by the database: a hundred thousand look-ups of the same row took half a second
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="deliveries", db_constraint=False
    )
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

    # of many: without a key for the database to look up a hundred thousand times
    mailing = models.ForeignKey(
        Mailing, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False,
        related_name="deliveries",
    )  # fmt: skip
    values = models.JSONField(null=True)  # what fills the gaps of a mailing's words
    batch_id = models.BigIntegerField(null=True)
    ways = models.JSONField(null=True)  # where else, in this order, if it does not arrive here
    receipt_by = models.DateTimeField(null=True)  # real time; when none has come: the next way
    arrived_at = models.DateTimeField(null=True)  # business time of the far end's receipt

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
                name="delivery_due_single",
                condition=Q(next_try_at__isnull=False, mailing=None),
            ),
            models.Index(
                fields=["mailing", "next_try_at", "id"],
                name="delivery_due_of_mailing",
                condition=Q(next_try_at__isnull=False, mailing__isnull=False),
            ),
            models.Index(fields=["own_id"], name="delivery_own", condition=~Q(own_id="")),
            # receipts of mails name our own id, and there are many of them
            models.Index(
                fields=["far_end_id"],
                name="delivery_far",
                condition=~Q(far_end_id="") & ~Q(channel="email"),
            ),
            models.Index(
                fields=["receipt_by"],
                name="delivery_receipt",
                condition=Q(receipt_by__isnull=False),
            ),
            models.Index(
                fields=["lease_until"],
                name="delivery_leases",
                condition=Q(lease_until__isnull=False),
            ),
            models.Index(
                fields=["state", "-id"], name="delivery_lost", condition=Q(state__in=_TROUBLE)
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
