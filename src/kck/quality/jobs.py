"""What the clock does for quality. Each job finds its own work."""

import random

from procrastinate.contrib.django import app

from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.quality.commands import draw
from kck.quality.monday import is_due, mail_heads
from kck.quality.terms import Period


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="quality.monday")
def monday(timestamp: int) -> None:
    """The week's sample and the heads' letters; asking again on the day does nothing twice."""
    now = clock.now()
    if not is_due(now):
        return
    week = Period.week_before(now.astimezone(snapshot(now).city.zone).date())
    draw(week, chance=random.SystemRandom(), at=now, by=PLATFORM)
    mail_heads(at=now)
