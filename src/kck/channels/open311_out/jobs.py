"""What the clock starts, and what must not wait for it: asking far ends, and telling them."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kck.channels.open311_out.outgoing import TELL_JOB, TELL_LOCK, say_due
from kck.channels.open311_out.polling import poll_due

POLL_JOB, POLL_LOCK = "kck.channels.open311_out.jobs.poll", "open311_out.poll"


@app.periodic(cron="* * * * *")
@app.task(name=POLL_JOB, queueing_lock=POLL_LOCK)
def poll(timestamp: int) -> None:
    poll_due()


@app.periodic(cron="* * * * *")
@app.task(name=TELL_JOB, queueing_lock=TELL_LOCK)
def tell(timestamp: int) -> None:
    say_due()


def ask_now() -> None:
    """The next poll at once, unless one is about to begin."""
    with suppress(AlreadyEnqueued):
        app.configure_task(POLL_JOB, queueing_lock=POLL_LOCK).defer(timestamp=0)
