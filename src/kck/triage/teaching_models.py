"""What people of the city teach on purpose, and when somebody asked to learn at once."""

from django.db import models

from kck.triage.teaching_terms import RunState


class Sentence(models.Model):
    """An example that somebody of the staff wrote: what a resident might write of a category.

    `author` is an actor; the text is nobody's own words and holds no personal data.
    """

    category = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    text = models.CharField(max_length=400)
    author = models.CharField(max_length=40)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"sentence {self.pk}"


class LearningRun(models.Model):
    """Somebody pressed "learn now". Times are of the city's clock."""

    state = models.CharField(max_length=10, default=RunState.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)  # an actor
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    model_id = models.BigIntegerField(null=True)  # what came of it

    def __str__(self) -> str:
        return f"learning {self.pk}"
