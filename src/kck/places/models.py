"""Registers of a city: areas, streets, houses, stops, landmarks."""

import uuid
from datetime import date

from django.db import models

from kck.places.terms import AREA_KINDS, REGISTERS, Every, RunState

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


class RegisterSource(models.Model):
    """Where a register comes from, and when it is fetched again. Its hour is the city's."""

    name = models.CharField(max_length=120)
    register = models.CharField(max_length=20, choices=[(one, one) for one in REGISTERS])
    location = models.CharField(max_length=500)
    options = models.JSONField(default=dict)  # crs, only, kind, columns: as on the command line
    every = models.CharField(max_length=10, choices=[(str(one), str(one)) for one in Every])
    hour = models.PositiveSmallIntegerField(default=3)
    most_vanishing = models.PositiveSmallIntegerField(default=20)  # per cent
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], name="source_due", condition=models.Q(next_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name


class RegisterRun(models.Model):
    """One import of a register by its source: what it found and what it did."""

    source = models.ForeignKey(RegisterSource, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=[(str(one), str(one)) for one in RunState])
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)  # of the file
    read = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    vanished = models.PositiveIntegerField(default=0)
    before = models.PositiveIntegerField(default=0)  # rows there were
    reason = models.CharField(max_length=500, blank=True)  # with `why`: kck.foundation.reasons
    why = models.JSONField(null=True)
    examples = models.JSONField(default=list)  # some rejected rows: line, reason, why
    preview = models.JSONField(default=dict)  # added, changed, vanished: the first labels of each
    actor = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["source", "-id"], name="run_of_source")]

    def __str__(self) -> str:
        return f"run {self.pk}"


class RegisterChange(models.Model):
    """One row that a run added, changed or took away, as it was and as it is."""

    run = models.ForeignKey(RegisterRun, on_delete=models.CASCADE, related_name="changes")
    table = models.CharField(max_length=40)
    row = models.BigIntegerField()
    label = models.CharField(max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    def __str__(self) -> str:
        return self.label
