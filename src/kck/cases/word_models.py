"""By which words cases are found."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q


class CaseWords(models.Model):
    """The words of a case without diacritics, for finding it. Triggers of the database write it.

    They run with whatever writes a case or a text, so no way of writing can forget it: see
    migration 0007. Mail addresses and long numbers are left out.
    """

    case = models.OneToOneField(
        "cases.Case",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        db_constraint=False,
    )
    unit_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    live = models.BooleanField()  # not closed, merged or withdrawn
    words = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="case_words_live", condition=Q(live=True)),
            GinIndex(fields=["words"], name="case_words_all"),
            models.Index(fields=["-opened_at", "-case"], name="case_words_newest"),
            models.Index(fields=["unit_id", "-opened_at", "-case"], name="case_words_unit"),
        ]

    def __str__(self) -> str:
        return f"words of {self.case_id}"


class WordsToGather(models.Model):
    """Cases up to this id were there before `CaseWords`; a job goes down from here."""

    upto = models.BigIntegerField()

    def __str__(self) -> str:
        return f"words up to {self.upto}"
