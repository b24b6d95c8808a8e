"""Photos and attachments: the row is what we know of them, the bytes are in the storage."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models

from kck.files.terms import Kind


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def there(self) -> Self:
        return self.filter(erased_at=None)

    def expired(self, at: datetime) -> Self:
        return self.there().filter(expires_at__lte=at)


class StoredFile(models.Model):
    """One file. While `expires_at` is set it is a draft; `lat`, `lon`, `taken_at` wait for one use.

    `salt` and `digest` seal its content for the event log and die with it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in Kind])
    name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # what it looks like, in 64 bits (`looks.py`); empty for what shows nothing, and old photos
    looks = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    thumb_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=models.Q(expires_at__isnull=False, erased_at=None),
                name="file_drafts",
            ),
            # bytes that still have to go
            models.Index(
                fields=["erased_at"],
                condition=models.Q(erased_at__isnull=False) & ~models.Q(name=""),
                name="file_leftovers",
            ),
        ]
