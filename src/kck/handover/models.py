from django.db import models
from django.db.models import Q

from kck.cases.models import Case, Task
from kck.directory.models import Unit
from kck.directory.terms import WayOfWorking
from kck.handover.terms import TO_BE_TRIED, SendingState

_STATES = [(str(state), str(state)) for state in SendingState]


class Sending(models.Model):
    """One task on its way to its unit. `next_at` and leases are real time, not business time."""

    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=WayOfWorking)
    state = models.CharField(max_length=10, choices=_STATES, default=SendingState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    unsure = models.BooleanField(default=False)  # an earlier attempt may have arrived
    lost = models.PositiveSmallIntegerField(default=0)  # how often its sender died with it
    reason = models.CharField(max_length=300, blank=True)  # with `why`: kck.foundation.reasons
    why = models.JSONField(null=True)
    far_number = models.CharField(max_length=120, blank=True)
    far_token = models.CharField(max_length=120, blank=True)  # for a number that is still to come
    far_state = models.CharField(max_length=60, blank=True)  # in the far end's own words
    trouble = models.CharField(max_length=300, blank=True)  # what somebody should look at
    trouble_why = models.JSONField(null=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["way", "unit", "next_at", "id"],
                name="sending_due",
                condition=Q(next_at__isnull=False),
            ),
            models.Index(
                fields=["lease_until"],
                name="sending_leases",
                condition=Q(lease_until__isnull=False),
            ),
            models.Index(fields=["case"], name="sending_case"),
            models.Index(
                fields=["unit", "far_number"],
                name="sending_far",
                condition=~Q(far_number=""),
            ),
            models.Index(
                fields=["state", "made_at"],
                name="sending_open",
                condition=Q(state__in=["waiting", "sending", "failed", "stuck", "sent"])
                | ~Q(trouble=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SendingState.SENDING, lease_until__isnull=False)
                | (~Q(state=SendingState.SENDING) & Q(lease_until=None)),
                name="sending_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(next_at=None) | Q(state__in=sorted(TO_BE_TRIED)),
                name="sending_only_tried_is_due",
            ),
        ]

    def __str__(self) -> str:
        return f"sending {self.pk}"
