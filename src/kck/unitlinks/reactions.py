"""A contractor is given a task, or has it no more: the mail with their link follows."""

from kck.cases.events import CasePassedToContractor
from kck.cases.models import Task
from kck.cases.queries.tasks import RUNNING
from kck.cases.side_events import TaskCancelled
from kck.foundation import clock
from kck.foundation.outbox import reacts_to, unit_of_work
from kck.unitlinks.mailing import mail_task, tell_task_is_off
from kck.unitlinks.models import UnitLink


@reacts_to(CasePassedToContractor)
def mail_the_contractor(event: CasePassedToContractor) -> None:
    """Once, however often it runs."""
    with unit_of_work():
        task = Task.objects.select_for_update(of=("self",)).get(pk=event.task_id)
        mailed = UnitLink.objects.filter(task=task).exists()
        if task.mail and task.state in RUNNING and not mailed:
            mail_task(task, mails=[task.mail], at=clock.now())


@reacts_to(TaskCancelled, when=lambda event: event.contractor)
def tell_the_contractor_that_it_is_off(event: TaskCancelled, event_id: int) -> None:
    task = Task.objects.select_related("case").get(pk=event.task_id)
    if task.mail:
        dedupe = f"{event.name}:{task.pk}:{event_id}"
        tell_task_is_off(task, dedupe=dedupe, at=clock.now())
