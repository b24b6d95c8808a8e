from django.db import connection
from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.foundation.models import Tally

_DAY = 86_400


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="foundation.forget_tallies")
def forget_tallies(timestamp: int) -> None:
    """Counts of a day ago limit nobody any more."""
    Tally.objects.filter(window__lt=int(clock.real_now().timestamp()) - _DAY).delete()
    connection.close_if_unusable_or_obsolete()
