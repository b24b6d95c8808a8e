from django.db import models
from django.db.models import Q

from kck.cases.models import Case
from kck.directory.models import Unit
from kck.people.models import Person
from kck.queues.terms import ItemState, RunState


class SavedView(models.Model):
    """A view with filters under a name. The person of a filter stays here, never in an address."""

    staff_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=60)
    base = models.CharField(max_length=20)  # a `cases.queries.views.View`
    filters = models.JSONField(default=dict)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["staff_id", "position"], name="saved_view_own")]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None) | Q(person=None), name="saved_view_person_is_private"
            )
        ]

    def __str__(self) -> str:
        return f"view {self.pk}"


class BulkRun(models.Model):
    """One action for many cases. `data` may hold words to reporters; a job empties it later."""

    staff_id = models.BigIntegerField()
    action = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=RunState.DRAFT)
    view = models.CharField(max_length=1500, blank=True)
    language = models.CharField(max_length=5, default="pl")
    created_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undo_until = models.DateTimeField(null=True)  # real time
    moved_at = models.DateTimeField(null=True)  # real time: when a worker last did something

    class Meta:
        indexes = [
            models.Index(fields=["staff_id", "-id"], name="bulk_run_own"),
            models.Index(
                fields=["moved_at"],
                name="bulk_run_moving",
                condition=Q(state__in=[RunState.RUNNING, RunState.UNDOING]),
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"


class BulkItem(models.Model):
    """One case of a run. Its state changes with the case, in one transaction."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, default=ItemState.WAITING)
    why = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)  # what taking it back needs

    class Meta:
        indexes = [
            models.Index(
                fields=["run", "id"], name="bulk_item_waiting", condition=Q(state="waiting")
            ),
            models.Index(fields=["run", "state", "id"], name="bulk_item_state"),
        ]
        constraints = [models.UniqueConstraint(fields=["run", "case"], name="bulk_item_once")]

    def __str__(self) -> str:
        return f"item {self.pk}"
