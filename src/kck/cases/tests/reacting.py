"""Reactions of formal matters, run as a worker would."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kck.cases.tests.test_letters import body, letters

__all__ = ["body", "letters", "run_formal_reactions"]


def run_formal_reactions(times: int = 1) -> None:
    """Each as often as after a crash."""
    jobs = ProcrastinateJob.objects.filter(task_name__startswith="kck.cases.formal_reactions.")
    for job in jobs.order_by("id"):
        for _time in range(times):
            app.tasks[job.task_name].func(**job.args)
    jobs.update(task_name="done")
