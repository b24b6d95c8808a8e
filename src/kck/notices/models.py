"""The table of notices."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from kck.notices.terms import NoticeKind


class NoticeQuerySet(models.QuerySet["Notice"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def current(self, at: datetime) -> Self:
        """Those in force; the last moment is no longer part of it."""
        return self.standing().filter(Q(valid_to=None) | Q(valid_to__gt=at), valid_from__lte=at)


class Notice(models.Model):
    """A sentence for everybody. Its code is how files and editors call it; a code stands once."""

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=NoticeKind)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, blank=True)
    districts = models.JSONField(default=list, blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # those of the city's folder end when the file no longer has them
    from_file = models.BooleanField(default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["valid_from"],
                condition=Q(withdrawn_at=None),
                name="notice_standing",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="notice_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.code
