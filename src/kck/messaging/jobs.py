"""What the clock and new messages start."""

from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.messaging.commands import SENDER_JOB, SENDER_LOCK, expire, wake
from kck.messaging.models import Delivery
from kck.messaging.sending import send_due


@app.periodic(cron="* * * * *")
@app.task(name=SENDER_JOB, queueing_lock=SENDER_LOCK)
def send_queued(timestamp: int) -> None:
    """Send for a while; when more is due, another job goes on, so that others get their turn."""
    sent = send_due()
    if sent and Delivery.objects.filter(next_try_at__lte=clock.real_now()).exists():
        wake()


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="messaging.forget_old_words")
def forget_old_words(timestamp: int) -> None:
    """Words and addresses of what was sent are kept for ninety days."""
    while expire(at=clock.now()):
        pass
