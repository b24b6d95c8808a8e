"""A phone, a worker and a sender, for tests."""

from datetime import datetime
from itertools import count

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kck.channels.sms.commands import keep, settle
from kck.channels.sms.models import StoredText
from kck.channels.sms.terms import Received
from kck.messaging.models import Delivery
from kck.messaging.sending import send_due

PHONE = "+48600100200"
_serial = count(1)


def text(words: str, *, sender: str = PHONE, far_id: str = "", **more: object) -> Received:
    return Received(
        far_id=far_id or f"t{next(_serial)}", sender=sender, text=words, to="000311",
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def comes(words: str, *, at: datetime, sender: str = PHONE) -> str:
    [pk] = keep([text(words, sender=sender)])
    return settle(pk, at=at)


def react() -> None:
    """What events cause, as a worker would do it, until nothing is left."""
    for _round in range(10):
        jobs = list(
            ProcrastinateJob.objects.filter(status="todo", task_name__contains=".reactions.")
            .order_by("id")
        )  # fmt: skip
        if not jobs:
            return
        for job in jobs:
            app.tasks[job.task_name].func(**job.args)
        ProcrastinateJob.objects.filter(pk__in=[job.pk for job in jobs]).update(task_name="done")


def on_the_phone(number: str = PHONE) -> list[str]:
    """What this phone shows, the oldest first."""
    react()
    send_due(seconds=5)
    rows = StoredText.objects.filter(address=number, incoming=False).order_by("pk")
    return list(rows.values_list("text", flat=True))


def told(number: str = PHONE) -> list[str]:
    """What is on its way to this number, the oldest first."""
    rows = Delivery.objects.filter(address=number, channel="sms").order_by("pk")
    return list(rows.values_list("body", flat=True))
