"""What keeps the queue itself in order."""

from procrastinate.contrib.django import app

_KEPT_HOURS = 24


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="config.tidy_the_queue")
async def tidy_the_queue(timestamp: int) -> None:
    """Forget finished jobs after a day. Failed ones stay until somebody has looked."""
    await app.job_manager.delete_old_jobs(nb_hours=_KEPT_HOURS, include_cancelled=True)
