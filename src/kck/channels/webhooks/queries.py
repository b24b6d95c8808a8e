"""What the back office shows of subscriptions and of their deliveries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Max, Q

from kck.channels.webhooks import catalogue, policy
from kck.channels.webhooks.models import Delivery, Subscription
from kck.channels.webhooks.terms import (
    DELIVERY_COLOURS,
    SECRETS_OVERLAP,
    STATE_COLOURS,
    UNFINISHED,
    DeliveryState,
    Scope,
    State,
    Trouble,
    in_words,
)
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.numbers import display

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Row:
    """A subscription in the list."""

    id: int
    name: str
    host: str
    state: State
    waiting: int
    delivered: int  # today and yesterday
    failed: int
    last_at: datetime | None

    @property
    def colour(self) -> str:
        return STATE_COLOURS[self.state]


@dataclass(frozen=True, kw_only=True)
class Details:
    """A subscription on its own page, and in the form that changes it."""

    id: int
    name: str
    url: str
    contact: str
    scope: Scope
    events: Sequence[str]
    units: Sequence[str]
    categories: Sequence[str]
    state: State
    secret_shown: bool
    old_secret_until: datetime | None
    failures: int
    failing_since: datetime | None
    probe_at: datetime | None
    trouble: str
    waiting: int
    made_at: datetime

    @property
    def colour(self) -> str:
        return STATE_COLOURS[self.state]

    @property
    def ended(self) -> bool:
        return self.state == State.ENDED

    @property
    def paused(self) -> bool:
        return self.state == State.PAUSED

    @property
    def resting(self) -> bool:
        return self.state == State.RESTING

    @property
    def event_rows(self) -> list[tuple[str, Any]]:
        return [(name, catalogue.about(name)) for name in self.events]

    @property
    def unit_names(self) -> list[str]:
        city = snapshot()
        return [unit.name() if (unit := city.unit(code)) else code for code in self.units]

    @property
    def category_names(self) -> list[str]:
        city = snapshot()
        return [one.name() if (one := city.category(code)) else code for code in self.categories]


@dataclass(frozen=True, kw_only=True)
class LogFilter:
    """What of the log is looked at; empty means all."""

    state: str = ""
    event: str = ""
    number: str = ""
    before: int = 0


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A delivery in the log."""

    id: int
    own_id: str
    event: str
    number: str
    state: DeliveryState
    attempts: int
    made_at: datetime
    tried_at: datetime | None
    next_at: datetime | None
    status: int | None
    took_ms: int | None
    trouble: str
    answer: str
    body: str = ""

    @property
    def colour(self) -> str:
        return DELIVERY_COLOURS[self.state]

    @property
    def about(self) -> Any:
        return catalogue.about(self.event)

    @property
    def again(self) -> bool:
        """Whether it may be sent once more."""
        return self.state not in UNFINISHED

    @property
    def pretty(self) -> str:
        return json.dumps(json.loads(self.body), ensure_ascii=False, indent=2)


@dataclass(frozen=True, kw_only=True)
class LogPage:
    entries: list[Entry]
    older: int  # the `before` of the next page; 0: there is none


def may_see(actor: Actor, subscription: Subscription) -> bool:
    city = snapshot()
    ids = [unit.id for code in subscription.units if (unit := city.unit(code))]
    return bool(policy.may_edit(actor, ids))


def subscriptions(actor: Actor) -> list[Row]:
    """Those of the actor, the living first; figures are of the last two days."""
    since = clock.real_now() - timedelta(days=2)
    lately = Q(deliveries__made_at__gte=since)
    rows = Subscription.objects.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state__in=UNFINISHED)),
        delivered=Count("deliveries", filter=lately & Q(deliveries__state=DeliveryState.DELIVERED)),
        failed=Count("deliveries", filter=lately & Q(deliveries__state=DeliveryState.FAILED)),
        last_at=Max("deliveries__tried_at"),
    )
    mine = [_row(row) for row in rows.order_by("name", "pk") if may_see(actor, row)]
    return sorted(mine, key=lambda row: row.state == State.ENDED)


def _row(row: Any) -> Row:
    return Row(
        id=row.pk,
        name=row.name,
        host=urlsplit(row.url).hostname or "",
        state=State(row.state),
        waiting=row.waiting,
        delivered=row.delivered,
        failed=row.failed,
        last_at=row.last_at,
    )


def subscription(actor: Actor, subscription_id: int) -> Details | None:
    """None when there is none, or it is not the actor's."""
    row = Subscription.objects.filter(pk=subscription_id).first()
    if row is None or not may_see(actor, row):
        return None
    return Details(
        id=row.pk,
        name=row.name,
        url=row.url,
        contact=row.contact,
        scope=Scope(row.scope),
        events=row.events,
        units=row.units,
        categories=row.categories,
        state=State(row.state),
        secret_shown=row.secret_shown,
        old_secret_until=_old_secret_until(row),
        failures=row.failures,
        failing_since=row.failing_since,
        probe_at=row.probe_at,
        trouble=in_words(row.trouble),
        waiting=row.deliveries.filter(state__in=UNFINISHED).count(),
        made_at=row.made_at,
    )


def _old_secret_until(row: Subscription) -> datetime | None:
    if row.rotated_at is None or not row.old_seed:
        return None
    until = row.rotated_at + SECRETS_OVERLAP
    return until if until > clock.real_now() else None


def log(subscription_id: int, asked: LogFilter) -> LogPage:
    """The newest first."""
    found = Delivery.objects.filter(subscription_id=subscription_id).defer("body")
    if asked.state in set(DeliveryState):
        found = found.filter(state=asked.state)
    if asked.event:
        found = found.filter(event=asked.event)
    if asked.number:
        found = found.filter(number=asked.number)
    if asked.before:
        found = found.filter(pk__lt=asked.before)
    rows = list(found.order_by("-pk")[: PAGE + 1])
    older = rows[PAGE - 1].pk if len(rows) > PAGE else 0
    return LogPage(entries=[_entry(row) for row in rows[:PAGE]], older=older)


def delivery(actor: Actor, delivery_id: int) -> tuple[Details, Entry] | None:
    """One delivery with all that was said, and its subscription."""
    row = Delivery.objects.filter(pk=delivery_id).first()
    details = subscription(actor, row.subscription_id) if row else None
    return (details, _entry(row, body=row.body)) if row and details else None


def _entry(row: Delivery, *, body: str = "") -> Entry:
    return Entry(
        id=row.pk,
        own_id=row.own_id,
        event=row.event,
        number=display(row.number) if row.number else "",
        state=DeliveryState(row.state),
        attempts=row.attempts,
        made_at=row.made_at,
        tried_at=row.tried_at,
        next_at=row.next_at,
        status=row.status,
        took_ms=row.took_ms,
        trouble=str(Trouble(row.trouble).label) if row.trouble else "",
        answer=row.answer,
        body=body,
    )
