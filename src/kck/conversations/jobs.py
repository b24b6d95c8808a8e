"""What the clock does to conversations. A missed run is made up by the next."""

import logging
from datetime import timedelta

from procrastinate.contrib.django import app

from kck.conversations.commands import ask_whether_it_helped, let_go, wake_up
from kck.conversations.models import Post, Thread
from kck.conversations.terms import Ended, Sending, ThreadState
from kck.foundation import clock

_log = logging.getLogger(__name__)
_AT_MOST = 500
_ASKED_AFTER, _NOT_AFTER = timedelta(days=1), timedelta(days=4)


@app.task()
def let_post_go(post_id: int) -> None:
    """The seconds in which it could be taken back are over."""
    let_go(post_id, at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="conversations.every_minute")
def every_minute(timestamp: int) -> None:
    """Answers whose job was lost leave; what was put off for later comes back."""
    late = Post.objects.filter(sending=Sending.HELD, due_at__lte=clock.real_now())
    for post_id in list(late.values_list("pk", flat=True)[:_AT_MOST]):
        _let_go_alone(post_id)
    due = Thread.objects.filter(state=ThreadState.SNOOZED, wakes_at__lte=clock.now())
    for thread_id in list(due.values_list("pk", flat=True)[:_AT_MOST]):
        wake_up(thread_id, at=clock.now())


def _let_go_alone(post_id: int) -> None:
    """One that cannot leave stops no other."""
    try:
        let_go(post_id, at=clock.now())
    except Exception as problem:
        _log.error("answer %s could not leave: %s", post_id, type(problem).__name__)


@app.periodic(cron="17 8-19 * * *")
@app.task(queueing_lock="conversations.ask")
def ask_how_it_was(timestamp: int) -> None:
    """By day; whoever was forgotten for days is not asked any more."""
    now = clock.now()
    settled = Thread.objects.filter(
        state=ThreadState.DONE, ended=Ended.ANSWERED, asked_at=None, satisfied=None,
        settled_at__lte=now - _ASKED_AFTER, settled_at__gte=now - _NOT_AFTER, cases=None,
    )  # fmt: skip
    for thread_id in list(settled.values_list("pk", flat=True)[:_AT_MOST]):
        ask_whether_it_helped(thread_id, at=now)
