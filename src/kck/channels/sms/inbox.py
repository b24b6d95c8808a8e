"""Fetching texts where nobody brings them: a modem's folder, a provider that is asked."""

import logging

from kck.channels.sms import configured
from kck.channels.sms.commands import settle_or_wait, take_in
from kck.channels.sms.models import TextIn
from kck.channels.sms.receipts import note
from kck.channels.sms.transport import http_client, made
from kck.foundation import clock
from kck.messaging.ports import FarEndAway, NotDelivered

MOST_AT_ONCE = 200
_log = logging.getLogger(__name__)


def read_spool() -> int:
    """A file goes only when what it says is kept here."""
    spool = configured.spool()
    if spool is None:
        return 0
    taken = 0
    for path, text in spool.texts():
        taken += take_in([text])
        path.unlink(missing_ok=True)
    for path, receipt in spool.receipts():
        note([receipt])
        path.unlink(missing_ok=True)
        spool.forget(receipt.far_id)
    return taken


def ask_gateway() -> int:
    """What came in, from providers that can be asked; those that call us are asked too."""
    chosen = configured.gateway()
    calls = chosen.ask_received() if chosen else ()
    if chosen is None or not calls:
        return 0
    taken = 0
    with http_client() as http:
        for call in calls:
            try:
                taken += take_in(chosen.read_received(made(http, call)))
            except (FarEndAway, NotDelivered) as error:
                _log.warning("texts that came in: %s", error.reason)
    return taken


def go_on() -> int:
    """What could not be settled when it came."""
    due = TextIn.objects.filter(next_try_at__lte=clock.real_now()).order_by("next_try_at", "pk")
    waiting = list(due.values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(settle_or_wait(pk) for pk in waiting)
