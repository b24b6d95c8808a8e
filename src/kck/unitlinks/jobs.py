"""What the clock does for units without an account. Each job finds its own work."""

from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.unitlinks.commands.forget import forget_names
from kck.unitlinks.letters_watch import look_after_letters
from kck.unitlinks.morning import send_morning_list, units_due
from kck.unitlinks.report import mail_what_is_stuck, report_is_due


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="unitlinks.send_lists")
def send_lists(timestamp: int) -> None:
    """Each unit its list of the day, at its hour."""
    now = clock.now()
    for unit in units_due(now):
        send_morning_list(unit.id, at=now)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="unitlinks.watch_letters")
def watch_letters(timestamp: int) -> None:
    while look_after_letters(at=clock.now()):
        pass


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="unitlinks.report_stuck")
def report_stuck(timestamp: int) -> None:
    """Asking again on the same day tells nobody twice."""
    now = clock.now()
    if report_is_due(now):
        mail_what_is_stuck(at=now)


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="unitlinks.forget_names")
def forget_old_names(timestamp: int) -> None:
    forget_names(at=clock.now())
