import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Least

from kck.cases import (  # noqa: F401
    alarm_models,
    clock_models,
    contractor_models,
    news_models,
)
from kck.cases.attached import CaseFile, CaseLabel, CaseTie, Joined, Label
from kck.cases.terms import (
    FINISHED_STATES,
    OPEN_STATES,
    CaseState,
    Closing,
    Outcome,
    PhotoKind,
    TaskState,
    TextKind,
    WaitingOn,
    choices,
)
from kck.cases.word_models import CaseWords, WordsToGather
from kck.directory.models import Category, Unit
from kck.files.models import StoredFile
from kck.foundation.actor import Actor
from kck.people.models import Person

__all__ = [
    "Case",
    "CaseFile",
    "CaseLabel",
    "CasePhoto",
    "CaseQuerySet",
    "CaseText",
    "CaseTie",
    "CaseWords",
    "Follower",
    "Joined",
    "Label",
    "Presence",
    "Task",
    "WordsToGather",
]

_OPEN = sorted(OPEN_STATES)


# a paused promise does not run; taking over is over once taken; making safe is over once the
# rest is planned. The legal clock stops for nothing.
_FIRST_CLOCK = Least(
    models.Case(models.When(paused_at=None, then=F("due_at"))),
    F("legal_due_at"),
    models.Case(models.When(paused_at=None, taken_at=None, then=F("takeover_due_at"))),
    models.Case(
        models.When(
            ~Q(state__in=[CaseState.SCHEDULED, CaseState.CONTRACTOR]),
            paused_at=None,
            then=F("safe_due_at"),
        )
    ),
)


def _tasks_of(units: Iterable[int]) -> "models.QuerySet[Task]":
    """Running ones of these units in the case of the outer statement."""
    return Task.objects.filter(
        case=OuterRef("pk"), unit_id__in=units, state__in=[TaskState.WAITING, TaskState.TAKEN]
    )


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor) -> Self:
        """What staff may read: all, or the cases of their units and those they have a task in.

        Complaints of themselves are not there. Those of their unit are while it has a task in
        them, so that it can be heard; who complained is nowhere said to it.
        """
        if actor.kind == "platform":
            return self
        units = actor.units_with("cases.view")
        of_unit, of_person = clock_models.complaints_of(actor)
        own = Q() if "cases.view" in actor.grants else Q(unit_id__in=units)
        if of_unit is not None:
            own &= ~Q(pk__in=of_unit)
        seen = self.filter(own | Q(Exists(_tasks_of(units)))) if own else self
        return seen if of_person is None else seen.exclude(pk__in=of_person)

    def open(self) -> Self:
        return self.filter(state__in=_OPEN)

    def public(self) -> Self:
        """What strangers may see of: see `queries.public_*` for which fields."""
        return self.filter(private=False).exclude(state=CaseState.WITHDRAWN)


