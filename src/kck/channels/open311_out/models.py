from django.db import models

from kck.cases.models import Case
from kck.handover.models import Sending


class FarEnd(models.Model):
    """A unit's own system as we know it. The address is in the unit's dated way of working."""

    unit = models.CharField(max_length=60, unique=True)  # code
    locked_key = models.TextField(blank=True)
    partner_id = models.BigIntegerField(null=True, unique=True)  # the key it calls us with
    poll_next_at = models.DateTimeField(null=True)  # real time
    polled_to = models.DateTimeField(null=True)
    polled_at = models.DateTimeField(null=True)
    no_updates_until = models.DateTimeField(null=True)  # it has no feed of updates: ask then
    reason = models.CharField(max_length=300, blank=True)  # why the last poll failed
    why = models.JSONField(null=True)  # the same: kck.foundation.reasons

    def __str__(self) -> str:
        return self.unit


class FarUpdate(models.Model):
    """One thing that a far end said. The same twice is one."""

    far_end = models.ForeignKey(FarEnd, on_delete=models.CASCADE, related_name="updates")
    update_id = models.CharField(max_length=160)
    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=60)  # its word
    verb = models.CharField(max_length=30, blank=True)  # ours, empty when we did not know
    problem = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["far_end", "update_id"], name="far_update_once")
        ]

    def __str__(self) -> str:
        return self.update_id


class FarWord(models.Model):
    """Something that we tell a far end about a case it has, in the order in which it happened.

    Words stay where they are, in the case: only their ids are here. `next_at` is real time, and
    while somebody is sending it the end of their lease.
    """

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    event_id = models.BigIntegerField()
    status = models.CharField(max_length=30, blank=True)  # reopen, cancelled; empty: only words
    text_ids = models.JSONField(default=list)
    file_ids = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    far_update_id = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sending", "event_id"], name="far_word_once")
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="far_word_due", condition=models.Q(next_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"word {self.pk}"
