from django.db import models
from django.db.models import F, Q

from kck.replies.terms import Limits, ReadyText


class ReadyTextEdition(models.Model):
    """A ready text from a day on. The latest one that has begun counts; none is ever changed."""

    code = models.CharField(max_length=60)
    names = models.JSONField()
    bodies = models.JSONField()
    purposes = models.JSONField(default=list)
    units = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    states = models.JSONField(default=list)
    outcomes = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    from_file = models.BooleanField(default=False)
    author = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["code", "-valid_from", "-id"], name="ready_text_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="ready_text_dates",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"

    @property
    def info(self) -> ReadyText:
        return ReadyText(
            id=self.pk,
            code=self.code,
            names=self.names,
            bodies=self.bodies,
            limits=Limits(
                purposes=self.purposes,
                units=self.units,
                groups=self.groups,
                categories=self.categories,
                states=self.states,
                outcomes=self.outcomes,
            ),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            author=self.author,
            made_at=self.made_at,
        )


class ReadyUse(models.Model):
    """How often somebody has sent a ready text: what is used comes first in their list."""

    staff_id = models.BigIntegerField()
    code = models.CharField(max_length=60)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff_id", "code"], name="ready_use_once")]

    def __str__(self) -> str:
        return f"{self.code} by {self.staff_id}"


class Draft(models.Model):
    """What somebody has begun to write about a thing. Nobody else reads it.

    `version` counts the savings, so that two windows of one person do not overwrite each other.
    """

    staff_id = models.BigIntegerField()
    about = models.CharField(max_length=60)  # a stream, such as "case:123"
    action = models.CharField(max_length=30)
    fields = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()  # real time
    returned = models.BooleanField(default=False)  # it was sent, and did not leave

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff_id", "about", "action"], name="draft_once")
        ]
        indexes = [
            models.Index(fields=["about", "updated_at"], name="draft_about"),
            models.Index(fields=["updated_at"], name="draft_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.action} about {self.about}"


class HeldReply(models.Model):
    """A reply that was sent and has not left. Its row is gone once it left or was taken back.

    `data` is what the command will be given; `fields` is the form, if it becomes a draft again.
    """

    about = models.CharField(max_length=60)
    staff_id = models.BigIntegerField()
    action = models.CharField(max_length=30)
    data = models.JSONField()
    fields = models.JSONField()
    made_at = models.DateTimeField()  # real time, as `due_at`
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "staff_id"], name="held_reply_once")
        ]
        indexes = [
            models.Index(fields=["due_at"], name="held_reply_due"),
            models.Index(fields=["staff_id"], name="held_reply_staff"),
        ]

    def __str__(self) -> str:
        return f"{self.action} about {self.about}"
