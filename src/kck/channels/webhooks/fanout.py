"""From the log to deliveries: each event once for every subscription that wants it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from kck.channels.webhooks.catalogue import RECORDED, offered_for
from kck.channels.webhooks.models import Delivery, LogPosition, Subscription
from kck.channels.webhooks.payload import Told, facts_of, own_id, told
from kck.channels.webhooks.terms import DeliveryState, Scope
from kck.directory.info import Named
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.foundation import clock, log
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import command

AT_ONCE = 1000


def begin_at_the_end() -> None:
    """Nobody listened until now, so what happened before is told to nobody."""
    LogPosition.objects.update_or_create(pk=1, defaults={"position": asdict(log.end())})


@command
def fan_out() -> bool:
    """Make deliveries of the next events of the log; whether there may be more of them.

    One reader at a time: the row of the position is its lock. Position and deliveries are written
    together, so a reader that is killed leaves both as they were.
    """
    row = LogPosition.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if row is None:
        return False
    page = log.read(row.value, limit=AT_ONCE, names=RECORDED)
    if page.position == row.value:
        return False
    make_deliveries(page.events, list(Subscription.objects.live()))
    row.position = asdict(page.position)
    row.save(update_fields=["position"])
    return page.more


def make_deliveries(
    events: Sequence[RecordedEvent], subscriptions: Iterable[Subscription], *, all_of: bool = False
) -> None:
    """Those that are wanted and not there yet; `all_of`: also of before the subscription."""
    now, city = clock.real_now(), snapshot()
    wishes = [_Wish(subscription, city) for subscription in subscriptions]
    names = {name for wish in wishes for name in wish.events}
    rows = [
        wish.delivery(one, now)
        for one in _all_told(events, names, city)
        for wish in wishes
        if wish.grants(one) and (all_of or one.event_id > wish.after_event_id)
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def _all_told(
    events: Sequence[RecordedEvent], names: Collection[str], city: Snapshot
) -> Iterator[Told]:
    """Nothing is looked up for events that nobody wants."""
    chosen = [
        (event, offer)
        for event in events
        if (offer := offered_for(event.name)) is not None
        and offer.name in names
        and not event.payload.get("historical")
    ]
    cases = facts_of(_cases_in(event for event, _offer in chosen), city)
    for event, offer in chosen:
        if event.payload["case_id"] in cases:
            yield told(event, offer, cases, city)


def _cases_in(events: Iterable[RecordedEvent]) -> set[int]:
    fields = ("case_id", "into_id", "from_id")
    return {event.payload[field] for event in events for field in fields if field in event.payload}


class _Wish:
    """What one subscription wants, with its units and categories under their names of today too."""

    def __init__(self, subscription: Subscription, city: Snapshot) -> None:
        self.subscription_id = subscription.pk
        self.after_event_id = subscription.after_event_id
        self.events = frozenset(subscription.events)
        self._scope = Scope(subscription.scope)
        self._units = _with_successors(subscription.units, city.unit)
        self._categories = _with_successors(subscription.categories, city.category)

    def grants(self, one: Told) -> bool:
        return (
            one.name in self.events
            and self._scope in one.bodies
            and (not one.internal or self._scope == Scope.INTERNAL)
            and (not self._units or not self._units.isdisjoint(one.units))
            and (not self._categories or not self._categories.isdisjoint(one.categories))
        )

    def delivery(self, one: Told, now: datetime) -> Delivery:
        return Delivery(
            subscription_id=self.subscription_id,
            event_id=one.event_id,
            own_id=own_id(one.event_id),
            event=one.name,
            stream=one.stream,
            number=one.case.number,
            body=one.bodies[self._scope],
            state=DeliveryState.WAITING,
            next_at=now,
            made_at=now,
        )


def _with_successors(
    codes: Iterable[str], resolve: Callable[[str], Named | None]
) -> frozenset[str]:
    found = set(codes)
    return frozenset(found | {today.code for code in found if (today := resolve(code))})
