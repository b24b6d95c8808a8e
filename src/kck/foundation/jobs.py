from django.db import connection
from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.foundation.models import Tally
from kck.foundation.once import forget_answers

_DAY = 86_400


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="foundation.forget_tallies")
def forget_tallies(timestamp: int) -> None:
    """Counts of a day ago limit nobody any more."""
    Tally.objects.filter(window__lt=int(clock.real_now().timestamp()) - _DAY).delete()
    connection.close_if_unusable_or_obsolete()


@app.periodic(cron="47 * * * *")
@app.task(queueing_lock="foundation.forget_kept_answers")
def forget_kept_answers(timestamp: int) -> None:
    forget_answers()
    connection.close_if_unusable_or_obsolete()
