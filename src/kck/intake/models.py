from django.db import models
from django.db.models import Q

from kck.cases.models import Case
from kck.intake import crowd_models, line2_models
from kck.intake.terms import Channel, Ending
from kck.people.models import Person

SecondLine = line2_models.SecondLine
Crowd, CrowdCase = crowd_models.Crowd, crowd_models.CrowdCase


class Conversation(models.Model):
    """One talk in one channel. Its words are the case's, or are kept here when there is none."""

    channel = models.CharField(max_length=12, choices=[(str(c), str(c)) for c in Channel])
    far_end_id = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField()
    ending = models.CharField(max_length=10, choices=[(str(e), str(e)) for e in Ending])
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="+")
    actor = models.CharField(max_length=40)
    language = models.CharField(max_length=5, default="pl")
    question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    after_danger = models.CharField(max_length=12, blank=True)
    # from which device, known again for a day only (`foundation.http.device_of`)
    device = models.BigIntegerField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "far_end_id"],
                condition=~Q(far_end_id=""),
                name="conversation_once",
            )
        ]
        indexes = [
            models.Index(fields=["-received_at"], name="conversation_newest"),
            models.Index(fields=["case"], name="conversation_case"),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class HourlyCount(models.Model):
    """How many of something came in an hour: what crowds and figures are computed from."""

    hour = models.DateTimeField()
    what = models.CharField(max_length=20)  # received, joined, redirected
    channel = models.CharField(max_length=12)
    key = models.CharField(max_length=60)  # category or danger code
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hour", "what", "channel", "key"], name="hourly_count_once"
            )
        ]
        indexes = [models.Index(fields=["key", "hour"], name="hourly_count_key")]

    def __str__(self) -> str:
        return f"{self.hour} {self.what} {self.key}: {self.count}"


class Sheet(models.Model):
    """A printed sheet of paper for when nothing works: its number and code are given away at once.

    The case that is typed in from it takes both.
    """

    number = models.CharField(max_length=12, unique=True)
    token = models.CharField(max_length=43)
    drawn_at = models.DateTimeField()
    drawn_by = models.BigIntegerField(null=True)  # staff
    case = models.OneToOneField(Case, on_delete=models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)  # spoilt, lost, handed to nobody

    class Meta:
        indexes = [
            models.Index(
                fields=["-drawn_at", "number"],
                name="sheet_free",
                condition=Q(used_at=None, void_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"sheet {self.number}"
