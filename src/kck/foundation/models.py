from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import BigIntegerField, Func, Q, TextField
from django.db.models.functions import Cast

_TRANSACTION = Cast(Cast(Func(function="pg_current_xact_id"), TextField()), BigIntegerField())


class RecordedEvent(models.Model):
    """One fact that was recorded with the change that made it. Append-only; no personal data."""

    stream = models.CharField(max_length=60, blank=True)
    seq = models.PositiveIntegerField(null=True)
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    transaction = models.BigIntegerField(db_default=_TRANSACTION, editable=False)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "seq"], condition=~Q(stream=""), name="event_stream_seq"
            )
        ]
        indexes = [
            models.Index(fields=["name", "at"], name="event_name_at"),
            models.Index(fields=["transaction"], name="event_transaction"),  # see `log`
            models.Index(fields=["actor", "-id"], name="event_actor"),  # what auditors ask
            BrinIndex(fields=["at"], name="event_at"),  # it grows with the id: a few pages
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"


class Removal(models.Model):
    """A content that events name by id and that was lawfully removed: by whom and why."""

    kind = models.CharField(max_length=40)
    content_id = models.BigIntegerField()
    ground = models.CharField(max_length=80)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "content_id"], name="removal_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.content_id}"


class Look(models.Model):
    """Somebody looked at personal data: who, of what, why."""

    actor = models.CharField(max_length=40)
    what = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="look_subject_at"),
            models.Index(fields=["actor", "-id"], name="look_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.what} {self.subject}"


class Tally(models.Model):
    """How often something limited was done in a window of time. Keys are hashed."""

    key = models.CharField(max_length=32)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="tally_key_window")]

    def __str__(self) -> str:
        return f"{self.key} {self.window}: {self.count}"


class KeptAnswer(models.Model):
    """What a call under a key of its caller was answered; kept for a day. See `once`."""

    key = models.CharField(max_length=64, unique=True)  # hashed
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    headers = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="kept_answer_at")]

    def __str__(self) -> str:
        return f"{self.status} {self.at}"
