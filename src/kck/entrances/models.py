from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from kck.cases.models import Case
from kck.entrances.terms import ObjectKind


class Site(models.Model):
    """An origin whose pages may show our form in a frame."""

    origin = models.CharField(max_length=260, unique=True)
    note = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)  # staff

    def __str__(self) -> str:
        return self.origin


class ObjectCodeQuerySet(models.QuerySet["ObjectCode"]):
    def in_force(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class ObjectCode(models.Model):
    """A code that stands on an object, and what the form is to know of it.

    `own_number` is what the object's keeper calls it; `valid_to` the first day without the code.
    """

    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=[(str(k), str(k)) for k in ObjectKind])
    category = models.CharField(max_length=60)
    lat = models.FloatField()
    lon = models.FloatField()
    street = models.CharField(max_length=200)
    label = models.CharField(max_length=120, blank=True)
    own_number = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = ObjectCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "own_number"],
                condition=~Q(own_number=""),
                name="object_own_number_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="object_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(lat__range=(-90, 90)) & Q(lon__range=(-180, 180)),
                name="object_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CaseObject(models.Model):
    """Which object a case is about."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    object = models.ForeignKey(ObjectCode, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.case_id} about {self.object_id}"
