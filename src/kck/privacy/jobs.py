"""What the night does."""

from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.privacy.commands import retain
from kck.privacy.queries.retention import is_on


@app.periodic(cron="17 2 * * *")
@app.task(queueing_lock="privacy.retention")
def retention_night(timestamp: int) -> None:
    """Shows what would be forgotten; forgets it when that is switched on."""
    retain(at=clock.now(), preview=not is_on())
