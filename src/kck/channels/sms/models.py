from django.db import models
from django.db.models import Q


class TextIn(models.Model):
    """A text that came in: kept before anything is made of it. Once it is, its words are gone."""

    far_id = models.CharField(max_length=64, unique=True)  # hashed: it may hold a number
    sender = models.CharField(max_length=40, blank=True)
    to = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    joint = models.CharField(max_length=100, blank=True)
    part = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField()  # real time
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)  # real time; None: settled, or given up
    trouble = models.CharField(max_length=200, blank=True)
    became = models.CharField(max_length=40, blank=True)  # "thread:7", "stop", "part"…

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], name="text_in_due", condition=Q(next_try_at__isnull=False)
            ),
            models.Index(fields=["joint", "sender"], name="text_in_joint", condition=~Q(joint="")),
            models.Index(fields=["kept_at"], name="text_in_kept"),
        ]

    def __str__(self) -> str:
        return f"text {self.pk}"


class StoredText(models.Model):
    """A text of the demo city, kept for its mailbox page instead of being sent."""

    own_id = models.CharField(max_length=120, unique=True)
    address = models.CharField(max_length=40)
    text = models.TextField()
    language = models.CharField(max_length=5)
    about = models.CharField(max_length=60, blank=True)
    incoming = models.BooleanField(default=False)  # a visitor sent it to the city
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="stored_text_latest"),
            models.Index(fields=["address", "-at", "-id"], name="stored_text_address"),
        ]

    def __str__(self) -> str:
        return f"text {self.pk}"
