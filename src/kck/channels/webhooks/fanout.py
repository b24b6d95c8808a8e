"""From the log to deliveries: each event once for every subscription that wants it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict

from django.db import connection

from kck.channels.webhooks.catalogue import RECORDED, offered_for
from kck.channels.webhooks.models import LogPosition, Subscription
from kck.channels.webhooks.payload import Told, facts_of, own_id, told
from kck.channels.webhooks.terms import Scope
from kck.directory.info import Named
from kck.directory.queries import snapshot
from kck.directory.snapshot import Snapshot
from kck.foundation import clock, log
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import command

AT_ONCE = 1000
# columns, not rows: a third of the time of so many parameters
_INSERT = """
INSERT INTO webhooks_delivery (subscription_id, event_id, own_id, event, stream, number, body,
                               state, attempts, next_at, made_at, trouble, answer)
SELECT asked.*, 'waiting', 0, %s, %s, '', ''
  FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
              %s::text[]) AS asked
ON CONFLICT (subscription_id, event_id) DO NOTHING
"""


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
        wish.row(one)
        for one in _all_told(events, names, city)
        for wish in wishes
        if wish.grants(one) and (all_of or one.event_id > wish.after_event_id)
    ]
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [now, now, *columns])


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

    def row(self, one: Told) -> tuple[int, int, str, str, str, str, str]:
        """As `_INSERT` has them."""
        return (
            self.subscription_id,
            one.event_id,
            own_id(one.event_id),
            one.name,
            one.stream,
            one.case.number,
            one.bodies[self._scope],
        )


def _with_successors(
    codes: Iterable[str], resolve: Callable[[str], Named | None]
) -> frozenset[str]:
    found = set(codes)
    return frozenset(found | {today.code for code in found if (today := resolve(code))})
