from django.db import models
from django.db.models import F, Q

from kck.directory.models import Unit


class Contractor(models.Model):
    """A firm that a unit gives work to, as its lead has written it down; from a day to a day."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    mail = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name", "valid_from"],
                nulls_distinct=False,
                name="contractor_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="contractor_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.name
