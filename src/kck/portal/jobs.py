"""What the clock starts: drafts of yesterday are forgotten."""

from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app


@app.periodic(cron="17 * * * *")
@app.task(name="portal.forget_drafts", queueing_lock="portal.forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """What nobody sent within a day holds words of people: it is deleted, not only unreachable."""
    SessionStore.clear_expired()
