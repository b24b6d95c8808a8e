"""What the clock starts."""

from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.places import commands


@app.periodic(cron="*/10 * * * *")
@app.task(name="kck.places.jobs.fetch_due", queueing_lock="registers-due")
def fetch_due(timestamp: int) -> None:
    """Registers whose hour has come."""
    commands.start_due(at=clock.now())


@app.task(name=commands.FETCH_JOB, lock="registers")
def fetch_source(source_id: int, anyway: bool = False, only_check: bool = False) -> None:
    """One after the other: they lock whole tables against each other."""
    commands.run_source(
        source_id, at=clock.now(), by=PLATFORM, anyway=anyway, only_check=only_check
    )
