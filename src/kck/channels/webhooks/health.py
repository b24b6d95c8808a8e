"""Whether a far end lives. One that does not is left alone, tried now and then, told of by mail."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from kck.channels.webhooks.claiming import at_once, backlog, drop_unsent
from kck.channels.webhooks.envelopes import Answer
from kck.channels.webhooks.events import SubscriptionEnded
from kck.channels.webhooks.letters import tell
from kck.channels.webhooks.models import Subscription
from kck.channels.webhooks.rules import rest_for, rests
from kck.channels.webhooks.terms import LIVE, State, trouble_code
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import command, record

_log = logging.getLogger(__name__)
_FIELDS = ["state", "failures", "failing_since", "probes", "probe_at", "trouble"]


def is_news(subscription: Subscription, answers: Sequence[Answer]) -> bool:
    """Most batches are not: all went well, as before."""
    well = all(answer.trouble is None for answer in answers)
    return not well or subscription.failures > 0 or subscription.state == State.RESTING


@command
def note_health(subscription_id: int, answers: Sequence[Answer]) -> None:
    """Count failures in a row, let the far end rest, wake it, or end when it says 410."""
    subscription = Subscription.objects.select_for_update().get(pk=subscription_id)
    if subscription.state not in LIVE:
        return
    if any(answer.gone for answer in answers):
        _gone(subscription)
    elif any(answer.trouble is None for answer in answers):
        _alive(subscription)
    else:
        _failed(subscription, answers)


def _gone(subscription: Subscription) -> None:
    subscription.state, subscription.probe_at = State.ENDED, None
    subscription.ended_at = clock.now()
    subscription.save(update_fields=[*_FIELDS, "ended_at"])
    drop_unsent(subscription.pk)
    record(SubscriptionEnded(subscription_id=subscription.pk, by_far_end=True), by=PLATFORM)
    tell("webhooks.gone", subscription)


def _alive(subscription: Subscription) -> None:
    rested = subscription.state == State.RESTING
    if rested:
        subscription.state = State.ACTIVE
        at_once(subscription.pk)
        tell("webhooks.resumed", subscription, waiting=str(backlog(subscription.pk)))
    subscription.failures, subscription.failing_since = 0, None
    subscription.probes, subscription.probe_at, subscription.trouble = 0, None, ""
    subscription.save(update_fields=_FIELDS)


def _failed(subscription: Subscription, answers: Sequence[Answer]) -> None:
    now = clock.real_now()
    subscription.failures += len(answers)
    subscription.failing_since = subscription.failing_since or now
    subscription.trouble = trouble_code(answers[-1].trouble, answers[-1].status)
    if subscription.state == State.ACTIVE and rests(
        subscription.failures, subscription.failing_since, now
    ):
        _log.warning("webhook %s: the far end is away", subscription.pk)
        subscription.state, subscription.probes = State.RESTING, 0
        subscription.probe_at = now + rest_for(0)
        tell("webhooks.resting", subscription)
    subscription.save(update_fields=_FIELDS)


@command
def due_probe(subscription_id: int) -> bool:
    """Whether we are the one who tries a resting far end now; the next try is later."""
    now = clock.real_now()
    subscription = (
        Subscription.objects.select_for_update(skip_locked=True)
        .filter(pk=subscription_id, state=State.RESTING, probe_at__lte=now)
        .first()
    )
    if subscription is None or not backlog(subscription_id):
        return False
    subscription.probes += 1
    subscription.probe_at = now + max(rest_for(subscription.probes), timedelta(seconds=30))
    subscription.save(update_fields=["probes", "probe_at"])
    return True
