"""Having a sender look: after an event, as cheaply as may be."""

import time
from contextlib import suppress
from threading import Lock

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kck.channels.webhooks.models import Subscription

SENDER_JOB = "kck.channels.webhooks.jobs.send_webhooks"
SENDER_LOCK = "webhooks.send"
_LISTENING_FOR = 10.0  # seconds that "nobody listens" or "somebody does" is believed
_WOKEN_FOR = 1.0  # less than a sender lingers, so it finds what is committed meanwhile
_lock = Lock()
_looked_at = _woken_at = float("-inf")
_listens = False


def wake() -> None:
    """Have a sender look, unless one is about to. The clock wakes one every minute anyway."""
    with suppress(AlreadyEnqueued):
        app.configure_task(SENDER_JOB, queueing_lock=SENDER_LOCK, lock=SENDER_LOCK).defer(
            timestamp=0
        )


def wake_if_anybody_listens() -> None:
    """After each event that somebody could want; mostly this costs nothing."""
    global _listens, _looked_at, _woken_at
    now = time.monotonic()
    with _lock:
        if now - _woken_at < _WOKEN_FOR:
            return
        if now - _looked_at > _LISTENING_FOR:
            _looked_at, _listens = now, Subscription.objects.live().exists()
        if not _listens:
            return
        _woken_at = now
    wake()


def forget_who_listens() -> None:
    """A subscription was made in this process."""
    global _looked_at, _woken_at
    _looked_at = _woken_at = float("-inf")
