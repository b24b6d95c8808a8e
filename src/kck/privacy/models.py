from django.db import models
from django.db.models import Q

from kck.cases.models import Case
from kck.people.models import Person
from kck.privacy.terms import RequestKind, RequestState


class PrivacyRequest(models.Model):
    """Somebody uses a right they have over their data. The register of what was asked and done."""

    kind = models.CharField(max_length=14, choices=[(str(k), str(k)) for k in RequestKind])
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField()
    how = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    due_on = models.DateField()
    longer_because = models.CharField(max_length=300, blank=True)
    identity = models.CharField(max_length=200, blank=True)  # how we know that it is them
    identity_at = models.DateTimeField(null=True)
    exported_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    kept = models.JSONField(default=list)  # what stayed, and why, in words
    state = models.CharField(
        max_length=8, choices=[(str(s), str(s)) for s in RequestState], default=RequestState.OPEN
    )
    answer = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on"], name="privacy_request_open", condition=Q(state=RequestState.OPEN)
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class RetentionClass(models.Model):
    """For how many years personal data of some cases are kept, by the city's list of records.

    Nothing is done by a class that nobody has confirmed.
    """

    code = models.SlugField(max_length=60, unique=True)
    order = models.PositiveIntegerField()
    names = models.JSONField()
    symbol = models.CharField(max_length=20, blank=True)  # of the list of records (JRWA)
    archive = models.CharField(max_length=4, blank=True)  # A, B5, BE10 …
    categories = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    contact_years = models.PositiveSmallIntegerField(null=True)  # none: never
    words_years = models.PositiveSmallIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.code


class RetentionHold(models.Model):
    """One case that is kept although its time has come: a lawsuit, a complaint, a request."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_at=None), name="retention_hold_once"
            )
        ]

    def __str__(self) -> str:
        return f"hold of {self.case_id}"


class RetentionRun(models.Model):
    """What a night did, or would have done: counts by class and step, nobody's data."""

    at = models.DateTimeField()
    did = models.BooleanField()
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"run {self.pk}"


class RetentionSwitch(models.Model):
    """The last row says whether nights do what they show."""

    on = models.BooleanField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.at} {self.on}"
