from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kck.directory.models import Unit
from kck.intake.line2_terms import UNDONE, WITH_UNIT, LineState


class SecondLine(models.Model):
    """A conversation that a department has to answer: line II. The question and the answer are the
    conversation's own; here is what else was said, by when, and who did what.
    """

    conversation = models.OneToOneField(
        "intake.Conversation", on_delete=models.CASCADE, related_name="second_line"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=LineState.WAITING.value)
    category = models.CharField(max_length=80, blank=True)
    shown = models.TextField(blank=True)
    will_call = models.BooleanField(default=False)
    promised_at = models.DateTimeField()
    first_promised_at = models.DateTimeField()
    extension_reason = models.TextField(blank=True)
    handed_at = models.DateTimeField()
    handed_by = models.BigIntegerField(null=True)  # staff
    taken_at = models.DateTimeField(null=True)
    taken_by = models.BigIntegerField(null=True)
    tries = ArrayField(models.DateTimeField(), default=list)  # calls that nobody took
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    how = models.CharField(max_length=10, blank=True)
    returned_at = models.DateTimeField(null=True)
    returned_by = models.BigIntegerField(null=True)
    return_reason = models.TextField(blank=True)
    escalates_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "promised_at", "id"],
                name="line2_queue",
                condition=Q(state__in=UNDONE),
            ),
            models.Index(
                fields=["escalates_at"], name="line2_clock", condition=Q(state__in=WITH_UNIT)
            ),
            models.Index(fields=["handed_by", "-handed_at"], name="line2_handed"),
        ]

    def __str__(self) -> str:
        return f"line II {self.pk}"
