from typing import Self

from django.db import models
from django.db.models import F, Q

from kck.cases.models import Case
from kck.channels.ezd.terms import PackageState

_STATES = [(str(state), str(state)) for state in PackageState]


class PackageQuerySet(models.QuerySet["RecordsPackage"]):
    def due(self, real_now: object) -> Self:
        """To be sent now, or left by a process that died while sending."""
        waiting = Q(state=PackageState.WAITING, next_at__lte=real_now)
        lost = Q(state=PackageState.SENDING, lease_until__lt=real_now)
        return self.filter(waiting | lost).order_by(F("next_at").asc(nulls_last=True), "id")


class RecordsPackage(models.Model):
    """The one package of a case. Its bytes are made when it is sent, and are not kept here.

    It tells the case up to event `up_to_seq`, so that every attempt tells the same.
    Queue times are real, the others business time.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    package_id = models.CharField(max_length=80, unique=True)
    up_to_seq = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=_STATES, default=PackageState.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # with `why`: kck.foundation.reasons
    why = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    receipt_number = models.CharField(max_length=120, blank=True)
    receipt_on = models.DateField(null=True)
    receipt_at = models.DateTimeField(null=True)
    receipt_by = models.CharField(max_length=40, blank=True)

    objects = PackageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                name="records_due",
                condition=Q(state__in=[PackageState.WAITING, PackageState.SENDING]),
            ),
            models.Index(
                fields=["-asked_at"],
                name="records_open",
                condition=~Q(state=PackageState.RECEIVED),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PackageState.RECEIVED) | ~Q(receipt_number=""),
                name="records_receipt_has_number",
            )
        ]

    def __str__(self) -> str:
        return self.package_id


class AsideFile(models.Model):
    """A file from a folder that could not be used, and how somebody dealt with it."""

    name = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)  # with `why`: kck.foundation.reasons
    why = models.JSONField(null=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=40, blank=True)
    settled_how = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class StrayReceipt(AsideFile):
    """A file among the receipts that belongs to no package of ours; it was put aside."""

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="stray_receipt_open", condition=Q(settled_at=None)),
            models.Index(
                fields=["-settled_at"], name="stray_receipt_done", condition=~Q(settled_at=None)
            ),
        ]
