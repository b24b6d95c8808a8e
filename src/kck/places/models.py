"""Registers of a city: areas, streets, houses, stops, landmarks."""

import uuid
from datetime import date

from django.db import models

from kck.places.terms import AREA_KINDS

ALWAYS = date(1900, 1, 1)


class Area(models.Model):
    """A polygon that means something: a district, an owner's land, the city itself."""

    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in AREA_KINDS])
    code = models.CharField(max_length=60)
    names = models.JSONField(default=dict)
    geometry = models.JSONField()
    props = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=20, default="import")
    valid_from = models.DateField(default=ALWAYS)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "valid_from"], name="area_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="area_ends_later",
            ),
        ]


class Street(models.Model):
    """A street; `key` is its identity for imports, `code` its number in a register (SYM_UL)."""

    key = models.CharField(max_length=220, unique=True)
    code = models.CharField(max_length=40, blank=True)
    prefix = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    words = models.JSONField(default=list)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    district = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=20, default="import")

    @property
    def label(self) -> str:
        return f"{self.prefix} {self.name}".strip()


class AddressPoint(models.Model):
    """One house; `number_key` is its number folded, `number_order` sorts 9 before 10."""

    street = models.ForeignKey(Street, on_delete=models.CASCADE, db_index=False)
    number = models.CharField(max_length=20)
    number_key = models.CharField(max_length=20)
    number_order = models.IntegerField(default=0)
    lat = models.FloatField()
    lon = models.FloatField()
    postcode = models.CharField(max_length=10, blank=True)
    cell = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "number_key"], name="address_once")
        ]
        indexes = [models.Index(fields=["cell"], name="address_cell")]


class Stop(models.Model):
    code = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    lat = models.FloatField()
    lon = models.FloatField()


class Landmark(models.Model):
    """A place people name instead of an address; `aliases` are folded."""

    code = models.CharField(max_length=60, unique=True)
    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=40, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    aliases = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=20, default="import")


class RegisterVersion(models.Model):
    """A fresh token for each change of a register, so that processes know to read it again."""

    register = models.CharField(max_length=20, unique=True)
    token = models.UUIDField(default=uuid.uuid4)
    changed_at = models.DateTimeField()
