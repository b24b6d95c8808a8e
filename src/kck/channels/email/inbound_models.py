from django.db import models
from django.db.models import Q

from kck.channels.email.inbound_terms import ReadingState
from kck.conversations.models import Box
from kck.files.models import StoredFile


class ReceivedMail(models.Model):
    """A mail as it came, kept before anybody looks into it. The same bytes in a box are one.

    Its words are in the conversation; the raw mail stays for `KEPT_FOR`, to be looked at when
    something was read wrongly. Queue times are real, the others business time.
    """

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10)  # imap, smtp, lmtp, file, adopt
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    raw = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    recipients = models.JSONField(default=list)  # of its envelope
    quiet = models.BooleanField(default=False)  # of an old mailbox: nobody is told anything
    state = models.CharField(
        max_length=10, choices=[(str(s), str(s)) for s in ReadingState],
        default=ReadingState.WAITING,
    )  # fmt: skip
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)  # kind of failure, never its words
    at = models.DateTimeField()  # when the city had it
    read_at = models.DateTimeField(null=True)
    thread_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    unchecked = models.BooleanField(default=False)  # no scanner answered when its files came
    settled_by = models.BigIntegerField(null=True)  # staff who dealt with an unreadable one
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "sha256"], name="received_mail_once")]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"], name="received_mail_due",
                condition=Q(next_try_at__isnull=False),
            ),
            models.Index(
                fields=["-at"], name="received_mail_unreadable", condition=Q(state="unreadable")
            ),
            models.Index(
                fields=["at"], name="received_mail_unchecked", condition=Q(unchecked=True)
            ),
            models.Index(
                fields=["read_at"], name="received_mail_kept", condition=Q(erased_at=None)
            ),
            models.Index(
                fields=["thread_id"], name="received_mail_thread",
                condition=Q(thread_id__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"received mail {self.pk}"


class FetchState(models.Model):
    """How far a folder of a mailbox has been fetched. Times are real."""

    mailbox = models.CharField(max_length=60)
    folder = models.CharField(max_length=200)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)  # the last time that all went well
    fetched_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    problem_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "folder"], name="fetch_state_once")
        ]

    def __str__(self) -> str:
        return f"{self.mailbox} {self.folder}"
