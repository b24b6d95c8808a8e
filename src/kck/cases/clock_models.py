from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import QuerySet

from kck.cases.clock_terms import Clock, ClockRule, Kept, Whom
from kck.directory.offsets import Offset
from kck.directory.terms import CaseKind
from kck.foundation.actor import Actor


class EscalationRule(models.Model):
    """A row of the city's `escalations.toml`: who is told how long before or after a clock."""

    code = models.CharField(max_length=60)
    clock = models.CharField(max_length=12)
    moment = models.CharField(max_length=12)
    to = ArrayField(models.CharField(max_length=12))
    priorities = ArrayField(models.CharField(max_length=2), default=list)
    kinds = ArrayField(models.CharField(max_length=24), default=list)
    waiting_on = ArrayField(models.CharField(max_length=12), default=list)
    basis = models.TextField(blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], nulls_distinct=False, name="escalation_edition_once"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def rule(self) -> ClockRule:
        return ClockRule(
            code=self.code,
            clock=Clock(self.clock),
            offset=Offset.parse(self.moment),
            to=tuple(Whom(one) for one in self.to),
            priorities=tuple(self.priorities),
            kinds=tuple(self.kinds),
            waiting_on=tuple(self.waiting_on),
        )


class ClockNotice(models.Model):
    """Somebody was told of a clock by a rule. A deadline that moved is another one."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "rule", "due_at"], name="clock_notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} of {self.case_id}"


class Commitment(models.Model):
    """What a case that ended "in a programme" has promised: it comes back on its date."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="commitments")
    due_on = models.DateField()
    programme = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, default=Kept.OPEN)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    told_at = models.DateTimeField(null=True)  # when it came back to its unit
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "id"], name="commitment_due", condition=models.Q(state=Kept.OPEN)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state=Kept.OPEN), name="commitment_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.due_on} of {self.case_id}"


class Complained(models.Model):
    """Of whom a complaint is. They do not work on it, and never learn whose it is."""

    case = models.OneToOneField(
        "cases.Case", on_delete=models.CASCADE, primary_key=True, related_name="complained"
    )
    of = models.CharField(max_length=8)
    unit = models.ForeignKey(
        "directory.Unit", on_delete=models.PROTECT, null=True, related_name="+"
    )
    staff_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["staff_id"], name="complained_staff"),
        ]

    def __str__(self) -> str:
        return f"{self.of} in {self.case_id}"


def complaints_of(
    actor: Actor,
) -> "tuple[QuerySet[Complained, int] | None, QuerySet[Complained, int] | None]":
    """Ids of complaints of the units this person works in, and of themselves; None: of none."""
    rows = Complained.objects.filter(case__kind=CaseKind.COMPLAINT)
    of_unit = rows.filter(unit_id__in=actor.unit_ids) if actor.unit_ids else None
    of_person = rows.filter(staff_id=actor.staff_id) if actor.staff_id is not None else None
    return (
        None if of_unit is None else of_unit.values_list("case_id", flat=True),
        None if of_person is None else of_person.values_list("case_id", flat=True),
    )


class ComplaintRoute(models.Model):
    """A row of the city's `formal.toml`: who examines a complaint of whom, and through whom."""

    code = models.CharField(max_length=60)
    order = models.PositiveIntegerField(default=0, db_default=0)  # the first that fits decides
    of = ArrayField(models.CharField(max_length=8))
    units = ArrayField(models.CharField(max_length=40), default=list)
    through = models.CharField(max_length=40)
    decides = models.JSONField(default=dict)
    basis = models.TextField(blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], nulls_distinct=False, name="complaint_route_once"
            )
        ]

    def __str__(self) -> str:
        return self.code
