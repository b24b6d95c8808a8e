"""What workers do for runs, and what the clock does. Each job finds its own work."""

import time
from datetime import timedelta

from procrastinate.contrib.django import app

from kck.cases.commands.words import gather_some
from kck.foundation import clock
from kck.foundation.outbox import command, defer
from kck.queues.commands import steps
from kck.queues.commands.runs import STEP_JOB, empty_old
from kck.queues.models import BulkRun
from kck.queues.terms import RunState

_STUCK = timedelta(seconds=30)
_GATHERED_FOR = 50.0  # s of each minute


@app.task(name=STEP_JOB)
def go_on(run_id: int) -> None:
    if steps.go_on(run_id):
        _again(run_id)


@command
def _again(run_id: int) -> None:
    defer(app.tasks[STEP_JOB], run_id=run_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="queues.resume_runs")
def resume_runs(timestamp: int) -> None:
    """A worker that was killed leaves its run where it was."""
    moving = BulkRun.objects.filter(
        state__in=[RunState.RUNNING, RunState.UNDOING], moved_at__lt=clock.real_now() - _STUCK
    )
    for run_id in list(moving.values_list("pk", flat=True)):
        _again(run_id)


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="queues.empty_old")
def empty_old_runs(timestamp: int) -> None:
    empty_old()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="queues.gather_words")
def gather_words(timestamp: int) -> None:
    """Once, after the release that brought search by words: a million cases take some minutes."""
    until = time.monotonic() + _GATHERED_FOR
    while gather_some() and time.monotonic() < until:
        pass
