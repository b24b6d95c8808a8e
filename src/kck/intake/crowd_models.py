from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kck.cases.models import Case
from kck.directory.models import Unit
from kck.intake.crowd_terms import LIVE, CrowdState


class Crowd(models.Model):
    """Many people report one kind in one area within minutes: perhaps one thing has happened.

    What is made of it (an incident, one day) refers to this row; its cases are `CrowdCase`.
    """

    category = models.CharField(max_length=80)  # code
    area = models.BigIntegerField()  # the coarse cell in which it began
    cells = ArrayField(models.BigIntegerField())  # of its reports
    lat = models.FloatField()
    lon = models.FloatField()
    place = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=CrowdState.OPEN.value)
    began_at = models.DateTimeField()
    noticed_at = models.DateTimeField()
    last_at = models.DateTimeField()
    people = models.PositiveIntegerField()
    reports = models.PositiveIntegerField()
    expected = models.FloatField()  # how many would have been usual
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.BigIntegerField(null=True)  # staff
    dismissed_with = models.PositiveIntegerField(default=0)  # people
    reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "area"], condition=Q(state__in=LIVE), name="crowd_once"
            )
        ]
        indexes = [
            models.Index(fields=["last_at"], name="crowd_live", condition=Q(state__in=LIVE)),
        ]

    def __str__(self) -> str:
        return f"crowd {self.pk}"


class CrowdCase(models.Model):
    """A case of a crowd; of one at the most."""

    crowd = models.ForeignKey(Crowd, on_delete=models.CASCADE, related_name="cases")
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"case {self.case_id} of crowd {self.crowd_id}"
