from django.db import models
from django.db.models import Q


class DangerAlarm(models.Model):
    """A case that tells of a danger, until a person has seen it or who is on duty was told.

    Times are of the city's clock. Written with the case, so that it cannot be forgotten.
    """

    case = models.OneToOneField(
        "cases.Case", on_delete=models.CASCADE, primary_key=True, related_name="alarm"
    )
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()  # when who is on duty is told, unless somebody has seen it
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=40, blank=True)  # an actor
    told_at = models.DateTimeField(null=True)
    told = models.PositiveSmallIntegerField(default=0)  # how many contacts

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="alarm_unseen",
                condition=Q(seen_at=None),
            )
        ]

    def __str__(self) -> str:
        return str(self.case_id)
