"""What became of texts that left, as their providers tell or are asked; never back."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

import httpx2
from django.conf import settings

from kck.channels.sms import configured
from kck.channels.sms.terms import CHANNEL, Receipt
from kck.channels.sms.transport import http_client, made
from kck.foundation import clock
from kck.messaging.commands import note_receipt
from kck.messaging.models import Delivery
from kck.messaging.ports import FarEndAway, NotDelivered
from kck.messaging.terms import DeliveryState

ASKED_FOR = timedelta(days=3)  # an operator gives up by then
AT_ONCE = 200
_log = logging.getLogger(__name__)


def own_id_of(ref: str) -> str:
    return f"<{ref}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def waiting_for_receipts() -> list[str]:
    """The provider's ids of what was sent and not yet heard of, those sent last first."""
    rows = Delivery.objects.filter(
        channel=CHANNEL, state=DeliveryState.SENT, arrived_at=None,
        made_at__gte=clock.real_now() - ASKED_FOR,
    ).exclude(far_end_id="")  # fmt: skip
    return list(rows.order_by("-pk").values_list("far_end_id", flat=True)[:AT_ONCE])


def ask_for_receipts(http: httpx2.Client | None = None) -> int:
    """For providers that can be asked; one that can call us need not be."""
    chosen = configured.gateway()
    if chosen is None:
        return 0
    calls = chosen.ask_receipts(waiting_for_receipts())
    told: list[Receipt] = []
    with http or http_client() as client:
        for call in calls:
            try:
                told += chosen.read_receipts(made(client, call))
            except (FarEndAway, NotDelivered) as error:
                _log.warning("receipts of texts: %s", error.reason)
                break
    return note(told)


def note(receipts: Iterable[Receipt]) -> int:
    """Hand them on; how many changed something."""
    return sum(_note(one) for one in receipts)


def _note(one: Receipt) -> bool:
    """By our own id where the provider tells it: it knows that before it has one of its own."""
    found = note_receipt(
        own_id=own_id_of(one.ref) if one.ref else "",
        channel=CHANNEL,
        far_end_id=one.far_id,
        arrived=one.outcome == "delivered",
        reason=one.reason,
        gone=one.gone,
        at=clock.now(),
    )
    return found is not None
