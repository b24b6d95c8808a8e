from django.db import models


class DemoState(models.Model):
    """One row: whether the demo city stands, how far the making is, and its scenes."""

    ready = models.BooleanField(default=False)
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    scenes = models.JSONField(default=dict)  # key -> case numbers and what else a scene needs
    started_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "demo"
