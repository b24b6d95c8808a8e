"""What the clock does to drafts."""

from procrastinate.contrib.django import app

from kck.replies.commands import expire


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="replies.forget_old_drafts")
def forget_old_drafts(timestamp: int) -> None:
    expire()
