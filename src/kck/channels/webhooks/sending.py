"""The sender: reads the log, claims what is due, posts it, marks what came of it.

One runs at a time (its job has a lock), any number may. A slow far end has a few calls under way
and waits for itself alone: when the sender's time is up it still serves the others until the last
slow call has ended.
"""

import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from django.conf import settings
from django.db.models import Q

from kck.channels.webhooks.claiming import (
    Far,
    claim,
    claim_probe,
    far_of,
    give_up_lost_leases,
    mark,
)
from kck.channels.webhooks.envelopes import TIMEOUT, Answer, Letter
from kck.channels.webhooks.fanout import fan_out
from kck.channels.webhooks.health import due_probe, is_news, note_health
from kck.channels.webhooks.models import Subscription
from kck.channels.webhooks.terms import State
from kck.foundation import clock

MOST_AT_ONCE = 64  # calls under way to one far end
MOST_TO_SLOW = 8
MOST_IN_ALL = 512
SLOW = 2.0  # seconds that a call is under way
_TURN = 0.02  # gather answers for so long, so that they are marked together
_LOOK_EVERY = 0.2  # at the log, when nothing is under way
_LOOK_AGAIN_EVERY = 1.0  # at the subscriptions
_LEASES_EVERY = 10.0


def send_due(*, seconds: float = 10.0, linger: float = 2.0) -> bool:
    """Send for about so long; when there is nothing, wait `linger` for more and leave.

    Whether it left because its time was up: then there may be more.
    """
    # every process knows this job, and only a worker that sends needs the client in its memory
    from kck.channels.webhooks.post import Post

    with Post(private=settings.ENV.webhook_private, timeout=TIMEOUT) as post:
        sender = _Sender(post)
        until = time.monotonic() + seconds
        last_work = time.monotonic()
        while True:
            late = time.monotonic() > until
            if sender.turn(late=late):
                last_work = time.monotonic()
            if sender.under_way:
                continue
            if late or time.monotonic() - last_work > linger:
                return late
            time.sleep(_LOOK_EVERY)


class _Carrier(Protocol):
    def send(self, letters: Sequence[Letter]) -> None:
        """Begin with these."""

    def answers(self, wait: float) -> list[Answer]:
        """What has come."""


class _Sender:
    def __init__(self, post: _Carrier) -> None:
        self._post = post
        self._began = time.monotonic()
        # by subscription: what is under way, and since when
        self.under_way: dict[int, dict[int, float]] = {}
        self._subscriptions: dict[int, Subscription] = {}
        self._fars: dict[int, Far] = {}
        self._looked_at = self._read_at = self._leases_at = float("-inf")
        self._more_to_read = False

    def turn(self, *, late: bool) -> bool:
        """Once around; whether there was anything to do."""
        answers = self._post.answers(_TURN if self.under_way else 0)
        self._settle(answers)
        if late and not self._slow():
            return bool(answers)
        self._look_again()
        read = self._read_log()
        letters = self._claim(late=late)
        self._post.send(letters)
        return bool(answers or letters or read)

    def _settle(self, answers: Sequence[Answer]) -> None:
        mark(answers)
        by_subscription: dict[int, list[Answer]] = defaultdict(list)
        for answer in answers:
            by_subscription[answer.letter.subscription_id].append(answer)
            self._ended(answer.letter)
        for pk, its_answers in by_subscription.items():
            if is_news(self._subscriptions[pk], its_answers):
                note_health(pk, its_answers)
                self._looked_at = float("-inf")

    def _ended(self, letter: Letter) -> None:
        its = self.under_way[letter.subscription_id]
        its.pop(letter.delivery_id, None)
        if not its:
            del self.under_way[letter.subscription_id]

    def _slow(self) -> set[int]:
        """Those that have let us wait. Their calls end by themselves."""
        before = time.monotonic() - SLOW
        return {pk for pk, its in self.under_way.items() if min(its.values()) < before}

    def _look_again(self) -> None:
        now = time.monotonic()
        if now - self._leases_at > _LEASES_EVERY:
            self._leases_at = now
            give_up_lost_leases()
        if now - self._looked_at < _LOOK_AGAIN_EVERY:
            return
        self._looked_at = now
        called = Q(state=State.ACTIVE) | Q(state=State.RESTING) | Q(pk__in=list(self.under_way))
        self._subscriptions = {row.pk: row for row in Subscription.objects.filter(called)}
        self._fars = {pk: far_of(row) for pk, row in self._subscriptions.items()}

    def _read_log(self) -> bool:
        """Now and then, or at once when the last page was full."""
        now = time.monotonic()
        if not self._more_to_read and now - self._read_at < _LOOK_EVERY:
            return False
        self._read_at = now
        self._more_to_read = fan_out()
        return self._more_to_read

    def _claim(self, *, late: bool) -> list[Letter]:
        if time.monotonic() - self._began > 3 * TIMEOUT:  # the slow come to an end without more
            return []
        letters = claim(self._rooms(late=late), self._fars)
        now = clock.real_now()
        for pk, row in self._subscriptions.items():
            if row.probe_at and row.probe_at <= now and pk not in self.under_way:
                letters += self._probe(pk)
        started = time.monotonic()
        for letter in letters:
            self.under_way.setdefault(letter.subscription_id, {})[letter.delivery_id] = started
        return letters

    def _probe(self, pk: int) -> list[Letter]:
        found = claim_probe(pk, self._fars) if due_probe(pk) else []
        self._looked_at = float("-inf")
        return found

    def _rooms(self, *, late: bool) -> dict[int, int]:
        """How many more each may have under way."""
        slow = self._slow()
        fair = max(MOST_IN_ALL // max(len(self._subscriptions), 1), 1)
        left = MOST_IN_ALL - sum(map(len, self.under_way.values()))
        rooms: dict[int, int] = {}
        for pk, row in self._subscriptions.items():
            if row.state != State.ACTIVE or (late and pk in slow):
                continue
            most = MOST_TO_SLOW if pk in slow else MOST_AT_ONCE
            room = min(min(most, fair) - len(self.under_way.get(pk, ())), left)
            if room > 0:
                rooms[pk] = room
                left -= room
        return rooms