class Case(models.Model):
    """What must be done, followed from the first contact to the confirmed end. No personal data."""

    number = models.CharField(max_length=12, unique=True)
    token = models.CharField(max_length=43, unique=True)
    kind = models.CharField(max_length=24)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    # `case_unit` begins with it
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    priority = models.CharField(max_length=2)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=5, default="pl")
    state = models.CharField(max_length=12, choices=choices(CaseState), default=CaseState.NEW)
    outcome = models.CharField(max_length=16, choices=choices(Outcome), blank=True)
    closing = models.CharField(max_length=12, choices=choices(Closing), blank=True)

    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    cell = models.BigIntegerField(null=True)  # H3, resolution 10, some 65 m across
    address = models.CharField(max_length=300, blank=True)
    street = models.CharField(max_length=120, blank=True)
    district = models.CharField(max_length=20, blank=True)
    owner = models.CharField(max_length=20, blank=True)

    private = models.BooleanField(default=False)
    coarse = models.BooleanField(default=False)  # the public sees the street only
    danger = models.CharField(max_length=40, blank=True)
    needs_triage = models.BooleanField(default=False)

    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    takeover_due_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    safe_due_at = models.DateTimeField(null=True)  # first of two targets
    due_at = models.DateTimeField(null=True)  # the promised end
    legal_due_at = models.DateTimeField(null=True)
    waiting_on = models.CharField(max_length=12, choices=choices(WaitingOn))
    waiting_since = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    returns_at = models.DateTimeField(null=True)  # when an unanswered question ends the pause
    scheduled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # the clock that runs out first: what queues are sorted by
    first_due_at = models.GeneratedField(
        expression=_FIRST_CLOCK,
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )

    handler_id = models.BigIntegerField(null=True)  # staff
    done_by_id = models.BigIntegerField(null=True)  # a dispute goes to somebody else
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    partner_id = models.BigIntegerField(null=True)
    conversation_id = models.BigIntegerField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged"
    )
    hand_backs = models.PositiveSmallIntegerField(default=0)
    disputes = models.PositiveSmallIntegerField(default=0)
    times = models.PositiveSmallIntegerField(default=1)  # the same, here, within half a year
    cause = models.CharField(max_length=12, blank=True)  # why it comes back
    me_too = models.PositiveIntegerField(default=0)
    rule = models.CharField(max_length=60, blank=True)
    because = models.JSONField(default=dict)  # why this unit, in words, per language
    source = models.CharField(max_length=40, blank=True)
    source_id = models.CharField(max_length=80, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "first_due_at", "id"],
                name="case_queue",
                condition=Q(state__in=_OPEN),
            ),
            models.Index(
                fields=["handler_id", "first_due_at", "id"],
                name="case_mine",
                condition=Q(state__in=_OPEN, handler_id__isnull=False),
            ),
            models.Index(fields=["opened_at"], name="case_triage", condition=Q(needs_triage=True)),
            models.Index(
                fields=["first_due_at", "id"], name="case_city", condition=Q(state__in=_OPEN)
            ),
            models.Index(
                fields=["district", "first_due_at", "id"],
                name="case_district",
                condition=Q(state__in=_OPEN),
            ),
            models.Index(fields=["-opened_at", "-id"], name="case_newest"),
            models.Index(
                fields=["-opened_at", "-id"],
                name="case_open_newest",
                condition=Q(state__in=_OPEN),
            ),
            models.Index(
                fields=["first_due_at", "id"],
                name="case_returned",
                condition=Q(state__in=_OPEN, hand_backs__gte=2),
            ),
            models.Index(
                fields=["unit", "done_at", "id"],
                name="case_unit_done",
                condition=Q(state=CaseState.DONE),
            ),
            models.Index(
                fields=["first_due_at", "id"],
                name="case_danger",
                condition=Q(state__in=_OPEN) & ~Q(danger=""),
            ),
            models.Index(
                fields=["-opened_at", "-id"], name="case_public", condition=Q(private=False)
            ),
            models.Index(
                fields=["district", "-opened_at", "-id"],
                name="case_public_district",
                condition=Q(private=False),
            ),
            models.Index(
                fields=["category", "-opened_at", "-id"],
                name="case_public_category",
                condition=Q(private=False),
            ),
            # for the public list and for the unit's own
            models.Index(fields=["unit", "-opened_at", "-id"], name="case_unit"),
            models.Index(fields=["-updated_at", "-id"], name="case_updated"),
            models.Index(
                fields=["cell", "category"], name="case_near", condition=Q(cell__isnull=False)
            ),
            models.Index(
                fields=["done_at"], name="case_silence", condition=Q(state=CaseState.DONE)
            ),
            models.Index(
                fields=["returns_at"], name="case_returns", condition=Q(state=CaseState.WAITING)
            ),
            models.Index(
                fields=["unit", "-opened_at"], name="case_again", condition=Q(times__gte=3)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~Q(source_id=""), name="case_source_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN, closed_at=None) | Q(state__in=sorted(FINISHED_STATES)),
                name="case_open_not_closed",
            ),
            models.CheckConstraint(
                condition=(Q(lat=None) & Q(lon=None))
                | (Q(lat__range=(-90, 90)) & Q(lon__range=(-180, 180))),
                name="case_on_earth",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="case_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"case:{self.pk}"


class CaseText(models.Model):
    """Words of a case: what was written, by whom. Sealed in the log; can be redacted or erased."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=16, choices=choices(TextKind))
    body = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="pl")
    author = models.CharField(max_length=40)
    at = models.DateTimeField()
    salt = models.CharField(max_length=32, blank=True)
    published_at = models.DateTimeField(null=True)
    redacted_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="case_text_case")]

    def __str__(self) -> str:
        return f"text {self.pk}"


class CasePhoto(models.Model):
    """A photo of a case; its file carries the seal."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="photos")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=choices(PhotoKind))
    author = models.CharField(max_length=40)
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"photo {self.pk}"


class Task(models.Model):
    """What one unit or contractor must do in a case. A simple case has one, of its own unit.

    `beside`: given by the case's unit to somebody else, who says by themselves what came of it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10)  # WayOfWorking of the unit when it was given
    contractor = models.CharField(max_length=120, blank=True)
    mail = models.CharField(max_length=254, blank=True)  # where the contractor's link goes
    beside = models.BooleanField(default=False)
    words = models.ForeignKey(CaseText, on_delete=models.SET_NULL, null=True, related_name="+")
    said = models.ForeignKey(CaseText, on_delete=models.SET_NULL, null=True, related_name="+")
    until = models.DateTimeField(null=True)
    shows_photos = models.BooleanField(default=False)  # the report's, to the contractor
    state = models.CharField(max_length=12, choices=choices(TaskState), default=TaskState.WAITING)
    given_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)  # when somebody of the unit first saw the case
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "case"],
                name="task_open",
                condition=Q(state__in=[TaskState.WAITING, TaskState.TAKEN]),
            ),
            models.Index(
                fields=["given_at"],
                name="task_unopened",
                condition=Q(state=TaskState.WAITING, opened_at=None, contractor=""),
            ),
            models.Index(
                fields=["unit", "case"],
                name="task_beside",
                condition=Q(
                    beside=True, contractor="", state__in=[TaskState.WAITING, TaskState.TAKEN]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class Follower(models.Model):
    """Somebody who hears of a case: its reporter, or who said "me too"."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reporter = models.BooleanField(default=False)
    at = models.DateTimeField()
    leave_token = models.UUIDField(default=uuid.uuid4, unique=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="follower_once")]

    def __str__(self) -> str:
        return f"follower {self.pk}"


class Presence(models.Model):
    """Somebody of the staff has the case open; each heartbeat moves `seen_at`, in real time."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    staff_id = models.BigIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "staff_id"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.case_id}"
