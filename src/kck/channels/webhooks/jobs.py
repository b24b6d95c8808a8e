"""What the clock and new events start."""

from datetime import datetime

from procrastinate.contrib.django import app

from kck.channels.webhooks import commands
from kck.channels.webhooks.claiming import anything_due
from kck.channels.webhooks.commands import REPLAY_JOB
from kck.channels.webhooks.models import Subscription
from kck.channels.webhooks.sending import send_due
from kck.channels.webhooks.waking import SENDER_JOB, SENDER_LOCK, wake


@app.periodic(cron="* * * * *")
@app.task(name=SENDER_JOB, queueing_lock=SENDER_LOCK, lock=SENDER_LOCK)
def send_webhooks(timestamp: int) -> None:
    """Send for a while; when more is due, another job goes on, so that others get their turn."""
    if not Subscription.objects.live().exists():
        return
    if send_due() or anything_due():
        wake()


@app.task(name=REPLAY_JOB)
def replay(subscription_id: int, since: str, after_event_id: int, up_to_event_id: int) -> None:
    """A long replay goes on in jobs of its own."""
    last: int | None = after_event_id
    while last is not None:
        last = commands.replay_some(
            subscription_id,
            since=datetime.fromisoformat(since),
            after_event_id=last,
            up_to_event_id=up_to_event_id,
        )


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="webhooks.forget_old_deliveries")
def forget_old_deliveries(timestamp: int) -> None:
    while commands.forget_old():
        pass
