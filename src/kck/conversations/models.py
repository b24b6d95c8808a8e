from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kck.cases.models import Case
from kck.conversations.terms import GRANT, UNSETTLED, Ended, Noise, Sending, ThreadState, Way
from kck.directory.models import Unit
from kck.files.models import StoredFile
from kck.foundation.actor import Actor
from kck.people.models import Person


class Box(models.Model):
    """An address that people write to. `valid_to`: until then an old one goes on being answered."""

    code = models.CharField(max_length=40, unique=True)
    channel = models.CharField(max_length=12)
    address = models.CharField(max_length=254)
    also = ArrayField(models.CharField(max_length=254), default=list)  # older names of it
    names = models.JSONField()
    unit = models.CharField(max_length=20)  # whose it is
    always_bcc = models.CharField(max_length=254, blank=True)
    may_cc = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["address"], name="box_address")]

    def __str__(self) -> str:
        return self.code


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, actor: Actor) -> Self:
        if actor.kind == "platform" or GRANT in actor.grants:
            return self
        return self.filter(unit_id__in=actor.units_with(GRANT))

    def unsettled(self) -> Self:
        return self.filter(state__in=UNSETTLED)


class Thread(models.Model):
    """One conversation in writing, with one person, through one box."""

    channel = models.CharField(max_length=12)
    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="threads")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(str(s), str(s)) for s in ThreadState])
    ended = models.CharField(max_length=10, blank=True, choices=[(str(e), str(e)) for e in Ended])
    subject = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=254, blank=True)  # where we answer
    name = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=5, default="pl")
    handler_id = models.BigIntegerField(null=True)  # staff
    labels = ArrayField(models.CharField(max_length=40), default=list)
    danger = models.CharField(max_length=40, blank=True)
    suggested = models.JSONField(default=list)  # codes and kinds of its matters, no words
    kind = models.CharField(max_length=30, blank=True)  # of case, once a person said so
    category = models.CharField(max_length=80, blank=True)  # why they wrote, once it was settled
    dmarc = models.CharField(max_length=10, blank=True)
    stranger = models.BooleanField(default=False)  # somebody else writes about a case
    opened_at = models.DateTimeField()
    last_in_at = models.DateTimeField()
    last_out_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)  # of the oldest words nobody answered
    due_at = models.DateTimeField(null=True)  # by when the next answer is promised
    wakes_at = models.DateTimeField(null=True)  # of a snoozed one
    settled_at = models.DateTimeField(null=True)
    acknowledged_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)  # of what forms have seen
    satisfied = models.SmallIntegerField(null=True)  # 1..5, asked once it was answered
    asked_at = models.DateTimeField(null=True)  # whether the answer helped
    erased_at = models.DateTimeField(null=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "due_at", "id"], name="thread_queue", condition=Q(state="open")
            ),
            models.Index(
                fields=["state", "-last_in_at", "-id"], name="thread_state"
            ),
            models.Index(
                fields=["wakes_at"], name="thread_wakes", condition=Q(state="snoozed")
            ),
            models.Index(
                fields=["address"], name="thread_address", condition=~Q(address="")
            ),
            models.Index(
                fields=["person"], name="thread_person", condition=Q(person__isnull=False)
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(state="snoozed", wakes_at__isnull=False)
                | (~Q(state="snoozed") & Q(wakes_at=None)),
                name="thread_snoozed_wakes",
            )
        ]

    def __str__(self) -> str:
        return f"thread {self.pk}"

    @property
    def stream(self) -> str:
        return f"thread:{self.pk}"


class ThreadCase(models.Model):
    """A case that came of a thread, or about which it is."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="cases")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "case"], name="thread_case_once")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.case_id}"


class Post(models.Model):
    """One mail or text of a thread, or a note that only staff read."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    way = models.CharField(max_length=5, choices=[(str(w), str(w)) for w in Way])
    far_end_id = models.CharField(max_length=250, blank=True)
    own_id = models.CharField(max_length=120, blank=True)  # of what we sent: its Message-ID
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)  # as its writer's clock says
    author = models.CharField(max_length=40)
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    signature = models.TextField(blank=True)
    html = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    noise = models.CharField(
        max_length=10, blank=True, choices=[(str(n), str(n)) for n in Noise]
    )  # fmt: skip
    sending = models.CharField(
        max_length=5, blank=True, choices=[(str(s), str(s)) for s in Sending]
    )  # fmt: skip
    due_at = models.DateTimeField(null=True)  # real time, of one that is held
    after = models.CharField(max_length=10, blank=True)  # state of the thread once it is sent
    fields = models.JSONField(default=dict)  # what the form had, to give it back
    case_id = models.BigIntegerField(null=True)  # where these words stand too
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["thread", "id"], name="post_of_thread"),
            models.Index(fields=["far_end_id"], name="post_far", condition=~Q(far_end_id="")),
            models.Index(fields=["own_id"], name="post_own", condition=~Q(own_id="")),
            models.Index(fields=["due_at"], name="post_held", condition=Q(sending="held")),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"


class Arrival(models.Model):
    """That something arrived: whatever becomes of it, the same id is never taken in twice."""

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+")
    far_end_id = models.CharField(max_length=250)
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="+")
    thread_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "far_end_id"], name="arrival_once")]

    def __str__(self) -> str:
        return f"arrival {self.pk}"


class PostFile(models.Model):
    """A file that came with a post or leaves with it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=200, blank=True)
    refused = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"file {self.pk}"


class ThreadPresence(models.Model):
    """Who has a thread open just now."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    staff_id = models.BigIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "staff_id"], name="thread_presence_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.thread_id}"
