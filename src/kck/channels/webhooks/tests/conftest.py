from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connection

from kck.channels.webhooks import catalogue
from kck.channels.webhooks.commands import Wish, make_subscription
from kck.channels.webhooks.fanout import make_deliveries
from kck.channels.webhooks.models import Subscription
from kck.channels.webhooks.terms import Scope
from kck.channels.webhooks.tests.receiver import Receiver, receiver
from kck.channels.webhooks.waking import forget_who_listens
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent


@pytest.fixture(autouse=True)
def _memory() -> Iterator[None]:
    forget_who_listens()
    yield
    forget_who_listens()


@pytest.fixture
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    """Far ends of tests are on this machine."""
    monkeypatch.setattr(settings, "ENV", replace(settings.ENV, webhook_private=True))


@pytest.fixture
def far(private: None) -> Iterator[Receiver]:
    with receiver() as found:
        yield found


@pytest.fixture
def committed(transactional_db: None) -> None:
    """Committed for real, since the log gives only what is; with the city, which a flush takes."""
    from tests.fixtures import load_shipped_city

    load_shipped_city()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def a_wish(url: str = "https://example.org/kck", **more: object) -> Wish:
    scope = Scope(more.get("scope", Scope.PUBLIC))  # type: ignore[arg-type]
    every = tuple(one.name for one in catalogue.offered(scope))
    facts = {
        "name": "Mapa dzielnicy",
        "url": url,
        "contact": "owner@example.org",
        "scope": scope,
        "events": every,
    }
    return Wish(**{**facts, **more})  # type: ignore[arg-type]


def a_subscription(url: str = "https://example.org/kck", **more: object) -> Subscription:
    return make_subscription(a_wish(url, **more), at=clock.now(), by=PLATFORM)[0]


def tell_all() -> None:
    """As the reader of the log would, of a transaction that a test rolls back."""
    make_deliveries(list(RecordedEvent.objects.order_by("pk")), list(Subscription.objects.live()))
