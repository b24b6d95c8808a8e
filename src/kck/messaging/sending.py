"""Sending what is queued: claim some, hand them over outside any transaction, mark them.

Single messages go before mailings, and mailings take turns, so that a hundred thousand mails to
everybody keep nobody waiting for the answer to their report. Any number of senders may run, on any
number of machines. What happens when one dies is in `claiming`.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from kck.foundation import clock
from kck.messaging.batches import MOST_AT_ONCE, hand_over_many
from kck.messaging.claiming import (
    Claimed,
    Held,
    Lane,
    Result,
    begin_to,
    claim_some,
    forget_batch,
    give_back,
    give_up_lost_leases,
    mark,
)
from kck.messaging.commands.mailings import (
    begin_mailing,
    finish_mailing,
    running_mailings,
    withhold_stopped,
)
from kck.messaging.models import Delivery
from kck.messaging.outgoing import Letters
from kck.messaging.ports import (
    FarEndAway,
    ManyTransport,
    NotDelivered,
    Transport,
    transport_for,
)
from kck.messaging.results import (
    AWAY_FOR,
    HOLD_SECONDS,
    MARK_AFTER_SECONDS,
    forgotten,
    refused_as,
    settle,
)
from kck.messaging.sending_rules import current_rules, hold_for_quiet, quiet_for
from kck.messaging.terms import DeliveryState, Reason, SendingRules
from kck.messaging.throttling import Throttle

CLAIM_AT_ONCE = 20
_log = logging.getLogger(__name__)

__all__ = ["CLAIM_AT_ONCE", "claim", "give_up_lost_leases", "hand_over", "mark", "send_due"]


def send_due(*, seconds: float = 15.0) -> int:
    """Send what is due for about so long and say how many were sent. Any number may run at once."""
    give_up_lost_leases()
    withhold_stopped()
    until = time.monotonic() + seconds
    rules = current_rules()
    return sum(_send_channel(channel, until, rules) for channel in _channels_due())


def anything_due() -> bool:
    """Whether a sender that looked now would find work."""
    due = Delivery.objects.filter(next_try_at__lte=clock.real_now())
    return due.filter(mailing=None).exists() or bool(running_mailings())


def _channels_due() -> list[str]:
    due = Delivery.objects.filter(next_try_at__lte=clock.real_now(), mailing=None)
    single = due.order_by("channel").values_list("channel", flat=True).distinct()
    return sorted({*single, *(mailing.channel for mailing in running_mailings())})


def _send_channel(channel: str, until: float, rules: SendingRules) -> int:
    transport = transport_for(channel)
    obstacle = transport.not_ready() if transport else Reason.NO_TRANSPORT
    if transport is None or obstacle:
        _explain_waiting(channel, obstacle)
        return 0
    run = _Run(channel=channel, transport=transport, rules=rules)
    try:
        return sum(run.batches(until))
    finally:
        transport.close()


def _explain_waiting(channel: str, reason: str) -> None:
    """Nothing can be sent, and that is no attempt; whoever looks shall see why."""
    due = Delivery.objects.filter(channel=channel, next_try_at__lte=clock.real_now(), mailing=None)
    due.exclude(reason=reason).update(reason=reason)


@dataclass(kw_only=True)
class _Run:
    """One sender's turn at one channel."""

    channel: str
    transport: Transport | ManyTransport
    rules: SendingRules
    letters: Letters = field(default_factory=Letters)

    def __post_init__(self) -> None:
        self._throttle = Throttle(self.rules, getattr(self.transport, "per_minute", 0))

    def batches(self, until: float) -> Iterator[int]:
        """How many were sent of each; ends when nothing is due, time is up or the far end away."""
        hold_for_quiet(self.channel, self.rules)
        while time.monotonic() < until:
            worked = False
            for lane in self._lanes():
                claimed = claim_some(lane, self._most)
                if not claimed:
                    continue
                worked = True
                sent, away = self._send(claimed)
                yield sent
                if away:
                    _log.warning("%s: the far end is away", self.channel)
                    return
                if lane.mailing_id is None or time.monotonic() > until:
                    break  # single ones first, as long as there are any
            if not worked:
                return

    @property
    def _most(self) -> int:
        return MOST_AT_ONCE if isinstance(self.transport, ManyTransport) else CLAIM_AT_ONCE

    def _lanes(self) -> Iterator[Lane]:
        yield Lane(channel=self.channel)
        for mailing in running_mailings(self.channel):
            if quiet_for(mailing, self.rules):
                continue
            begin_mailing(mailing.pk, at=clock.now())
            yield Lane(
                channel=self.channel,
                mailing_id=mailing.pk,
                kind=mailing.kind,
                most_promotions=self.rules.most_promotions,
                days=self.rules.promotion_days,
            )
            finish_mailing(mailing.pk, at=clock.now())

    def _send(self, claimed: Claimed) -> tuple[int, str]:
        go, later = self._throttle.parted(claimed)
        give_back(later, Reason.THROTTLED)
        if isinstance(self.transport, ManyTransport):
            came_of_it = hand_over_many(self.transport, go, self.letters)
            withhold_stopped()
        else:
            came_of_it = _send_one_by_one(self.transport, go, self.letters)
        forget_batch(claimed.batch_id)
        return came_of_it


def claim(channel: str, most: int = CLAIM_AT_ONCE) -> list[Held]:
    """Some single messages, for who sends one after the other."""
    return list(claim_some(Lane(channel=channel), most).rows)


def _send_one_by_one(transport: Transport, claimed: Claimed, letters: Letters) -> tuple[int, str]:
    """Hand over one after another; what is done is marked at least once a second."""
    results: list[Result] = []
    sent, away, marked_at = 0, "", time.monotonic()
    stop_at = marked_at + HOLD_SECONDS
    rest = list(claimed.rows)
    while rest and time.monotonic() < stop_at:
        if not begin_to(claimed, rest[0]):
            break
        try:
            results.append(hand_over(transport, rest[0], letters))
        except FarEndAway as error:
            away = error.reason
            break
        rest.pop(0)
        if time.monotonic() - marked_at > MARK_AFTER_SECONDS:
            sent += settle(results)
            results, marked_at = [], time.monotonic()
    sent += settle(results)
    now = clock.real_now()
    give_back(dict.fromkeys(rest, now + AWAY_FOR if away else now), away)
    return sent, away


def hand_over(transport: Transport, delivery: Held, letters: Letters | None = None) -> Result:
    """One attempt. Whatever goes wrong with it concerns this delivery only."""
    if not delivery.address:
        return forgotten(delivery)
    try:
        far_end_id = transport.send((letters or Letters()).whole(delivery))
    except FarEndAway:
        raise
    except NotDelivered as refused:
        return refused_as(delivery, refused)
    except Exception as error:
        # the text of an exception may quote the address: its type must do
        _log.error("delivery %s broke its transport: %s", delivery.pk, type(error).__name__)
        return refused_as(delivery, NotDelivered(Reason.BROKEN))
    return Result(delivery=delivery, state=DeliveryState.SENT, far_end_id=far_end_id)
