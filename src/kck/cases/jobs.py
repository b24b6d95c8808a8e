"""What the clock does to cases. Each job finds its own work, so that a missed run is made up."""

from datetime import timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kck.cases.alarm_models import DangerAlarm
from kck.cases.commands import close_by_silence, let_go
from kck.cases.commands.alarms import NO_NEWS_AFTER
from kck.cases.commands.alarms import tell_duty as tell_of_alarm
from kck.cases.commands.commitments import bring_back
from kck.cases.commands.complaints import end_wait
from kck.cases.commands.news import tell_daily, tell_news
from kck.cases.commands.reminding import remind
from kck.cases.models import Case
from kck.cases.terms import CaseState
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.replies.models import HeldReply

_AT_MOST = 500  # a run; the next one goes on


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="cases.end_waiting")
def end_waiting(timestamp: int) -> None:
    """A question that was not answered in time holds nobody up any longer."""
    now = clock.now()
    due = Case.objects.filter(state=CaseState.WAITING, returns_at__lte=now)
    for case_id in list(due.order_by("returns_at").values_list("pk", flat=True)[:_AT_MOST]):
        end_wait(case_id, at=now, by=PLATFORM)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="cases.close_silent")
def close_silent(timestamp: int) -> None:
    """Nobody objected within the city's days of silence."""
    now = clock.now()
    since = now - timedelta(days=snapshot(now).city.silence_days)
    due = Case.objects.filter(state=CaseState.DONE, done_at__lte=since)
    for case_id in list(due.order_by("done_at").values_list("pk", flat=True)[:_AT_MOST]):
        close_by_silence(case_id, at=now, by=PLATFORM)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="cases.remind_of_clocks")
def remind_of_clocks(timestamp: int) -> None:
    """Who should know that a clock runs out, or that it has, is told."""
    remind(at=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="cases.bring_commitments_back")
def bring_commitments_back(timestamp: int) -> None:
    """What was promised for today comes back to its unit."""
    while bring_back(at=clock.now()):
        pass


@app.task(retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def let_reply_go(held_id: int) -> None:
    """The moment until which it could be taken back has passed."""
    let_go(held_id, at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="cases.let_replies_go")
def let_replies_go(timestamp: int) -> None:
    """What a job that was lost should have let go."""
    due = HeldReply.objects.filter(due_at__lte=clock.real_now()).order_by("due_at")
    for held_id in list(due.values_list("pk", flat=True)[:_AT_MOST]):
        let_go(held_id, at=clock.now())


@app.task(retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def tell_duty(case_id: int) -> None:
    """Two minutes have passed, or it is out of hours: has nobody seen the danger?"""
    tell_of_alarm(case_id, at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="cases.tell_of_unseen")
def tell_of_unseen(timestamp: int) -> None:
    """What a job that was lost, or that came a moment too early, should have told."""
    now = clock.now()
    due = DangerAlarm.objects.filter(
        seen_at=None, told_at=None, due_at__range=(now - NO_NEWS_AFTER, now)
    )
    for case_id in list(due.order_by("due_at").values_list("pk", flat=True)[:_AT_MOST]):
        tell_of_alarm(case_id, at=now)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="cases.tell_news")
def tell_what_is_new(timestamp: int) -> None:
    """What has waited for half an hour, and at five in the afternoon what waited for the day."""
    now = clock.now()
    tell_news(now)
    tell_daily(now)
