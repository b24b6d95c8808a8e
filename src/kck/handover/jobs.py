"""What the clock and new sendings start."""

from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.handover.commands import SENDER_JOB, SENDER_LOCK, wake
from kck.handover.models import Sending
from kck.handover.ports import served_ways
from kck.handover.sending import send_due as send


@app.periodic(cron="* * * * *")
@app.task(name=SENDER_JOB, queueing_lock=SENDER_LOCK)
def send_due(timestamp: int) -> None:
    """Send for a while; when more is due, another job goes on, so that others get their turn."""
    arrived = send()
    due = Sending.objects.filter(next_at__lte=clock.real_now(), way__in=sorted(served_ways()))
    if arrived and due.exists():
        wake()
