"""What triage learns from, and what it has learnt."""

from typing import Self

from django.db import models


class Material(models.Model):
    """A file of the city's folder `triage/`, as it came."""

    name = models.CharField(max_length=120, unique=True)
    sha256 = models.CharField(max_length=64)
    content = models.TextField()

    def __str__(self) -> str:
        return self.name


class TrainedModelQuerySet(models.QuerySet["TrainedModel"]):
    def standing(self) -> Self:
        """Those that were published and not taken back, the one in use first."""
        return self.exclude(published_at=None).filter(withdrawn_at=None).order_by("-pk")


class TrainedModel(models.Model):
    """A model in one archive; `sha256` of its content is its name in the caches of processes."""

    made_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    # figures by which it was judged, and what it was made of
    card = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TrainedModelQuerySet.as_manager()

    def __str__(self) -> str:
        return f"model {self.pk}"
