"""What the clock does: the daily letter, and words with a key that are no longer needed."""

from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.foundation.outbox import command
from kck.messaging.commands import drop_words
from kck.staffmail.daily import is_due, mail_the_day
from kck.staffmail.recent import recent_letters


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="staffmail.daily")
def send_daily(timestamp: int) -> None:
    """From eight on; a worker that was down makes it up. What is mailed is not mailed again."""
    now = clock.now()
    if is_due(now):
        mail_the_day(at=now)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="staffmail.drop_words")
def drop_keys(timestamp: int) -> None:
    """An invitation that is sent keeps no link."""
    drop_invitations()


@command
def drop_invitations() -> int:
    return drop_words(recent_letters())
