"""What the clock and new messages start."""

from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.messaging.commands import SENDER_JOB, SENDER_LOCK, expire, go_another_way, wake
from kck.messaging.sending import anything_due, send_due


@app.periodic(cron="* * * * *")
@app.task(name=SENDER_JOB, queueing_lock=SENDER_LOCK)
def send_queued(timestamp: int) -> None:
    """Send for a while; when more is due, another job goes on, so that others get their turn."""
    if send_due() and anything_due():
        wake()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="messaging.other_ways")
def other_ways(timestamp: int) -> None:
    """What failed, or was not confirmed in time, goes the next way."""
    while go_another_way(at=clock.now()):
        pass


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="messaging.forget_old_words")
def forget_old_words(timestamp: int) -> None:
    """Words and addresses of what was sent are kept for ninety days."""
    while expire(at=clock.now()):
        pass
