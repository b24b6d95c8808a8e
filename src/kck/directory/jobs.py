"""What the clock does to the configuration."""

from procrastinate.contrib.django import app

from kck.directory.commands import end_changes, take_effect
from kck.directory.models import ChangeSet, ChangeState
from kck.foundation import clock
from kck.foundation.actor import PLATFORM


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="directory.begin_changes")
def begin_changes(timestamp: int) -> None:
    """Planned changes whose day has come, and those whose last day is over.

    A missed run is made up by the next.
    """
    now = clock.now()
    due = ChangeSet.objects.filter(state=ChangeState.PLANNED, valid_from__lte=clock.today())
    for pk in list(due.order_by("valid_from", "pk").values_list("pk", flat=True)):
        take_effect(pk, at=now, by=PLATFORM)
    over = ChangeSet.objects.filter(state=ChangeState.IN_FORCE, valid_to__lt=clock.today())
    for pk in list(over.order_by("valid_to", "pk").values_list("pk", flat=True)):
        end_changes(pk, at=now, by=PLATFORM)
