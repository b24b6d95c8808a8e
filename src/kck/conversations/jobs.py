"""What the clock does to conversations. A missed run is made up by the next."""

from procrastinate.contrib.django import app

from kck.conversations.commands import let_go, wake_up
from kck.conversations.models import Post, Thread
from kck.conversations.terms import Sending, ThreadState
from kck.foundation import clock

_AT_MOST = 500


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
        let_go(post_id, at=clock.now())
    due = Thread.objects.filter(state=ThreadState.SNOOZED, wakes_at__lte=clock.now())
    for thread_id in list(due.values_list("pk", flat=True)[:_AT_MOST]):
        wake_up(thread_id, at=clock.now())
