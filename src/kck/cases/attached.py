"""What hangs on a case beside its words and photos: labels, files, other cases."""

from django.db import models
from django.db.models import F, Q

from kck.cases.terms import Colour, FileKind, Tie, choices
from kck.directory.models import Unit
from kck.files.models import StoredFile
from kck.people.models import Person


class Label(models.Model):
    """A word that staff put on cases; without a unit it is everybody's."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=40)
    folded = models.CharField(max_length=40)  # lower case, no diacritics: how it is found
    colour = models.CharField(max_length=8, choices=choices(Colour), default=Colour.NEUTRAL)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "folded"], name="label_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"label {self.pk}"


class CaseLabel(models.Model):
    """A label on a case."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "label"], name="case_label_once")]
        indexes = [models.Index(fields=["label", "case"], name="case_label_found")]

    def __str__(self) -> str:
        return f"{self.label_id} on {self.case_id}"


class CaseTie(models.Model):
    """How one case has to do with another: read from `case` towards `other`."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    tie = models.CharField(max_length=8, choices=choices(Tie))
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other", "tie"], name="case_tie_once"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="case_tie_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.tie} {self.other_id}"


class CaseFile(models.Model):
    """A document of a case, kept as it came; never public. Its file carries the seal."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=choices(FileKind))
    name = models.CharField(max_length=150)
    author = models.CharField(max_length=40)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="case_file_case")]

    def __str__(self) -> str:
        return f"file {self.pk}"


class Joined(models.Model):
    """Somebody reported the same and said more than that: where, in which words, with which photos.

    The words and photos hang on the case like all others; `text` and `photos` say whose they are.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    text_id = models.BigIntegerField(null=True)  # of `CaseText`
    photos = models.JSONField(default=list)  # ids of `CasePhoto`
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    place = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"joined {self.pk}"
